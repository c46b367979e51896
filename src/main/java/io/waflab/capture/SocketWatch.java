package io.waflab.capture;

import io.waflab.connection.Peer;
import io.waflab.connection.Side;
import io.waflab.journal.Observation;
import io.waflab.journal.What;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Tells what the kernel of this machine knows of the end of a connection whose two ends are both here: what a program
 * that has closed its socket cannot see any more. It looks every 2 ms, so its times are late by up to that much.
 *
 * <p>The server's socket goes from FIN_WAIT_1 to FIN_WAIT_2 when its FIN is acknowledged (RFC 9293 section 3.3.2). From
 * there the client's FIN would bring it to TIME_WAIT for a minute; only RST makes it disappear at once.
 */
public final class SocketWatch implements AutoCloseable {

    private static final Duration EVERY = Duration.ofMillis(2);

    /**
     * A connection to look at.
     *
     * @param resets whose an RST would be: the table shows that there was one, not whose
     */
    public record Ends(Endpoint client, Endpoint server, Peer resets) {}

    private record Sight(long nanos, Peer by, What what, String detail) {}

    private final SocketTable table;
    private final Endpoint client;
    private final Endpoint server;
    private final Peer resets;
    private final LongSupplier clock;
    private final ScheduledExecutorService looks;
    private final CompletableFuture<Void> acknowledged = new CompletableFuture<>();
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private final List<Sight> sights = new ArrayList<>();
    private Optional<TcpState> before = Optional.empty();
    private Optional<Long> missing = Optional.empty();
    private long unread;
    private boolean unreadKnown;

    private SocketWatch(SocketTable table, Ends ends, LongSupplier clock) {
        this.table = table;
        this.client = ends.client();
        this.server = ends.server();
        this.resets = ends.resets();
        this.clock = clock;
        looks = Executors.newSingleThreadScheduledExecutor(work -> {
            var thread = new Thread(work, "waflab-socket-watch");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** True on systems that list their sockets: Linux. */
    public static boolean isPossible() {
        return new SocketTable().isThere();
    }

    /** Begins to look; the connection must be open. Times are {@link System#nanoTime}. */
    public static SocketWatch start(Ends ends) {
        var watch = new SocketWatch(new SocketTable(), ends, System::nanoTime);
        watch.looks.scheduleWithFixedDelay(watch::lookQuietly, 0, EVERY.toNanos(), TimeUnit.NANOSECONDS);
        return watch;
    }

    /** For tests: looks only when told to. */
    static SocketWatch still(SocketTable table, Ends ends, LongSupplier clock) {
        return new SocketWatch(table, ends, clock);
    }

    /** Completed when the server's FIN, and all before it, is acknowledged. */
    public CompletableFuture<Void> acknowledged() {
        return acknowledged;
    }

    /** Completed when the kernel has let go of the server's socket, by RST or by both FINs. */
    public CompletableFuture<Void> gone() {
        return gone;
    }

    /**
     * What was seen so far: the client's ACK, and its FIN or an RST.
     *
     * @param zero the {@link System#nanoTime} that the story counts from
     */
    public synchronized List<Observation> story(Side leg, long zero) {
        return sights.stream()
                .map(sight -> new Observation(sight.nanos() - zero, leg, sight.by(), sight.what(), 0, sight.detail()))
                .toList();
    }

    /**
     * Bytes that lay unread in the client's socket when it was last seen with the server's FIN received, that FIN
     * counted as one; empty when that was never seen.
     */
    public synchronized Optional<Long> unreadBytes() {
        return unreadKnown ? Optional.of(unread) : Optional.empty();
    }

    synchronized void look() throws IOException {
        var clients = table.find(client, server);
        var servers = table.find(server, client);
        clients.filter(socket -> socket.state() == TcpState.CLOSE_WAIT).ifPresent(socket -> {
            unread = socket.unread();
            unreadKnown = true;
        });
        if (servers.isPresent()) {
            missing = Optional.empty();
            follow(servers.get().state());
        } else if (before.isPresent()) {
            missed();
        }
    }

    private void follow(TcpState now) {
        if (before.equals(Optional.of(now))) {
            return;
        }
        before = Optional.of(now);
        if (now == TcpState.FIN_WAIT_2) {
            see(What.ACK, clock.getAsLong(), "the server's socket is in FIN_WAIT_2");
            acknowledged.complete(null);
        } else if (now == TcpState.TIME_WAIT) {
            see(What.FIN, clock.getAsLong(), "the server's socket is in TIME_WAIT");
            gone.complete(null);
        }
    }

    /** The kernel may overlook a socket that changes its place while the list is read; twice in a row it does not. */
    private void missed() {
        if (missing.isEmpty()) {
            missing = Optional.of(clock.getAsLong());
        } else if (!gone.isDone()) {
            see(What.RST, missing.get(), "the server's socket is gone without TIME_WAIT");
            gone.complete(null);
        }
    }

    private void see(What what, long nanos, String detail) {
        sights.add(new Sight(nanos, what == What.RST ? resets : Peer.CLIENT, what, detail));
    }

    private void lookQuietly() {
        try {
            look();
        } catch (IOException | RuntimeException unreadable) {
            acknowledged.completeExceptionally(unreadable);
            gone.completeExceptionally(unreadable);
            looks.shutdown();
        }
    }

    @Override
    public void close() {
        looks.shutdownNow();
    }
}
