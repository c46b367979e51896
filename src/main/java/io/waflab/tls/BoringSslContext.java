package io.waflab.tls;

import io.netty.buffer.Unpooled;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSslCachingX509KeyManagerFactory;
import io.netty.handler.ssl.OpenSslCredential;
import io.netty.handler.ssl.OpenSslCredentialBuilder;
import io.netty.handler.ssl.OpenSslServerContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.ReferenceCountedOpenSslContext;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.handler.ssl.util.KeyManagerFactoryWrapper;
import io.netty.internal.tcnative.SSL;
import io.netty.internal.tcnative.SSLContext;
import java.lang.invoke.MethodHandles;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import javax.net.ssl.SSLException;

/** What nginx sets on its SSL_CTX and Netty's builder has no word for, set on BoringSSL. */
final class BoringSslContext {

    private BoringSslContext() {}

    static OpenSslServerContext server(ServerTlsSettings settings) throws SSLException {
        var manager = new KeyManagerFactoryWrapper(new IdentityKeyManager(settings.identities()));
        var builder = settings.engine()
                .directed(SslContextBuilder.forServer(new OpenSslCachingX509KeyManagerFactory(manager)))
                // Without one, Netty reads the JDK's authorities: a tenth of a second.
                .trustManager(new AnyClientTrust(settings.verification().named()))
                .protocols(settings.versions())
                .ciphers(settings.suites(), SupportedCipherSuiteFilter.INSTANCE);
        var credentials = credentials(settings.identities());
        credentials.forEach(builder::addCredential);
        if (settings.verification().mode() != ClientVerification.Mode.OFF) {
            builder.clientAuth(ClientAuth.OPTIONAL);
        }
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
        apply(settings, (OpenSslServerContext) context);
        return (OpenSslServerContext) context;
    }

    private static void apply(ServerTlsSettings settings, OpenSslServerContext context) {
        context.sessionContext().setSessionCacheEnabled(settings.resumption().cached() > 0);
        SSLContext.setSessionIdContext(pointer(context), sessionContext(settings));
        ticketKeys(context, settings.resumption().ticketKeys());
        var groups = settings.groups();
        if (!groups.isEmpty() && !SSLContext.setCurvesList(pointer(context), groups.toArray(String[]::new))) {
            throw new IllegalStateException("the groups were tried when they were read: " + groups);
        }
        settings.keyLog().ifPresent(log -> SSLContext.setKeyLogCallback(pointer(context), log));
    }

    /** What keeps a session to servers of the same certificate and authorities (ngx_ssl_session_id_context). */
    private static byte[] sessionContext(ServerTlsSettings settings) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var identity : settings.identities()) {
                digest.update(identity.certificate().getEncoded());
            }
            for (var authority : settings.verification().named()) {
                digest.update(authority.getSubjectX500Principal().getEncoded());
            }
            return digest.digest();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Without keys of ours BoringSSL makes its own and changes them every two days. */
    static void ticketKeys(OpenSslServerContext context, List<byte[]> keys) {
        context.sessionContext()
                .setTicketKeys(keys.stream().map(BoringSslContext::ticketKey).toArray(OpenSslSessionTicketKey[]::new));
    }

    private static OpenSslSessionTicketKey ticketKey(byte[] key) {
        int part = OpenSslSessionTicketKey.NAME_SIZE;
        return new OpenSslSessionTicketKey(
                Arrays.copyOf(key, part),
                Arrays.copyOfRange(key, part, 2 * part),
                Arrays.copyOfRange(key, 2 * part, 3 * part));
    }

    /**
     * Netty sets these two for each connection, whatever the context says. BoringSSL resumes sessions of TLS 1.3 by tickets
     * alone; where OpenSSL would have them in its cache, they are in tickets here.
     *
     * @param speaks13 whether the connection will be of TLS 1.3
     */
    static void apply(ServerTlsSettings settings, ReferenceCountedOpenSslEngine connection, boolean speaks13) {
        boolean tickets = settings.resumption().tickets()
                || speaks13 && settings.resumption().cached() > 0;
        if (!settings.serverOrder()) {
            SSL.clearOptions(connection.sslPointer(), SSL.SSL_OP_CIPHER_SERVER_PREFERENCE);
        }
        if (!tickets) {
            SSL.setOptions(connection.sslPointer(), SSL.SSL_OP_NO_TICKET);
        }
    }

    /**
     * The certificates as BoringSSL takes them to choose by itself, from all that the client says. Netty's own way asks
     * a key manager by kind of suite, and takes ECDSA for clients that can only check RSA.
     */
    private static List<OpenSslCredential> credentials(List<Identity> identities) {
        return identities.stream()
                .sorted(Comparator.comparing(Identity::keyType))
                .map(identity -> OpenSslCredentialBuilder.forX509(
                                identity.key(), identity.chain().toArray(X509Certificate[]::new))
                        .build())
                .toList();
    }

    /**
     * Makes the session tickets of TLS 1.3. BoringSSL keeps them for the first bytes of data, and an unused connection would
     * get them with its close_notify. Writing no bytes makes them.
     *
     * @return whether there may be any
     */
    static boolean makeTickets(ReferenceCountedOpenSslEngine connection) throws Exception {
        boolean may = connection.getSession().getProtocol().equals("TLSv1.3");
        if (may) {
            SSL.writeToSSL(connection.sslPointer(), Unpooled.EMPTY_BUFFER.memoryAddress(), 0);
        }
        return may;
    }

    /** tcnative's own structure around SSL_CTX. Netty has a public method only for what is inside of it. */
    private static long pointer(OpenSslServerContext context) {
        try {
            var lookup = MethodHandles.privateLookupIn(ReferenceCountedOpenSslContext.class, MethodHandles.lookup());
            return (long) lookup.findVarHandle(ReferenceCountedOpenSslContext.class, "ctx", long.class)
                    .get(context);
        } catch (ReflectiveOperationException changed) {
            throw new IllegalStateException("this version of Netty hides what a key log needs", changed);
        }
    }
}
