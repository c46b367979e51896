package io.waflab.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.ReferenceCountedOpenSslServerContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.waflab.config.ConfigException;
import io.waflab.config.Problem;
import io.waflab.config.Settings;
import io.waflab.tls.IdentityReader.UnusableException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

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
    /** Asked only where variables name certificates. */
    private final ConnectionKeyManager shown;

    /** Of BoringSSL alone. */
    private final Optional<RsaIdentity> rsa;

    private TicketKeys sharedKeys;
    private List<byte[]> ticketKeys = List.of();

    private ServerTls(ServerTlsSettings settings) throws SSLException {
        this.settings = settings;
        shown = new ConnectionKeyManager();
        var keys = settings.named().isPresent() ? shown : new IdentityKeyManager(settings.identities());
        if (settings.engine() == TlsEngine.OPENSSL) {
            var made = BoringSslContext.server(settings, keys);
            context = made;
            rsa = BoringSslContext.rsa(settings, made);
        } else {
            context = JavaContext.server(settings, keys);
            rsa = Optional.empty();
        }
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
        return of(ServerTlsSettings.read(engine, settings, base, Optional.of(lab), protocols));
    }

    /**
     * Reads the same and tries it, and keeps nothing: where the lab's certificates would serve, none are made, and a key log is
     * not begun.
     *
     * @return what {@link #notes} says
     * @throws ConfigException as {@link #of} does
     */
    public static List<Problem> check(TlsEngine engine, Settings settings, Path base) throws ConfigException {
        var read = ServerTlsSettings.read(engine, settings, base, Optional.empty(), List.of());
        of(read).close();
        return read.notes();
    }

    private static ServerTls of(ServerTlsSettings read) throws ConfigException {
        try {
            return new ServerTls(read);
        } catch (SSLException refused) {
            throw new ConfigException(
                    read.origin(),
                    read.engine().word() + " refuses the ssl_* settings of this server: " + refused.getMessage());
        }
    }

    /** Gives back what the engine holds outside of Java. After the last connection. */
    @Override
    public void close() {
        ReferenceCountUtil.release(context);
        rsa.ifPresent(RsaIdentity::close);
    }

    /**
     * A handler for one connection, with {@link #newGate} directly below it.
     *
     * @param hello empty where it could not be read
     * @param chosen what {@link #read} gave for it; empty without variables, or where the handshake is to fail
     */
    public SslHandler newHandler(
            ByteBufAllocator allocator, Optional<ClientHello> hello, Optional<ShownCertificates> chosen) {
        changeTicketKeys(Instant.now());
        var handler = withoutTimers(context.newHandler(allocator));
        rsa.ifPresent(identity -> identity.show((ReferenceCountedOpenSslEngine) handler.engine()));
        chosen.ifPresent(certificates -> show(certificates, handler));
        boolean speaks13 = settings.versions().contains("TLSv1.3")
                && hello.filter(said -> said.speaks(ClientHello.TLS_1_3)).isPresent();
        settings.applyTo(handler.engine(), speaks13);
        handler.handshakeFuture().addListener((Future<Channel> shaken) -> {
            if (shaken.isSuccess()) {
                sendTickets(handler, shaken.getNow());
            }
        });
        return handler;
    }

    /** Where BoringSSL has an RSA certificate to show. */
    Optional<RsaKeyMethod> rsaKey() {
        return rsa.map(RsaIdentity::method);
    }

    private void show(ShownCertificates certificates, SslHandler handler) {
        var engine = handler.engine();
        if (engine instanceof ReferenceCountedOpenSslEngine openSsl) {
            BoringSslContext.show(certificates, openSsl);
        }
        shown.show(engine, certificates.identities());
        handler.handshakeFuture().addListener(over -> shown.forget(engine));
    }

    /**
     * Certificate and key of each pair as written, where one of them has variables; nginx then reads them for each handshake
     * (ngx_http_ssl_certificate). Else none.
     */
    public List<List<String>> named() {
        return settings.named().map(NamedIdentities::texts).orElse(List.of());
    }

    /**
     * Reads the certificates and keys for one handshake. Reads files: not for event loops.
     *
     * @param pairs {@link #named} with the variables' values
     * @throws ConfigException when one cannot be used, in the words of nginx's error log; the handshake then ends with
     *     internal_error
     */
    public ShownCertificates read(List<List<String>> pairs) throws ConfigException {
        try {
            var identities = settings.named().orElseThrow().read(pairs);
            return new ShownCertificates(
                    identities,
                    settings.engine() == TlsEngine.OPENSSL ? BoringSslContext.credentials(identities) : List.of());
        } catch (UnusableException | SSLException unusable) {
            throw new ConfigException(settings.origin(), unusable.getMessage());
        }
    }

    /** Right behind the handshake, as OpenSSL does: whoever closes at once must not leave them unsent. */
    private static void sendTickets(SslHandler handler, Channel channel) throws Exception {
        var context = channel.pipeline().context(handler);
        if (context == null) {
            return;
        }
        if (!(handler.engine() instanceof ReferenceCountedOpenSslEngine openSsl)) {
            context.flush();
        } else if (openSsl.getSession().getProtocol().equals("TLSv1.3")) {
            boolean more = true;
            while (more && !openSsl.isOutboundDone()) {
                more = BoringSslContext.makeTickets(openSsl);
                handler.flush(context);
            }
        }
    }

    /**
     * Takes the ticket keys of its shared cache from there, or has keys of its own; returns this. Once, before the first
     * connection.
     */
    public ServerTls with(TicketStore store) {
        var resumption = settings.resumption();
        if (resumption.ticketKeys().isEmpty() && context instanceof ReferenceCountedOpenSslServerContext) {
            sharedKeys = resumption.shared().isEmpty()
                    ? new TicketKeys(new SecureRandom())
                    : store.of(resumption.shared(), resumption.timeout());
        }
        return this;
    }

    private void changeTicketKeys(Instant now) {
        if (sharedKeys == null) {
            return;
        }
        var keys = sharedKeys.at(now, settings.resumption().timeout());
        synchronized (context) {
            if (keys != ticketKeys) {
                ticketKeys = keys;
                BoringSslContext.ticketKeys((ReferenceCountedOpenSslServerContext) context, keys);
            }
        }
    }

    /** Goes directly below that handler. */
    public AlertGate newGate(SslHandler handler) {
        return new AlertGate(settings.engine(), handler);
    }

    /** What ALPN has agreed on (RFC 7301); empty for nothing. Once the handshake is done. */
    public static String protocolAgreed(SslHandler handler) {
        return Optional.ofNullable(handler.engine().getApplicationProtocol()).orElse("");
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
        if (!sharesVersion(hello)) {
            return Optional.of(Alert.PROTOCOL_VERSION);
        }
        if (!settings.protocols().isEmpty()
                && !hello.protocols().isEmpty()
                && Collections.disjoint(hello.protocols(), settings.protocols())) {
            return Optional.of(Alert.NO_APPLICATION_PROTOCOL);
        }
        return Optional.empty();
    }

    private boolean sharesVersion(ClientHello hello) {
        for (var version : settings.versions()) {
            if (hello.speaks(VERSIONS.get(version))) {
                return true;
            }
        }
        return false;
    }

    /**
     * What the client showed in its handshake, held against the authorities that this server trusts.
     *
     * @return empty when it showed nothing, or was not asked
     */
    public Optional<ClientCertificate> clientCertificate(SSLSession session, Instant now) {
        if (settings.verification().mode() == ClientVerification.Mode.OFF) {
            return Optional.empty();
        }
        try {
            var chain = new ArrayList<X509Certificate>();
            for (var certificate : session.getPeerCertificates()) {
                chain.add((X509Certificate) certificate);
            }
            return Optional.of(ClientCertificate.of(chain, settings.verification(), now));
        } catch (SSLPeerUnverifiedException none) {
            return Optional.empty();
        }
    }

    public TlsEngine engine() {
        return settings.engine();
    }

    /** What is said once: words of {@code ssl_ciphers} that mean nothing, or suites that this engine does not have. */
    public List<Problem> notes() {
        return settings.notes();
    }
}
