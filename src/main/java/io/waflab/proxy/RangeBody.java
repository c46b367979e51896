package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import io.waflab.http.ByteRanges.Range;

/** Lets the bytes of one range of a body through, whose pieces come in order (ngx_http_range_singlepart_body). */
final class RangeBody {

    private final Range range;
    private long position;

    RangeBody(Range range) {
        this.range = range;
    }

    /** What of a piece is in the range; the piece is the caller's no more, what is returned is. */
    ByteBuf cut(ByteBuf piece) {
        int size = piece.readableBytes();
        int from = (int) Math.min(size, Math.max(0, range.start() - position));
        int to = (int) Math.min(size, Math.max(from, range.end() - position));
        position += size;
        return piece.writerIndex(piece.readerIndex() + to).skipBytes(from);
    }
}
