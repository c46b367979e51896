package io.waflab.reproduce;

import io.waflab.connection.Peer;
import io.waflab.journal.What;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/** The connections of one measurement: so many at once, and until one deadline. Safe for several threads. */
final class Probes {

    /** After a close_notify that no FIN follows, how long one is waited for. */
    private static final long FIN_NANOS = 2_000_000_000L;

    private static final long SLICE_NANOS = 500_000_000L;

    private final MeasureOptions options;
    private final Semaphore free;
    /** One handshake at a time: those of a dozen at once would be late by each other. */
    private final Lock handshakes = new ReentrantLock();

    private final AtomicInteger opened = new AtomicInteger();
    private final LongSupplier nanoTime;
    private final long deadline;
    private volatile String server = "";

    Probes(MeasureOptions options) {
        this(options, System::nanoTime);
    }

    /** @param nanoTime what the deadline is held against */
    Probes(MeasureOptions options, LongSupplier nanoTime) {
        this.options = options;
        this.free = new Semaphore(options.connections());
        this.nanoTime = nanoTime;
        this.deadline = nanoTime.getAsLong() + options.limit().toNanos();
    }

    /** One connection past its handshake; it holds one place until it is closed. */
    final class Probe implements AutoCloseable {

        private final LabClient client;

        private Probe(LabClient client) {
            this.client = client;
        }

        LabClient client() {
            return client;
        }

        /** When TCP was open, in nanoseconds of the client's story. */
        long connectedAt() {
            return client.story().stream()
                    .filter(seen -> seen.by() == Peer.SERVER && seen.what() == What.OPEN)
                    .findFirst()
                    .orElseThrow()
                    .nanos();
        }

        /** Seconds from {@link #connectedAt()} to a moment of the client's story. */
        double age(long nanos) {
            return (nanos - connectedAt()) / 1e9;
        }

        /** An answer to a whole request, which says who the server is. */
        Response exchange(Request request) throws IOException {
            var response = client.request(request).response();
            response.header("Server").ifPresent(field -> server = field);
            return response;
        }

        /** Reads until the server has ended the connection, or so long, or until the thread is interrupted. */
        EndSeen await(Duration longest) throws IOException {
            long until = System.nanoTime() + longest.toNanos();
            long alertUntil = Long.MAX_VALUE;
            while (true) {
                long now = System.nanoTime();
                var seen = client.end();
                if (seen.ended() == Ended.CLOSE_NOTIFY && alertUntil == Long.MAX_VALUE) {
                    alertUntil = now + FIN_NANOS;
                }
                boolean over = now - until >= 0
                        || now > alertUntil
                        || Thread.currentThread().isInterrupted();
                if (seen.endNanos() > 0 || over) {
                    return seen;
                }
                client.readToEnd(Duration.ofNanos(Math.min(SLICE_NANOS, until - now)));
            }
        }

        /** @param nanos of the client's story; nothing is read meanwhile */
        void waitUntil(long nanos) throws IOException {
            client.pause(Duration.ofNanos(nanos - client.clock().now()));
        }

        /** Reads until the server has said GOAWAY or ended, or so long, or until the thread is interrupted. */
        void awaitGoaway(Duration longest) throws IOException {
            long until = System.nanoTime() + longest.toNanos();
            for (long left = longest.toNanos();
                    left > 0 && !Thread.currentThread().isInterrupted() && !isOver();
                    left = until - System.nanoTime()) {
                client.readToEnd(Duration.ofNanos(Math.min(SLICE_NANOS, left)));
            }
        }

        private boolean isOver() {
            return client.goaway().isPresent() || client.end().ended() != Ended.STILL_OPEN;
        }

        @Override
        public void close() throws IOException {
            free.release();
            client.close();
        }
    }

    /**
     * Waits for a free place.
     *
     * @param limit of the next byte in reads that have none of their own; the time that is left when that is less
     */
    Probe open(Duration limit, String... alpn) throws IOException, InterruptedException {
        var to = options.client();
        return open(
                alpn.length > 0 && to.tls().isPresent()
                        ? to.withTls(to.tls().get().withAlpn(alpn))
                        : to,
                limit);
    }

    /** With a receive buffer of so many bytes. */
    Probe openWith(int receiveBuffer) throws IOException, InterruptedException {
        return open(options.client().withReceiveBuffer(receiveBuffer), options.patience());
    }

    private Probe open(ClientOptions as, Duration limit) throws IOException, InterruptedException {
        free.acquire();
        if (left().isZero()) {
            free.release();
            throw new IOException("the time was over before a connection was free");
        }
        var client = new LabClient(as.withSpeed(1).withLimit(limit.compareTo(left()) < 0 ? limit : left()));
        try {
            shakeHands(client);
            return new Probe(client);
        } catch (IOException | InterruptedException | RuntimeException failed) {
            free.release();
            client.close();
            throw failed;
        }
    }

    private void shakeHands(LabClient client) throws IOException, InterruptedException {
        handshakes.lockInterruptibly();
        try {
            client.connect();
            opened.incrementAndGet();
            client.handshake();
        } finally {
            handshakes.unlock();
        }
    }

    MeasureOptions options() {
        return options;
    }

    /** Until the deadline; not negative. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, deadline - nanoTime.getAsLong()));
    }

    /** Connections opened so far. */
    int opened() {
        return opened.get();
    }

    /** The last Server field that was seen, not escaped; empty for none. */
    String server() {
        return server;
    }

    /** Seconds from a moment of the client's story to the first sign of the server's end. */
    static double seconds(EndSeen seen, long from) {
        return Math.max(0, (seen.alertNanos() > 0 ? seen.alertNanos() : seen.endNanos()) - from) / 1e9;
    }
}
