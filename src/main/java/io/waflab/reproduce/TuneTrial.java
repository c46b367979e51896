package io.waflab.reproduce;

import io.waflab.diagnose.Attempts;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/** Two requests on one connection with a pause between them, by a client that does not look, or looks, before the second. */
final class TuneTrial {

    private static final Attempts ANSWERED = new Attempts(1, 0, 0, 0);
    private static final Attempts RENEWED = new Attempts(0, 1, 0, 0);
    private static final Attempts RACED = new Attempts(0, 0, 1, 0);
    private static final Attempts FAILED = new Attempts(0, 0, 0, 1);

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration GLANCE = Duration.ofMillis(1);
    /** A record's head, the rest of it, and what is behind it. */
    private static final int GLANCES = 3;

    /** From here on a status says that the gateway or the origin is unwell. */
    private static final int SERVER_ERROR = 500;

    private static final int OPENINGS = 4;
    private static final long SLOW_NANOS = 3_000_000;

    private final TuneOptions options;
    private final int port;
    private final Semaphore handshakes;

    /** @param handshakes how many may be under way at once: more would delay what others time */
    TuneTrial(TuneOptions options, int port, Semaphore handshakes) {
        this.options = options;
        this.port = port;
        this.handshakes = handshakes;
    }

    /**
     * What came of it.
     *
     * @param lateNanos by how much the second request may have been later than planned after the server's answer, as
     *     played: the pause, and what the first exchange took beyond the path
     * @param failure what went wrong; empty where nothing did
     */
    record Result(Attempts attempt, long lateNanos, String failure) {}

    /** @param idleSeconds of life */
    Result play(double idleSeconds) throws InterruptedException, InterruptedIOException {
        try (var opened = open()) {
            var client = opened.client();
            var pause = Duration.ofNanos(Math.round(idleSeconds * 1e9 / options.speed()));
            long due = System.nanoTime() + pause.toNanos();
            client.pause(pause);
            long late = System.nanoTime() - due;
            return new Result(second(client), late + opened.exchangeNanos(), "");
        } catch (InterruptedIOException stopped) {
            throw stopped;
        } catch (IOException failed) {
            return new Result(FAILED, 0, SocketWords.reason(failed));
        }
    }

    /**
     * Two requests without a pause, whatever the time they take.
     *
     * @throws IOException where the first fails, or the second neither is answered nor races
     */
    void warmUp() throws IOException, InterruptedException {
        try (var opened = openOne()) {
            second(opened.refuseUnfit().client());
        }
    }

    /** A connection with one request behind it, what came of that, and how long it took beyond the path. */
    private record Opened(LabClient client, Response first, long exchangeNanos) implements AutoCloseable {

        /** Whether it is over, and the machine may be why no better: the proxy's timers are short when divided. */
        boolean isWorthAnother() {
            boolean over = first.complete() || first.ended() != Ended.STILL_OPEN;
            return over && (exchangeNanos > SLOW_NANOS || !isSound());
        }

        private boolean isSound() {
            return first.complete() && first.status() < SERVER_ERROR;
        }

        /** @throws IOException where no client would send a second request, or it would tell of something else */
        Opened refuseUnfit() throws IOException {
            if (!isSound()) {
                throw new IOException("the first request: " + first.words());
            }
            var goaway = client.goaway().map(said -> ", GOAWAY " + said.getValue());
            if (goaway.isPresent() || Heads.connection(first.headers(), "close")) {
                throw new IOException("the server keeps no connection: " + first.words() + goaway.orElse("")
                        + " (see keepalive_requests and keepalive_timeout)");
            }
            return this;
        }

        @Override
        public void close() throws IOException {
            client.close();
        }
    }

    /** The server's timer runs while the client has not read the answer: where that took long, another is opened. */
    private Opened open() throws IOException, InterruptedException {
        for (int more = OPENINGS; more > 0; more--) {
            try {
                var opened = openOne();
                if (!opened.isWorthAnother()) {
                    return fit(opened);
                }
                opened.close();
            } catch (ConnectionGone late) {
                // As an answer that says so: the time for a request runs from accept.
            }
        }
        return fit(openOne());
    }

    private static Opened fit(Opened opened) throws IOException {
        try {
            return opened.refuseUnfit();
        } catch (IOException unfit) {
            opened.close();
            throw unfit;
        }
    }

    private Opened openOne() throws IOException, InterruptedException {
        var client = new LabClient(ClientOptions.plain("127.0.0.1", port)
                .withTls(options.tls())
                .withHostHeader(options.host())
                .withLimit(PATIENCE));
        handshakes.acquire();
        try {
            client.connect().handshake();
            long path = Math.round(options.rtt().toNanos() / options.speed());
            long start = System.nanoTime();
            var first = client.request(options.request()).response();
            return new Opened(client, first, Math.max(0, System.nanoTime() - start - path));
        } catch (IOException | RuntimeException failed) {
            client.close();
            throw failed;
        } finally {
            handshakes.release();
        }
    }

    /** What lies in the kernel at this moment, and no later, can be seen. */
    private static boolean seesTheEnd(LabClient client) throws IOException {
        for (int i = 0; i < GLANCES; i++) {
            if (client.readToEnd(GLANCE).ended() != Ended.STILL_OPEN) {
                return true;
            }
        }
        return false;
    }

    private Attempts second(LabClient client) throws IOException, InterruptedException {
        if (options.staleCheck() && seesTheEnd(client)) {
            open().close();
            return RENEWED;
        }
        try {
            var second = client.request(options.request()).response();
            if (second.complete()) {
                return ANSWERED;
            }
            if (second.status() == 0 && second.ended() != Ended.STILL_OPEN) {
                return RACED;
            }
            throw new IOException("the second request: " + second.words());
        } catch (ConnectionGone reset) {
            return RACED;
        }
    }
}
