package io.waflab.proxy;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import io.waflab.tls.ServerTls;
import io.waflab.tls.TlsFacts;
import java.net.InetSocketAddress;
import java.util.Optional;

/** What a connection is known by from outside: its addresses, and what TLS agreed on. */
final class ConnectionFacts {

    private final Channel channel;
    private final ClientAddress client;
    private final String story;
    private final Optional<InetSocketAddress> local;
    private Optional<ProxyHeader> proxyHeader = Optional.empty();
    private Optional<TlsFacts> tls = Optional.empty();
    private String serverName = "";

    ConnectionFacts(Channel channel) {
        this.channel = channel;
        client = ClientAddress.of(channel.remoteAddress());
        var address = client.address();
        story = address.isEmpty() ? client.text() : Attempt.text(new InetSocketAddress(address.get(), client.port()));
        local = channel.localAddress() instanceof InetSocketAddress inet ? Optional.of(inet) : Optional.empty();
    }

    /** The ClientHello named a server. */
    void serverNamed(String name) {
        serverName = name;
    }

    /** The client as its socket has it. */
    ClientAddress client() {
        return client;
    }

    /** The client's address and port, the name of its story. */
    String story() {
        return story;
    }

    /** A PROXY protocol header came before everything else. */
    void proxied(ProxyHeader header) {
        proxyHeader = Optional.of(header);
    }

    /** What a PROXY protocol header said; empty without one. */
    Optional<ProxyHeader> proxyHeader() {
        return proxyHeader;
    }

    boolean isTls() {
        return channel.pipeline().get(SslHandler.class) != null;
    }

    /** {@code $server_addr}; a Unix socket's path is {@code unix:} and its name. */
    String localAddress() {
        return local.map(inet -> AddressText.of(inet.getAddress())).orElseGet(() -> "unix:" + channel.localAddress());
    }

    /** 0 on a Unix socket. */
    int localPort() {
        return local.map(InetSocketAddress::getPort).orElse(0);
    }

    /** Version and cipher suite, once they are agreed on. */
    String tls() {
        var session = channel.pipeline().get(SslHandler.class).engine().getSession();
        return session.getProtocol() + " " + session.getCipherSuite();
    }

    /** What ALPN has agreed on (RFC 7301); empty for nothing. */
    String applicationProtocol() {
        return ServerTls.protocolAgreed(channel.pipeline().get(SslHandler.class));
    }

    /** TLS begins. */
    void shakesHands(TlsFacts begun) {
        tls = Optional.of(begun);
    }

    /** What TLS agreed on; empty without it. */
    Optional<TlsFacts> handshake() {
        return tls;
    }

    /** {@code $ssl_server_name}: what the ClientHello named; empty for nothing. */
    String serverNamed() {
        return serverName;
    }
}
