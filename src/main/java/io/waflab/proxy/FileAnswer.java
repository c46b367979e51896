package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import io.waflab.config.Directive;
import io.waflab.http.HttpDate;
import io.waflab.rewrite.FileFacts;
import java.nio.channels.FileChannel;
import java.util.List;

/**
 * A file as an answer. It is read a piece at a time, the next once the client has taken what there was, so that no more
 * than two pieces of {@value #PIECE} bytes are in memory.
 */
final class FileAnswer implements Answer {

    private static final int PIECE = 64 << 10;

    private final Exchange exchange;
    private final FileFacts facts;
    private final FileChannel file;
    private long position;
    private long end;
    private boolean reading;
    private boolean over;

    FileAnswer(Exchange exchange, FileFacts facts, FileChannel file) {
        this.exchange = exchange;
        this.facts = facts;
        this.file = file;
        end = facts.size();
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
    public void send(Exchange to) {
        var route = exchange.route();
        var reply = Reply.own(exchange.shown(200));
        reply.server(route.pages().server());
        reply.contentType(route.types().of(exchange.uri()));
        reply.contentLength(facts.size());
        reply.lastModified(HttpDate.format(facts.modified()));
        if (route.settings().flag(Directive.ETAG)) {
            reply.add("ETag", String.format("\"%x-%x\"", facts.modified(), facts.size()));
        }
        boolean follows = !exchange.isHead() && end > 0;
        reply.hasBody(follows);
        exchange.send(reply);
        if (follows) {
            more();
        } else {
            finish();
        }
    }

    private void more() {
        if (over || reading || exchange.carrier().response().waiting() > PIECE) {
            return;
        }
        reading = true;
        int size = (int) Math.min(PIECE, end - position);
        exchange.disk().read(file, position, size, this::read);
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
            exchange.log("alert", "the file was truncated while sending response to client");
            release();
            exchange.connection().failed(new java.io.IOException("file truncated"));
            return;
        }
        position += piece.readableBytes();
        exchange.countBody(piece.readableBytes());
        var out = exchange.carrier().response();
        out.body(piece);
        if (position == end) {
            finish();
        } else {
            out.flush();
            more();
        }
    }

    private void finish() {
        release();
        exchange.carrier().response().end(List.of());
    }

    @Override
    public void clientTook() {
        if (position < end) {
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
