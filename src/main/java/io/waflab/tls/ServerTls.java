package io.waflab.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.OpenSslCachingX509KeyManagerFactory;
import io.netty.handler.ssl.OpenSslCredential;
import io.netty.handler.ssl.OpenSslServerContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.handler.ssl.util.KeyManagerFactoryWrapper;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.waflab.config.ConfigException;
import io.waflab.config.Problem;
import io.waflab.config.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * TLS of one server, as its {@code ssl_*} directives say. Immutable; shared by all its connections and event loops.
 *
 * <p>In a pipeline it is two handlers: the {@link AlertGate} next to the socket, and Netty's {@link SslHandler} above
 * it. The handler has no timers and never closes by itself in good standing: the proxy's rules say when and how.
 */
public final class ServerTls implements AutoCloseable {

    private static final Map<String, Integer> VERSIONS = Map.of(
            "TLSv1", ClientHello.TLS_1_0,
            "TLSv1.1", ClientHello.TLS_1_1,
            "TLSv1.2", ClientHello.TLS_1_2,
            "TLSv1.3", ClientHello.TLS_1_3);

    private final ServerTlsSettings settings;
    private final SslContext context;

    private ServerTls(ServerTlsSettings settings, SslContext context) {
        this.settings = settings;
        this.context = context;
    }

    /**
     * Reads a server's directives and files.
     *
     * @param engine who is to speak TLS
     * @param settings of the server
     * @param base the folder against which relative paths are resolved
     * @param lab whose certificates serve when the settings name none; made then
     * @param protocols what ALPN offers, best first, such as h2 and http/1.1; empty for none
     * @throws ConfigException with every problem found, and all that the engine cannot do
     */
    public static ServerTls of(
            TlsEngine engine, Settings settings, Path base, LabCertificates lab, List<String> protocols)
            throws ConfigException {
        var read = ServerTlsSettings.read(engine, settings, base, lab, protocols);
        try {
            return new ServerTls(read, build(read));
        } catch (SSLException refused) {
            throw new ConfigException(
                    read.origin(),
                    engine.word() + " refuses the ssl_* settings of this server: " + refused.getMessage());
        }
    }

    private static SslContext build(ServerTlsSettings settings) throws SSLException {
        var manager = new KeyManagerFactoryWrapper(new IdentityKeyManager(settings.identities()));
        var factory =
                settings.engine() == TlsEngine.OPENSSL ? new OpenSslCachingX509KeyManagerFactory(manager) : manager;
        var builder = settings.engine()
                .directed(SslContextBuilder.forServer(factory))
                .protocols(settings.versions())
                .ciphers(settings.suites(), SupportedCipherSuiteFilter.INSTANCE);
        var credentials = settings.engine() == TlsEngine.OPENSSL
                ? BoringSslContext.credentials(settings.identities())
                : List.<OpenSslCredential>of();
        credentials.forEach(builder::addCredential);
        if (!settings.protocols().isEmpty()) {
            builder.applicationProtocolConfig(new ApplicationProtocolConfig(
                    Protocol.ALPN,
                    SelectorFailureBehavior.NO_ADVERTISE,
                    SelectedListenerFailureBehavior.ACCEPT,
                    settings.protocols()));
        }
        var context = builder.sessionCacheSize(Math.max(1, settings.resumption().cached()))
                .sessionTimeout(settings.resumption().timeout().toSeconds())
                .build();
        credentials.forEach(OpenSslCredential::release);
        if (context instanceof OpenSslServerContext) {
            BoringSslContext.apply(settings, (OpenSslServerContext) context);
        }
        return context;
    }

    /** Gives back what the engine holds outside of Java. After the last connection. */
    @Override
    public void close() {
        ReferenceCountUtil.release(context);
    }

    /**
     * Puts TLS at the end of a connection's pipeline: call while building it, before the handlers of HTTP.
     *
     * @return the handler, for {@code pipeline.context(handler)} and {@code handshakeFuture()}
     */
    public SslHandler addTo(ChannelPipeline pipeline) {
        var handler = newHandler(pipeline.channel().alloc());
        pipeline.addLast(newGate(handler), handler);
        return handler;
    }

    /** A handler for one connection, for those who place it by themselves, with {@link #newGate} directly below it. */
    public SslHandler newHandler(ByteBufAllocator allocator) {
        var handler = withoutTimers(context.newHandler(allocator));
        settings.applyTo(handler.engine());
        if (settings.engine() == TlsEngine.OPENSSL) {
            handler.handshakeFuture().addListener((Future<Channel> shaken) -> {
                if (shaken.isSuccess()) {
                    BoringSslContext.flushTickets(handler, shaken.getNow());
                }
            });
        }
        return handler;
    }

    /** Goes directly below that handler. */
    public AlertGate newGate(SslHandler handler) {
        return new AlertGate(settings.engine(), handler);
    }

    /** The proxy has the only timers; a close_notify is flushed at once or given up. */
    static SslHandler withoutTimers(SslHandler handler) {
        handler.setHandshakeTimeoutMillis(0);
        handler.setCloseNotifyFlushTimeoutMillis(0);
        handler.setCloseNotifyReadTimeoutMillis(0);
        return handler;
    }

    /**
     * The alert with which OpenSSL under nginx would refuse a client, for the cases in which engines differ: no shared
     * version, no shared application protocol. The proxy writes it by itself ({@link Alert#fatalRecord}) and sends FIN.
     *
     * @return empty when the handshake is the engine's business
     */
    public Optional<Alert> refusalOf(ClientHello hello) {
        if (settings.versions().stream().noneMatch(version -> hello.speaks(VERSIONS.get(version)))) {
            return Optional.of(Alert.PROTOCOL_VERSION);
        }
        if (!settings.protocols().isEmpty()
                && !hello.protocols().isEmpty()
                && hello.protocols().stream().noneMatch(settings.protocols()::contains)) {
            return Optional.of(Alert.NO_APPLICATION_PROTOCOL);
        }
        return Optional.empty();
    }

    public TlsEngine engine() {
        return settings.engine();
    }

    /** What {@code waflab check} says once: suites of {@code ssl_ciphers} that this engine does not have. */
    public List<Problem> notes() {
        return settings.notes();
    }
}
