package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The part of a response that its client does not take yet, in a temporary file, so that the upstream is free soon
 * (proxy_max_temp_file_size). Written and read on the disk thread; used from one event loop.
 *
 * <p>Bounded: its owner adds no more than proxy_max_temp_file_size, and nothing while it {@link #isBusy()}.
 */
final class ResponseFile {

    private static final int MOST_UNWRITTEN = 1 << 20;

    private final ProxyConnection connection;
    private final Path path;
    private final Runnable whenCalm;
    private FileChannel file;
    private long length;
    private long position;
    private long unwritten;
    private boolean reading;
    private boolean released;

    /** @param whenCalm runs when it is no longer busy */
    ResponseFile(ProxyConnection connection, String folder, Runnable whenCalm) {
        this.connection = connection;
        this.whenCalm = whenCalm;
        path = connection.worker().server().temporaryFile(folder);
    }

    Path path() {
        return path;
    }

    /** Bytes that were ever added. */
    long length() {
        return length;
    }

    /** Whether everything has been read back. */
    boolean isRead() {
        return position == length && !reading;
    }

    /** Whether the disk is behind. */
    boolean isBusy() {
        return unwritten > MOST_UNWRITTEN;
    }

    /** Takes a piece, and releases it. */
    void add(ByteBuf piece) {
        int size = piece.readableBytes();
        length += size;
        unwritten += size;
        connection.worker().away(disk(), () -> write(piece), this::written, this::failed);
    }

    private Executor disk() {
        return connection.worker().server().disk();
    }

    private int write(ByteBuf piece) throws IOException {
        int size = piece.readableBytes();
        try {
            if (file == null) {
                file = TemporaryFile.create(path);
            }
            TemporaryFile.append(piece, file);
        } finally {
            piece.release();
        }
        return size;
    }

    private void written(int size) {
        boolean busy = isBusy();
        unwritten -= size;
        if (busy && !isBusy() && !released) {
            whenCalm.run();
        }
    }

    private void failed(Throwable failure) {
        if (!released) {
            connection.failed(failure);
        }
    }

    /** Reads the next bytes, at most so many; they are handed over on the event loop. One read at a time. */
    void read(int most, Consumer<ByteBuf> next) {
        if (reading || released || position == length) {
            return;
        }
        reading = true;
        int size = (int) Math.min(most, length - position);
        long from = position;
        // The disk thread does one thing after the other: what was added is written by then.
        connection.worker().away(disk(), () -> readNow(from, size), piece -> read(piece, next), connection::failed);
    }

    private ByteBuf readNow(long from, int size) throws IOException {
        var piece = connection.channel().alloc().buffer(size);
        try {
            while (piece.readableBytes() < size) {
                if (piece.writeBytes(file, from + piece.readableBytes(), size - piece.readableBytes()) <= 0) {
                    throw new IOException(path + " is shorter than what was written to it");
                }
            }
            return piece;
        } catch (IOException | RuntimeException failed) {
            piece.release();
            throw failed;
        }
    }

    private void read(ByteBuf piece, Consumer<ByteBuf> next) {
        reading = false;
        position += piece.readableBytes();
        if (released) {
            piece.release();
        } else {
            next.accept(piece);
        }
    }

    void release() {
        if (!released) {
            released = true;
            disk().execute(this::close);
        }
    }

    private void close() {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException left) {
            connection.failed(left);
        }
    }
}
