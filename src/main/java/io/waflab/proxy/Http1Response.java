package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import io.waflab.http.ChunkedWriter;
import io.waflab.http.FieldNames;
import io.waflab.http.HttpVersion;
import io.waflab.http.Persistence;
import io.waflab.http.ResponseHead;
import io.waflab.http.ResponseStart;
import io.waflab.http.ResponseWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Responses in HTTP/1, one after the other on one connection (RFC 9112). */
final class Http1Response implements ResponseOut {

    private final ProxyConnection connection;
    private final Output output;
    private boolean chunked;

    Http1Response(ProxyConnection connection, Output output) {
        this.connection = connection;
        this.output = output;
    }

    @Override
    public long sendContinue() {
        var line = connection.channel().alloc().buffer(ResponseWriter.CONTINUE.length());
        line.writeCharSequence(ResponseWriter.CONTINUE, StandardCharsets.US_ASCII);
        int bytes = line.readableBytes();
        output.write(line);
        output.flush();
        return bytes;
    }

    @Override
    public void limit(Pace pace) {
        output.limit(pace);
    }

    @Override
    public long earlyHints(ResponseHead hints, FieldNames hidden) {
        var out = connection.channel().alloc().buffer(Math.max(256, hints.length() + 64));
        out.writeCharSequence("HTTP/1.1 103 Early Hints\r\n", StandardCharsets.US_ASCII);
        hints.writeFields(hidden, out);
        ResponseWriter.end(out);
        int bytes = out.readableBytes();
        output.write(out);
        output.flush();
        return bytes;
    }

    @Override
    public long head(Reply reply) {
        var exchange = connection.exchange();
        boolean chunks = exchange.takesChunks() && reply.takesChunks();
        boolean trailed = reply.expectsTrailers() && !exchange.isHead() && chunks;
        long length = trailed ? -1 : reply.contentLength();
        chunked = (reply.hasBody() || trailed) && length < 0 && chunks;
        if (exchange.head().version() == HttpVersion.HTTP_09) {
            return 0;
        }
        int passed = reply.passed().isPresent() ? reply.passed().get().length() : 0;
        int room = length <= Output.SHORT ? (int) Math.max(0, length) : 0;
        var out = connection.channel().alloc().buffer(Math.max(512, passed + 128) + room);
        ResponseWriter.start(
                new ResponseStart(
                        reply.statusLine(),
                        reply.server(),
                        reply.dated() ? connection.worker().date().http() : null,
                        reply.contentType(),
                        length,
                        reply.lastModified(),
                        reply.isLocationFirst() ? reply.location() : null,
                        chunked,
                        persistence(reply),
                        exchange.route().keepAliveHeader()),
                out);
        if (reply.varies()) {
            ResponseWriter.field("Vary", "Accept-Encoding", out);
        }
        if (passed > 0) {
            reply.passed().get().writeFields(reply.hidden(), out);
        }
        if (reply.location() != null && !reply.isLocationFirst()) {
            ResponseWriter.field("Location", reply.location(), out);
        }
        var added = reply.added();
        for (int i = 0; i < added.size(); i++) {
            ResponseWriter.field(added.get(i).name(), added.get(i).value(), out);
        }
        ResponseWriter.end(out);
        int bytes = out.readableBytes();
        output.writeHead(out);
        return bytes;
    }

    private Persistence persistence(Reply reply) {
        if (reply.isSwitching()) {
            return Persistence.UPGRADE;
        }
        return connection.keptAlive() ? Persistence.KEEP_ALIVE : Persistence.CLOSE;
    }

    @Override
    public int body(ByteBuf piece) {
        if (!chunked || !piece.isReadable()) {
            output.write(piece);
            return 0;
        }
        var line = connection.channel().alloc().buffer(16);
        ChunkedWriter.head(piece.readableBytes(), line);
        var end = ChunkedWriter.end();
        int framing = line.readableBytes() + end.readableBytes();
        output.write(line);
        output.write(piece);
        output.write(end);
        return framing;
    }

    @Override
    public int last(List<Reply.Field> trailers) {
        if (!chunked) {
            return 0;
        }
        chunked = false;
        var last = trailers.isEmpty() ? ChunkedWriter.last() : lastChunk(trailers);
        int framing = last.readableBytes();
        output.write(last);
        return framing;
    }

    @Override
    public void end() {
        output.finish();
    }

    private ByteBuf lastChunk(List<Reply.Field> trailers) {
        var out = connection.channel().alloc().buffer(256);
        ChunkedWriter.lastChunk(out);
        for (var trailer : trailers) {
            ResponseWriter.field(trailer.name(), trailer.value(), out);
        }
        ResponseWriter.end(out);
        return out;
    }

    @Override
    public void flush() {
        output.flush();
    }

    @Override
    public void pass(long postponeOutput) {
        if (connection.facts().isTls()) {
            output.flushBlocks();
        } else {
            output.flushIfAtLeast(postponeOutput);
        }
    }

    @Override
    public long waiting() {
        return output.waiting();
    }

    @Override
    public boolean isUnsettled() {
        return output.isUnsettled();
    }
}
