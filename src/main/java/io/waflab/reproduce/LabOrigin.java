package io.waflab.reproduce;

import io.waflab.journal.Observation;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The lab's own origin: plain HTTP/1.1 over blocking sockets, a thread a connection, misbehaving as its {@link Routes}
 * say. Closing it closes every connection and ends every thread.
 */
public final class LabOrigin implements AutoCloseable {

    private static final int BACKLOG = 1024;
    /** As long as nginx waits where a process is out of descriptors (ngx_event_accept: accept_mutex_delay). */
    private static final long MOST_MILLIS_WITHOUT_ACCEPTING = 500;

    private final OriginOptions options;
    private final ServerSocketChannel listener;
    private final LabClock clock;
    private final OriginLog log;
    private final Semaphore free;
    private final ExecutorService threads;
    private final Set<Wire> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closing;

    private LabOrigin(OriginOptions options, ServerSocketChannel listener) {
        this.options = options;
        this.listener = listener;
        this.clock = new LabClock(options.speed());
        this.log = new OriginLog(clock);
        this.free = new Semaphore(options.connections());
        // The semaphore bounds the threads: one for each connection and the acceptor.
        this.threads =
                new ThreadPoolExecutor(0, Integer.MAX_VALUE, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    var thread = new Thread(task, "origin");
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** @throws IOException when the address cannot be listened on; the message names it */
    public static LabOrigin start(OriginOptions options) throws IOException {
        var listener = ServerSocketChannel.open();
        try {
            listener.bind(new InetSocketAddress(options.host(), options.port()), BACKLOG);
        } catch (IOException | RuntimeException unusable) {
            listener.close();
            throw new IOException(
                    "cannot listen on " + SocketWords.place(options.host(), options.port()) + ": "
                            + SocketWords.reason(unusable)
                            + " (expected an address of this machine, and a port that nobody listens on)",
                    unusable);
        }
        return start(options, listener);
    }

    /** On a socket that listens already. */
    static LabOrigin start(OriginOptions options, ServerSocketChannel listener) {
        var origin = new LabOrigin(options, listener);
        origin.threads.execute(origin::accept);
        return origin;
    }

    public int port() {
        return listener.socket().getLocalPort();
    }

    /** As {@code proxy_pass} wants it: {@code http://127.0.0.1:8080}. */
    public String url() {
        return "http://" + SocketWords.place(options.host(), port());
    }

    /** The clock of all its times. */
    public LabClock clock() {
        return clock;
    }

    /** The last 4,096 request heads, oldest first. */
    public List<OriginRequest> requests() {
        return log.requests();
    }

    /** The stories of the last 1,024 connections in the order of acceptance; leg UPSTREAM, the origin is SERVER. */
    public List<List<Observation>> stories() {
        return log.stories();
    }

    /** Connections accepted since the start. */
    public int accepted() {
        return log.accepted();
    }

    /** Connections open now. */
    public int open() {
        return open.size();
    }

    /** The next request not yet handed out here; waits for it. Empty when none came within the limit. */
    public Optional<OriginRequest> awaitRequest(Duration limit) throws InterruptedException {
        return log.nextRequest(limit);
    }

    /** The next ended connection not yet handed out here; waits for it. Empty when none ended within the limit. */
    public Optional<OriginClose> awaitClose(Duration limit) throws InterruptedException {
        return log.nextClose(limit);
    }

    /** The next request or close in words, not escaped; waits for it. Empty when there was none within the limit. */
    public Optional<String> awaitEvent(Duration limit) throws InterruptedException {
        return log.nextLine(limit);
    }

    /** Closes all; waits up to 5 s for the threads. */
    @Override
    public void close() throws IOException {
        closing = true;
        listener.close();
        threads.shutdownNow();
        open.forEach(Wire::abandon);
        try {
            threads.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept() {
        boolean failing = false;
        while (!closing) {
            try {
                free.acquire();
                var accepted = accepted(failing);
                failing = accepted.isEmpty();
                if (failing) {
                    free.release();
                    awaitAnEnd();
                } else {
                    begin(accepted.get());
                }
            } catch (ClosedChannelException | InterruptedException stopped) {
                return;
            } catch (IOException oneFailed) {
                // A connection that died in the queue; the next may be sound.
                free.release();
            }
        }
    }

    /** Empty where the process is out of descriptors or memory, which is told once, until one can be accepted again. */
    private Optional<SocketChannel> accepted(boolean failing) throws ClosedChannelException {
        try {
            return Optional.of(listener.accept());
        } catch (ClosedChannelException stopped) {
            throw stopped;
        } catch (IOException failed) {
            if (!failing) {
                log.refused("cannot accept: " + SocketWords.reason(failed)
                        + "; new connections wait (expected more descriptors, ulimit -n, or fewer --connections)");
            }
            return Optional.empty();
        }
    }

    /** Whoever ends leaves a descriptor; others of the process may too. */
    private synchronized void awaitAnEnd() throws InterruptedException {
        wait(MOST_MILLIS_WITHOUT_ACCEPTING);
    }

    private synchronized void ended() {
        notifyAll();
    }

    private void begin(SocketChannel channel) throws IOException {
        var story = log.opened();
        int number = log.accepted();
        Wire wire;
        try {
            wire = Wire.accepted(channel, story);
        } catch (IOException gone) {
            channel.close();
            throw gone;
        }
        open.add(wire);
        var connection = new OriginConnection(number, wire, options.routes(), log);
        threads.execute(() -> {
            try {
                connection.serve();
            } finally {
                open.remove(wire);
                free.release();
                ended();
            }
        });
    }
}
