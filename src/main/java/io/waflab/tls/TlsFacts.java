package io.waflab.tls;

import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslHandler;
import io.netty.internal.tcnative.SSL;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What a client's handshake agreed on, in the words of nginx's {@code $ssl_} variables. On the connection's event loop,
 * once the handshake is done.
 */
public final class TlsFacts {

    private final ServerTls tls;
    private final SslHandler handler;
    private final AlertGate gate;
    private final Optional<ClientHello> hello;
    private final long begunAt = System.currentTimeMillis();
    private Optional<ClientCertificate> certificate;

    /**
     * @param tls of the server that shook hands
     * @param hello empty where it could not be read before the engine did
     */
    public TlsFacts(ServerTls tls, SslHandler handler, AlertGate gate, Optional<ClientHello> hello) {
        this.tls = tls;
        this.handler = handler;
        this.gate = gate;
        this.hello = hello;
    }

    /** {@code $ssl_protocol}: {@code TLSv1.3}. */
    public String protocol() {
        return handler.engine().getSession().getProtocol();
    }

    /** {@code $ssl_cipher}, in OpenSSL's words. */
    public String cipher() {
        return OpenSslNames.suite(handler.engine().getSession().getCipherSuite());
    }

    /** {@code $ssl_ciphers}: what the client offered, in OpenSSL's words; others as {@code 0x} and their numbers. */
    public String ciphers() {
        return OpenSslNames.suites(hello.map(ClientHello::cipherSuites).orElse(List.of()));
    }

    /** {@code $ssl_curve}; empty where none was needed. */
    public String curve() {
        var group = gate.group();
        return group.isEmpty() ? "" : OpenSslNames.group(group.getAsInt());
    }

    /** {@code $ssl_curves}: what the client offered. */
    public String curves() {
        return OpenSslNames.groups(hello.map(ClientHello::groups).orElse(List.of()));
    }

    /**
     * {@code $ssl_session_id}: hexadecimal; empty where there is none yet. Engines have none in TLS 1.3, where OpenSSL has
     * one for each ticket: a digest of the ticket stands for it.
     */
    public String sessionId() {
        return protocol().equals("TLSv1.3")
                ? hello.flatMap(ClientHello::ticket).filter(offered -> reused()).orElse("")
                : HexFormat.of().formatHex(handler.engine().getSession().getId());
    }

    /**
     * {@code $ssl_session_reused}. Engines of the JDK's kind do not tell; a session that is older than the connection is
     * a resumed one.
     */
    public boolean reused() {
        return handler.engine() instanceof ReferenceCountedOpenSslEngine openSsl
                ? SSL.isSessionReused(openSsl.sslPointer())
                : handler.engine().getSession().getCreationTime() < begunAt;
    }

    /** {@code $ssl_alpn_protocol}; empty without ALPN. */
    public String protocolAgreed() {
        return ServerTls.protocolAgreed(handler);
    }

    /** The client's certificate; empty when it showed none, or was not asked. */
    public Optional<ClientCertificate> certificate() {
        if (certificate == null) {
            certificate = tls.clientCertificate(handler.engine().getSession(), Instant.now());
        }
        return certificate;
    }
}
