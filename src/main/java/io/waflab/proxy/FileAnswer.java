package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.waflab.config.Directive;
import io.waflab.connection.Happened;
import io.waflab.http.ByteRanges.Range;
import io.waflab.http.EntityTag;
import io.waflab.http.HttpDate;
import io.waflab.rewrite.FileFacts;
import java.nio.channels.FileChannel;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * A file as an answer, or ranges of it (the end of ngx_http_static_handler). It is read a piece at a time, the next once
 * the client has taken what there was, so that no more than two pieces of {@value #PIECE} bytes are in memory.
 */
final class FileAnswer implements Answer {

    private static final int PIECE = 64 << 10;

    /** Which of a file's forms it is (gzip_static). */
    enum Form {
        /** No other was looked for, or is there. */
        ALONE,
        /** The file, where the client might have got the next. */
        BESIDE_COMPRESSED,
        /** What has .gz behind its name. */
        COMPRESSED,
        /** The same whatever the client takes. */
        COMPRESSED_ALWAYS
    }

    private final Exchange exchange;
    private final String path;
    private final FileFacts facts;
    private final FileChannel file;
    private final Form form;
    private Reply reply;
    private Iterator<Range> ranges;
    private long position;
    private long end;
    private boolean reading;
    private boolean over;

    /** @param opened what is closed by this */
    FileAnswer(Exchange exchange, String path, Disk.Opened opened, Form form) {
        this.exchange = exchange;
        this.path = path;
        this.form = form;
        facts = opened.facts();
        file = opened.channel().orElseThrow();
    }

    @Override
    public int status() {
        return 200;
    }

    @Override
    public boolean isPage() {
        return false;
    }

    @Override
    public int prepare(Exchange to) {
        var route = exchange.route();
        reply = Reply.own(exchange.shown(200));
        reply.server(route.pages().server());
        reply.contentType(route.types().of(exchange.uri()));
        reply.contentLength(facts.size());
        reply.lastModified(HttpDate.format(facts.modified()));
        if (route.settings().flag(Directive.ETAG)) {
            reply.add("ETag", EntityTag.of(facts.modified(), facts.size()));
        }
        if (form == Form.COMPRESSED || form == Form.COMPRESSED_ALWAYS) {
            reply.add("Content-Encoding", "gzip");
            reply.encoded(true);
        }
        if (form == Form.COMPRESSED || form == Form.BESIDE_COMPRESSED) {
            GzipFilter.vary(reply, exchange);
        }
        reply.ranges(Reply.Ranges.MANY);
        reply.hasBody(!exchange.isHead() && facts.size() > 0);
        return exchange.response().filter(reply);
    }

    @Override
    public void send(Exchange to) {
        exchange.response().send(reply);
        if (reply.hasBody()) {
            ranges = reply.cut()
                    .map(cut -> cut.ranges())
                    .orElse(List.of(new Range(0, facts.size())))
                    .iterator();
            more();
        } else {
            finish(Optional.empty());
        }
    }

    private void more() {
        if (over || reading || exchange.carrier().response().waiting() > PIECE) {
            return;
        }
        if (position == end) {
            next();
        }
        reading = true;
        exchange.disk().read(file, position, (int) Math.min(PIECE, end - position), this::read);
    }

    private void next() {
        var range = ranges.next();
        position = range.start();
        end = range.end();
        reply.parts().ifPresent(parts -> pass(Unpooled.wrappedBuffer(parts.head(range))));
    }

    private void read(ByteBuf piece) {
        reading = false;
        if (over) {
            if (piece != null) {
                piece.release();
            }
            return;
        }
        if (piece == null) {
            exchange.log("alert", "\"" + path + "\" was truncated or cannot be read at " + position);
            release();
            exchange.carrier().happened(Happened.RESPONSE_CUT);
            return;
        }
        position += piece.readableBytes();
        pass(piece);
        if (position == end && !ranges.hasNext()) {
            finish(reply.parts().map(parts -> Unpooled.wrappedBuffer(parts.end())));
        } else {
            exchange.carrier().response().flush();
            more();
        }
    }

    private void pass(ByteBuf piece) {
        exchange.response().piece(piece);
    }

    private void finish(Optional<ByteBuf> last) {
        release();
        last.ifPresent(this::pass);
        exchange.response().end(exchange.response().trailers(List.of()));
    }

    @Override
    public void clientTook() {
        if (ranges != null) {
            more();
        }
    }

    @Override
    public void release() {
        if (!over) {
            over = true;
            exchange.disk().close(file);
        }
    }
}
