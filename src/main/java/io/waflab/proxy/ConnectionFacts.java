package io.waflab.proxy;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import io.waflab.config.Variable;
import java.net.InetSocketAddress;
import java.util.Optional;

/** What a connection is known by from outside: its addresses, and what TLS agreed on. */
final class ConnectionFacts {

    private final Channel channel;
    private final InetSocketAddress remote;
    private final InetSocketAddress local;
    private String serverName = "";

    ConnectionFacts(Channel channel) {
        this.channel = channel;
        remote = (InetSocketAddress) channel.remoteAddress();
        local = (InetSocketAddress) channel.localAddress();
    }

    /** The ClientHello named a server. */
    void serverNamed(String name) {
        serverName = name;
    }

    /** The client's address and port, the name of its story. */
    String client() {
        return Attempt.text(remote);
    }

    boolean isTls() {
        return channel.pipeline().get(SslHandler.class) != null;
    }

    String remoteAddress() {
        return remote.getAddress().getHostAddress();
    }

    /** 4 or 16 bytes. */
    byte[] remoteBytes() {
        return remote.getAddress().getAddress();
    }

    int remotePort() {
        return remote.getPort();
    }

    String localAddress() {
        return local.getAddress().getHostAddress();
    }

    int localPort() {
        return local.getPort();
    }

    /** Version and cipher suite, once they are agreed on. */
    String tls() {
        var session = channel.pipeline().get(SslHandler.class).engine().getSession();
        return session.getProtocol() + " " + session.getCipherSuite();
    }

    /** The value of one of the {@code $ssl_} variables; empty without TLS. */
    String tls(Variable variable) {
        var handler = channel.pipeline().get(SslHandler.class);
        if (handler == null) {
            return "";
        }
        var session = handler.engine().getSession();
        return switch (variable) {
            case SSL_PROTOCOL -> session.getProtocol();
            case SSL_CIPHER -> session.getCipherSuite();
            case SSL_SERVER_NAME -> serverName;
            case SSL_ALPN_PROTOCOL ->
                Optional.ofNullable(handler.applicationProtocol()).orElse("");
            default -> "";
        };
    }
}
