package io.waflab.proxy;

import io.netty.channel.EventLoopGroup;
import io.waflab.config.ConfigException;
import io.waflab.config.ListeningAddress;
import io.waflab.config.Problem;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The sockets that the process listens on. They outlive a configuration: what is bound stays bound where the next one has
 * the same address, so that no client finds nobody listening. All accepting happens on one event loop of its own.
 */
final class ListeningSockets {

    private final Transport transport;
    private final EventLoopGroup loop;
    private Map<String, ListeningSocket> sockets = new LinkedHashMap<>();

    ListeningSockets(Transport transport) throws Transport.NoLoops {
        this.transport = transport;
        this.loop = transport.acceptingLoop();
    }

    Transport transport() {
        return transport;
    }

    /**
     * Listens on these addresses and no others; or changes nothing at all.
     *
     * @param listeners the one that takes the connections of each
     * @throws ConfigException with every address that cannot be used
     */
    void serve(Map<? extends ListeningAddress, ? extends Acceptor> listeners) throws ConfigException {
        var next = new LinkedHashMap<String, ListeningSocket>();
        var opened = new ArrayList<ListeningSocket>();
        var problems = new ArrayList<Problem>();
        for (var endpoint : listeners.keySet()) {
            var known = sockets.get(endpoint.address());
            var socket = known == null ? bound(endpoint, problems) : known;
            next.put(endpoint.address(), socket);
            if (known == null) {
                opened.add(socket);
            }
        }
        if (!problems.isEmpty()) {
            opened.forEach(ListeningSockets::close);
            throw new ConfigException(problems);
        }
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

    private ListeningSocket bound(ListeningAddress endpoint, List<Problem> problems) {
        var socket = new ListeningSocket(transport.listening(endpoint));
        var channel = socket.channel();
        SocketSettings.listening(channel, endpoint);
        loop.register(channel).awaitUninterruptibly();
        var binding = channel.bind(transport.address(endpoint)).awaitUninterruptibly();
        if (!binding.isSuccess()) {
            var address = endpoint.address().replaceFirst("^\\*", "0.0.0.0");
            var said = "bind() to " + address + " failed (" + SocketError.of(binding.cause()) + ")";
            var expected = " (expected an address of this machine and a port that nobody listens on)";
            problems.add(new Problem(endpoint.origin(), "listen: " + said + expected, said));
        }
        return socket;
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

    /** After {@link #closeAll}. Not for event loops. */
    void end() {
        loop.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
