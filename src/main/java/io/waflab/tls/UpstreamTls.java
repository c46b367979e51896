package io.waflab.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.waflab.config.ConfigException;
import io.waflab.config.Directive;
import io.waflab.config.Origin;
import io.waflab.config.Settings;
import io.waflab.tls.IdentityReader.UnusableException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * TLS towards origins, as the {@code proxy_ssl_*} directives of one location say. Safe to share between loops.
 *
 * <p>As in nginx the handshake itself accepts any certificate; {@link #refusal} says afterwards what is wrong with it.
 */
public final class UpstreamTls {

    /** Certificates that variables have named and whose sessions can be resumed; beyond them all begin anew. */
    private static final int MOST_IDENTITIES = 64;

    private final TlsEngine engine;
    private final Settings settings;
    private final Path base;
    private final UpstreamTlsSettings read;
    private final SslContext context;
    private final ConcurrentMap<Identity, SslContext> others = new ConcurrentHashMap<>();

    private UpstreamTls(TlsEngine engine, Settings settings, Path base, UpstreamTlsSettings read) throws SSLException {
        this.engine = engine;
        this.settings = settings;
        this.base = base;
        this.read = read;
        context = build(read.identity());
    }

    /**
     * Who is spoken to.
     *
     * @param serverName sent as SNI; empty sends none
     * @param address by which sessions are kept for resumption
     * @param own the certificate that variables chose; else empty
     */
    public record Peer(Optional<String> serverName, SocketAddress address, Optional<OwnCertificate> own) {}

    /** A certificate that variables chose for a connection, ready to be shown. */
    public static final class OwnCertificate {

        private final SslContext context;

        private OwnCertificate(SslContext context) {
            this.context = context;
        }
    }

    /**
     * Reads a location's directives and files.
     *
     * @param engine who is to speak TLS
     * @param base the folder against which relative paths are resolved
     * @throws ConfigException with every problem found, and all that the engine cannot do
     */
    public static UpstreamTls of(TlsEngine engine, Settings settings, Path base) throws ConfigException {
        var read = new UpstreamTlsReader(engine, settings, base).read();
        try {
            return new UpstreamTls(engine, settings, base, read);
        } catch (SSLException refused) {
            throw new ConfigException(
                    settings.find(Directive.PROXY_SSL_PROTOCOLS)
                            .map(setting -> setting.origin())
                            .orElse(Origin.DEFAULT),
                    engine.word() + " refuses the proxy_ssl_* settings of this location: " + refused.getMessage());
        }
    }

    private SslContext build(Optional<Identity> identity) throws SSLException {
        var builder = engine.directed(SslContextBuilder.forClient())
                .trustManager(InsecureTrustManagerFactory.INSTANCE)
                .endpointIdentificationAlgorithm(null)
                .protocols(read.versions())
                .ciphers(read.suites(), SupportedCipherSuiteFilter.INSTANCE);
        identity.ifPresent(own -> builder.keyManager(own.key(), own.chain().toArray(X509Certificate[]::new)));
        return builder.build();
    }

    /**
     * Reads a certificate that variables chose, for each connection anew as nginx does. Reads files: not for event loops.
     *
     * @param certificate and its key: paths, or {@code data:} and PEM
     * @throws ConfigException when it cannot be used
     */
    public OwnCertificate read(String certificate, String key) throws ConfigException {
        try {
            var identity = UpstreamTlsReader.read(certificate, key, settings, base);
            var known = others.get(identity);
            if (known != null) {
                return new OwnCertificate(known);
            }
            if (others.size() >= MOST_IDENTITIES) {
                others.clear();
            }
            var made = build(Optional.of(identity));
            others.put(identity, made);
            return new OwnCertificate(made);
        } catch (UnusableException | SSLException unusable) {
            throw new ConfigException(
                    settings.get(Directive.PROXY_SSL_CERTIFICATE).origin(), unusable.getMessage());
        }
    }

    /** Puts TLS into a connection's pipeline below its last handler, the {@link AlertGate} below it. */
    public void addBelow(ChannelPipeline pipeline, ChannelHandler last, Peer peer) {
        var handler = newHandler(pipeline.channel().alloc(), peer);
        var name = pipeline.context(last).name();
        pipeline.addBefore(name, null, new AlertGate(engine, handler));
        pipeline.addBefore(name, null, handler);
    }

    /** Sessions are kept by address and port. A peer's host that is an address is not sent as SNI by any engine. */
    private SslHandler newHandler(ByteBufAllocator allocator, Peer peer) {
        var with = peer.own().map(own -> own.context).orElse(context);
        boolean keeps = read.reuse() && peer.address() instanceof InetSocketAddress;
        var handler = keeps
                ? with.newHandler(
                        allocator,
                        ((InetSocketAddress) peer.address()).getAddress().getHostAddress(),
                        ((InetSocketAddress) peer.address()).getPort())
                : with.newHandler(allocator);
        peer.serverName().ifPresent(name -> name(handler, name));
        return ServerTls.withoutTimers(handler);
    }

    private static void name(SslHandler handler, String name) {
        try {
            var parameters = handler.engine().getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(name)));
            handler.engine().setSSLParameters(parameters);
        } catch (IllegalArgumentException noHostName) {
            // such a name cannot be sent
        }
    }

    /**
     * What nginx finds wrong with the origin's certificate after the handshake, in the words of its error log; empty where
     * nothing is, or nothing is checked.
     *
     * @param pipeline of the connection
     * @param name the host that it must be for
     */
    public Optional<String> refusal(ChannelPipeline pipeline, String name) {
        if (read.verify().isEmpty()) {
            return Optional.empty();
        }
        var chain = new ArrayList<X509Certificate>();
        try {
            for (var certificate :
                    pipeline.get(SslHandler.class).engine().getSession().getPeerCertificates()) {
                chain.add((X509Certificate) certificate);
            }
        } catch (SSLPeerUnverifiedException none) {
            return Optional.of("upstream SSL certificate verify error: (20:unable to get local issuer certificate)");
        }
        var problem = read.verify().get().problem(chain, Instant.now());
        if (problem.isPresent()) {
            return Optional.of("upstream SSL certificate verify error: (" + problem.get() + ")");
        }
        return CertificateName.matches(chain.get(0), name)
                ? Optional.empty()
                : Optional.of("upstream SSL certificate does not match \"" + name + "\"");
    }

    /** Whether this handshake resumed an earlier session is the engine's business; what it speaks is asked here. */
    public TlsEngine engine() {
        return engine;
    }
}
