package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
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
        connection.worker().server().disk().execute(() -> write(piece, size));
    }

    private void write(ByteBuf piece, int size) {
        IOException failure = null;
        try {
            if (file == null) {
                file = TemporaryFile.create(path);
            }
            while (piece.isReadable()) {
                piece.readBytes(file, file.size(), piece.readableBytes());
            }
        } catch (IOException failed) {
            failure = failed;
        } finally {
            piece.release();
        }
        var thrown = failure;
        connection.worker().loop().execute(() -> written(size, thrown));
    }

    private void written(int size, IOException failure) {
        boolean busy = isBusy();
        unwritten -= size;
        if (failure != null && !released) {
            connection.failed(failure);
        } else if (busy && !isBusy() && !released) {
            whenCalm.run();
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
        connection.worker().server().disk().execute(() -> {
            var piece = connection.channel().alloc().buffer(size);
            try {
                while (piece.readableBytes() < size) {
                    if (piece.writeBytes(file, from + piece.readableBytes(), size - piece.readableBytes()) <= 0) {
                        throw new IOException(path + " is shorter than what was written to it");
                    }
                }
                connection.worker().loop().execute(() -> read(piece, next));
            } catch (IOException | RuntimeException failed) {
                piece.release();
                connection.worker().loop().execute(() -> connection.failed(failed));
            }
        });
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
            connection.worker().server().disk().execute(this::close);
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
