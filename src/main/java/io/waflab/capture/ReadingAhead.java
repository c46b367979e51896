package io.waflab.capture;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Reads packets on a thread of its own, in batches, so that what is made of them goes on meanwhile: at most
 * {@value #BATCHES} batches ahead and the one in work, of {@value #MOST} packets and 512 KiB of their payload each.
 */
final class ReadingAhead implements ArrivalSource, AutoCloseable {

    private static final int BATCHES = 4;
    private static final int MOST = 1024;
    /** A read of standard input cannot be interrupted, and is not waited for. */
    private static final long PATIENCE_MILLIS = 1_000;

    private static final int STORE = 2 * PacketReader.LARGEST_PACKET;

    /** Packets that are handed over together. */
    private static final class Batch {

        private final byte[] store = new byte[STORE];
        private final Arrival[] arrivals = new Arrival[MOST];
        private int count;
        private boolean last;
        /** Why there is no more; null at the end of the file. Only in the last one. */
        private CaptureException problem;

        Batch() {
            for (var i = 0; i < MOST; i++) {
                arrivals[i] = new Arrival(store);
            }
        }
    }

    private final BlockingQueue<Batch> empty = new ArrayBlockingQueue<>(BATCHES);
    private final BlockingQueue<Batch> full = new ArrayBlockingQueue<>(BATCHES);
    private final PacketLayers layers = new PacketLayers();
    private final PacketReader reader;
    private final Thread thread;
    private Batch batch = new Batch();
    private int at;
    private volatile Throwable failure;

    ReadingAhead(PacketReader reader) {
        this.reader = reader;
        for (var i = 0; i < BATCHES; i++) {
            empty.add(new Batch());
        }
        thread = new Thread(this::run, "packets");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public Arrival next() throws CaptureException {
        while (at == batch.count) {
            if (batch.last) {
                if (failure != null) {
                    throw new IllegalStateException("reading packets failed", failure);
                }
                if (batch.problem != null) {
                    throw batch.problem;
                }
                return null;
            }
            turnOver();
        }
        return batch.arrivals[at++];
    }

    private void turnOver() {
        try {
            empty.offer(batch);
            batch = full.take();
            at = 0;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading packets", interrupted);
        }
    }

    /** Ends the thread, which may not have come to the file's end. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(PATIENCE_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            for (var last = false; !last; ) {
                var next = empty.take();
                fill(next);
                last = next.last;
                full.put(next);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void fill(Batch next) {
        next.count = 0;
        var stored = 0;
        try {
            while (next.count < MOST && STORE - stored >= PacketReader.LARGEST_PACKET) {
                var packet = reader.next();
                if (packet.isEmpty()) {
                    next.last = true;
                    return;
                }
                stored += next.arrivals[next.count].become(packet.get(), layers, stored);
                next.count++;
            }
        } catch (CaptureException broken) {
            next.problem = broken;
            next.last = true;
        } catch (RuntimeException | Error failed) {
            failure = failed;
            next.last = true;
        }
    }
}
