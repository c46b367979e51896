package io.waflab.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Compresses one body as zlib does for nginx (RFC 1952): the same head, and blocks handed on when they are full.
 *
 * <p>Bounded: zlib's own 256 KiB and less than one block, besides what the piece in hand comes to.
 */
public final class GzipWriter {

    private static final int MOST_AT_ONCE = 8 << 10;

    private final Deflater deflater;
    private final CRC32 sum = new CRC32();
    private final ByteBufAllocator allocator;
    private final int block;
    private ByteBuf held;
    private long in;
    private long out;
    private boolean over;

    /**
     * @param level 1 to 9
     * @param block bytes that are gathered before they are handed on
     */
    public GzipWriter(int level, int block, ByteBufAllocator allocator) {
        deflater = new Deflater(level, true);
        this.block = block;
        this.allocator = allocator;
        held = allocator.buffer(MOST_AT_ONCE);
        // Magic, deflate, no flags, no time, what the level was, Unix.
        held.writeInt(0x1f8b0800).writeInt(0).writeByte(level == 1 ? 4 : level == 9 ? 2 : 0);
        held.writeByte(3);
    }

    /** Takes a piece, and releases it. Returns whole blocks of what it has come to, perhaps none. */
    public ByteBuf add(ByteBuf piece) {
        in += piece.readableBytes();
        for (var bytes : piece.nioBuffers()) {
            sum.update(bytes.duplicate());
            deflater.setInput(bytes);
            deflate(Deflater.NO_FLUSH);
        }
        piece.release();
        return take(held.readableBytes() - held.readableBytes() % block);
    }

    /** All that was added, so that the other side can read it; nothing where that is so already. */
    public ByteBuf flush() {
        if (over) {
            return Unpooled.EMPTY_BUFFER;
        }
        deflate(Deflater.SYNC_FLUSH);
        return take(held.readableBytes());
    }

    /** The rest, and the sum and the length of all. */
    public ByteBuf finish() {
        deflater.finish();
        deflate(Deflater.NO_FLUSH);
        held.writeIntLE((int) sum.getValue()).writeIntLE((int) in);
        var rest = take(held.readableBytes());
        over = true;
        return rest;
    }

    private void deflate(int how) {
        int room;
        int got;
        do {
            held.ensureWritable(MOST_AT_ONCE);
            room = held.writableBytes();
            got = deflater.deflate(held.nioBuffer(held.writerIndex(), room), how);
            held.writerIndex(held.writerIndex() + got);
        } while (got == room);
    }

    private ByteBuf take(int bytes) {
        out += bytes;
        if (bytes == 0) {
            return Unpooled.EMPTY_BUFFER;
        }
        var all = held;
        held = allocator.buffer(MOST_AT_ONCE);
        held.writeBytes(all, all.readerIndex() + bytes, all.readableBytes() - bytes);
        return all.writerIndex(all.readerIndex() + bytes);
    }

    /** What was added to what came of it, with two digits ({@code $gzip_ratio}); empty before the end. */
    public String ratio() {
        if (!over) {
            return "";
        }
        long hundredths = in * 100 / out + (in * 1000 / out % 10 > 4 ? 1 : 0);
        return hundredths / 100 + "." + String.valueOf(100 + hundredths % 100).substring(1);
    }

    /** Lets go of zlib's memory and of what was not handed on. May be called twice; nothing is added after it. */
    public void release() {
        deflater.end();
        if (held != null) {
            held.release();
            held = null;
        }
    }
}
