package io.waflab.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.waflab.config.ConfigException;
import io.waflab.config.ListeningAddress;
import io.waflab.config.Problem;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The sockets that the process listens on. They outlive a configuration: what is bound stays bound where the next one has
 * the same address, so that no client finds nobody listening. All accepting happens on one event loop of its own.
 */
final class ListeningSockets {

    /** After that a loop that does not end is left alone. */
    private static final Duration END = Duration.ofSeconds(2);

    private final Transport transport;
    private final EventLoopGroup loop;
    private final Function<ListeningAddress, ServerChannel> made;
    private Map<String, ListeningSocket> sockets = new LinkedHashMap<>();

    ListeningSockets(Transport transport) throws Transport.NoLoops {
        this(transport, transport::listening);
    }

    /** @param made sockets, not yet bound */
    ListeningSockets(Transport transport, Function<ListeningAddress, ServerChannel> made) throws Transport.NoLoops {
        this.transport = transport;
        this.made = made;
        this.loop = transport.acceptingLoop();
    }

    Transport transport() {
        return transport;
    }

    /**
     * Listens on these addresses and no others; or changes nothing at all.
     *
     * @param listeners the one that takes the connections of each
     * @param ignored hears, as nginx's log has it, what the kernel refuses and nginx goes on without
     * @throws ConfigException with every address that cannot be used
     */
    void serve(Map<? extends ListeningAddress, ? extends Acceptor> listeners, Consumer<String> ignored)
            throws ConfigException {
        var next = new LinkedHashMap<String, ListeningSocket>();
        var opened = new ArrayList<ListeningSocket>();
        try {
            open(listeners.keySet(), next, opened, ignored);
        } catch (ConfigException | RuntimeException | Error refused) {
            opened.forEach(ListeningSockets::close);
            throw refused;
        }
        listeners
                .keySet()
                .forEach(endpoint ->
                        SocketSettings.inherited(next.get(endpoint.address()).channel(), endpoint, ignored));
        loop.submit(() -> listeners.forEach(
                        (endpoint, listener) -> next.get(endpoint.address()).setListener(listener)))
                .awaitUninterruptibly();
        for (var socket : sockets.values()) {
            if (!next.containsValue(socket)) {
                close(socket);
            }
        }
        sockets = next;
    }

    /**
     * @param next gets the socket of each address
     * @param opened gets those that are new
     */
    private void open(
            Collection<? extends ListeningAddress> endpoints,
            Map<String, ListeningSocket> next,
            List<ListeningSocket> opened,
            Consumer<String> ignored)
            throws ConfigException {
        var problems = new ArrayList<Problem>();
        for (var endpoint : endpoints) {
            try {
                var socket = sockets.get(endpoint.address());
                if (socket == null) {
                    socket = opened(endpoint);
                    opened.add(socket);
                    bind(socket.channel(), endpoint);
                    if (endpoint.isUnix()) {
                        openToAll(Path.of(endpoint.host().substring("unix:".length())), ignored);
                    }
                }
                next.put(endpoint.address(), socket);
            } catch (ConfigException refused) {
                problems.addAll(refused.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }

    /** Netty has an unchecked exception for what the kernel refuses: descriptors, a family of addresses. */
    private ListeningSocket opened(ListeningAddress endpoint) throws ConfigException {
        ServerChannel channel = null;
        try {
            channel = made.apply(endpoint);
            SocketSettings.listening(channel, endpoint);
            return new ListeningSocket(channel);
        } catch (ChannelException failed) {
            var call = channel == null ? "socket()" : "setsockopt()";
            if (channel != null) {
                Closer.discard(channel);
            }
            throw refused(
                    endpoint,
                    call + " " + SocketError.address(endpoint),
                    failed,
                    "descriptors to spare (ulimit -n) and an address of a kind that this machine has");
        }
    }

    private void bind(Channel channel, ListeningAddress endpoint) throws ConfigException {
        var done = loop.register(channel).awaitUninterruptibly();
        if (done.isSuccess()) {
            done = channel.bind(transport.address(endpoint)).awaitUninterruptibly();
        }
        if (!done.isSuccess()) {
            throw refused(
                    endpoint,
                    "bind() to " + SocketError.address(endpoint),
                    done.cause(),
                    "an address of this machine and a port that nobody listens on");
        }
    }

    /** Mode 0666, whatever the umask: clients are other users (ngx_open_listening_sockets). */
    private static void openToAll(Path socket, Consumer<String> ignored) {
        try {
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw-rw-"));
        } catch (IOException | UnsupportedOperationException failed) {
            ignored.accept("chmod() \"" + socket + "\" failed (" + SocketError.of(failed) + ")");
        }
    }

    private static ConfigException refused(ListeningAddress endpoint, String call, Throwable failure, String expected) {
        var said = call + " failed (" + SocketError.of(failure) + ")";
        return new ConfigException(
                List.of(new Problem(endpoint.origin(), "listen: " + said + " (expected " + expected + ")", said)));
    }

    private static void close(ListeningSocket socket) {
        Closer.closeListener(socket.channel()).awaitUninterruptibly();
    }

    /** The addresses listened on, Unix sockets aside, in the order of the file, with the ports really taken. */
    List<InetSocketAddress> addresses() {
        return sockets.values().stream()
                .map(socket -> socket.channel().localAddress())
                .filter(InetSocketAddress.class::isInstance)
                .map(InetSocketAddress.class::cast)
                .toList();
    }

    /** Nobody is accepted from here on. Not for event loops. */
    void closeAll() {
        sockets.values().forEach(ListeningSockets::close);
    }

    /** After {@link #closeAll}; waits for the thread, but not for ever. Not for event loops. */
    void end() {
        loop.shutdownGracefully(0, END.toMillis(), TimeUnit.MILLISECONDS).awaitUninterruptibly(2 * END.toMillis());
    }
}
