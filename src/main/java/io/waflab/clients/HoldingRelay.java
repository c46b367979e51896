package io.waflab.clients;

import io.waflab.connection.Peer;
import io.waflab.journal.What;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The path between a client and a server: tells what crosses it, and can hold back a server's close until the client has
 * spoken. That is the whole race, without its chance. At most {@value #MOST} connections; TLS passes unread.
 */
public final class HoldingRelay implements AutoCloseable {

    static final int MOST = 64;

    private final InetSocketAddress server;
    private final ServerSocketChannel listener;
    private final WireLog log;
    private final List<RelayedConnection> connections = new CopyOnWriteArrayList<>();
    private volatile int heldConnection;
    private volatile Close close = Close.AT_ONCE;

    private HoldingRelay(InetSocketAddress server, ServerSocketChannel listener, long start) {
        this.server = server;
        this.listener = listener;
        log = new WireLog(start);
    }

    /**
     * Listens on a free port of 127.0.0.1.
     *
     * @param start the {@link System#nanoTime} that its times count from
     */
    public static HoldingRelay start(InetSocketAddress server, long start) throws IOException {
        return start(server, start, 0);
    }

    /**
     * The same on this port where that can be had, so that a client names the server's own port; else on a free one. A
     * server of 127.0.0.1 keeps its port, even while nobody listens there: a relay in its place would be its own server.
     *
     * @param port 0 for any
     */
    public static HoldingRelay start(InetSocketAddress server, long start, int port) throws IOException {
        var listener = ServerSocketChannel.open();
        var own = InetAddress.getByName("127.0.0.1");
        var isHere = server.getAddress().equals(own) || server.getAddress().isAnyLocalAddress();
        try {
            listener.bind(new InetSocketAddress(own, isHere ? 0 : port));
        } catch (IOException taken) {
            listener.bind(new InetSocketAddress(own, 0));
        }
        var relay = new HoldingRelay(server, listener, start);
        relay.run(relay::accept);
        return relay;
    }

    public int port() {
        return listener.socket().getLocalPort();
    }

    /** From now on, what becomes of the server's close on that connection. Holds for one connection at a time. */
    public void hold(int connection, Close how) {
        close = how;
        heldConnection = connection;
    }

    /** The port from which the relay speaks to the server for that connection: what the server knows it by. */
    public int portAtServer(int connection) {
        return connections.get(connection - 1).portAtServer();
    }

    /** What has crossed so far. */
    public List<WireEvent> events() {
        return log.events();
    }

    /** Waits for the first FIN or RST of either end on that connection. @return whether it came within the limit */
    public boolean awaitEnd(int connection, Duration limit) throws InterruptedException {
        return log.await(
                event -> event.connection() == connection
                        && (event.seen().what() == What.FIN || event.seen().what() == What.RST),
                limit);
    }

    /** Whether the server's close of that connection is, or was, held back. */
    boolean heldEnd(int connection) {
        return log.events().stream()
                .anyMatch(event -> event.connection() == connection
                        && event.seen().detail().equals(RelayedConnection.ON_ITS_WAY));
    }

    /**
     * Waits for what the client says on that connection. A program that finds the server's FIN behind its request fails at
     * once, be the request read here or not.
     *
     * @param since nanoseconds since the story began
     * @return whether it came within the limit
     */
    boolean awaitSaid(int connection, long since, Duration limit) throws InterruptedException {
        return log.await(
                event -> event.connection() == connection
                        && event.seen().by() == Peer.CLIENT
                        && event.seen().what() == What.DATA
                        && event.seen().nanos() > since,
                limit);
    }

    /** Lets time pass. */
    void quiet(Duration pause) throws InterruptedException {
        log.await(event -> false, pause);
    }

    private void run(Runnable work) {
        var thread = new Thread(work, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            for (int number = 1; number <= MOST; number++) {
                begin(number, listener.accept());
            }
        } catch (IOException closed) {
            // By close(), or the server cannot be reached: then the client is refused as well.
            close();
        }
    }

    private void begin(int number, SocketChannel client) throws IOException {
        log.add(number, Peer.CLIENT, What.OPEN, 0, "");
        SocketChannel upstream;
        try {
            upstream = SocketChannel.open(server);
        } catch (IOException unreachable) {
            client.close();
            throw unreachable;
        }
        client.setOption(StandardSocketOptions.TCP_NODELAY, true);
        upstream.setOption(StandardSocketOptions.TCP_NODELAY, true);
        var connection = new RelayedConnection(
                number, client, upstream, log, () -> number == heldConnection ? close : Close.AT_ONCE);
        connections.add(connection);
        run(connection::down);
        run(connection::up);
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException closed) {
            // It is closed all the same.
        }
        connections.forEach(RelayedConnection::abandon);
    }
}
