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
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.ReferenceCountedOpenSslContext;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.ReferenceCountedOpenSslServerContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.handler.ssl.util.KeyManagerFactoryWrapper;
import io.netty.internal.tcnative.SSL;
import io.netty.internal.tcnative.SSLContext;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLException;

/** What nginx sets on its SSL_CTX and Netty's builder has no word for, set on BoringSSL. */
final class BoringSslContext {

    /**
     * Bytes that BoringSSL can say while it is read from, such as an alert, before it is asked for what it has to send: Netty
     * keeps room for them with each connection for as long as it lives, 2 KiB where nothing else is set. Two session tickets
     * most often fit; what is longer, such as a chain of certificates, goes out in pieces.
     */
    private static final int SPOKEN_WHILE_READ = 512;

    private BoringSslContext() {}

    /** @param keys what is shown: Netty asks there too, and ends a handshake for which nothing is found */
    static ReferenceCountedOpenSslServerContext server(ServerTlsSettings settings, KeyManager keys)
            throws SSLException {
        var manager = new KeyManagerFactoryWrapper(keys);
        // What is of one handshake is not to be kept.
        var factory = settings.named().isPresent() ? manager : new OpenSslCachingX509KeyManagerFactory(manager);
        var builder = settings.engine()
                .directed(SslContextBuilder.forServer(factory))
                // Without finalizers: every connection's would be looked at by the collector, and outlive it by a
                // collection.
                .sslProvider(SslProvider.OPENSSL_REFCNT)
                // Without one, Netty reads the JDK's authorities: a tenth of a second.
                .trustManager(new AnyClientTrust(settings.verification().named()))
                .protocols(settings.versions())
                .ciphers(settings.suites(), SupportedCipherSuiteFilter.INSTANCE);
        var credentials = credentials(settings.identities().stream()
                .filter(identity -> !identity.isRsa())
                .toList());
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
        apply(settings, (ReferenceCountedOpenSslServerContext) context);
        return (ReferenceCountedOpenSslServerContext) context;
    }

    /**
     * The RSA certificate of a server, which each connection is then to be given; empty without one. For a context without
     * connections.
     */
    static Optional<RsaIdentity> rsa(ServerTlsSettings settings, ReferenceCountedOpenSslServerContext context)
            throws SSLException {
        var identity = settings.identities().stream().filter(Identity::isRsa).findFirst();
        if (identity.isEmpty()) {
            return Optional.empty();
        }
        try {
            var method = new RsaKeyMethod(identity.get().key());
            return Optional.of(RsaIdentity.of(identity.get(), method, pointer(context)));
        } catch (SSLException refused) {
            context.release();
            throw refused;
        }
    }

    private static void apply(ServerTlsSettings settings, ReferenceCountedOpenSslServerContext context) {
        if (settings.named().isEmpty()) {
            // Netty would ask its key manager in each handshake, and set again what the connection has.
            SSLContext.setCertificateCallback(pointer(context), null);
        }
        context.setBioNonApplicationBufferSize(SPOKEN_WHILE_READ);
        context.sessionContext().setSessionCacheEnabled(settings.resumption().cached() > 0);
        SSLContext.setSessionIdContext(pointer(context), sessionContext(settings));
        ticketKeys(context, settings.resumption().ticketKeys());
        var groups = settings.groups();
        if (!groups.isEmpty() && !SSLContext.setCurvesList(pointer(context), groups.toArray(String[]::new))) {
            throw new IllegalStateException("the groups were tried when they were read: " + groups);
        }
        settings.keyLog().ifPresent(log -> SSLContext.setKeyLogCallback(pointer(context), log));
    }

    /**
     * What keeps a session to servers of the same certificate and authorities; where variables name certificates, to those of
     * the same text (ngx_ssl_session_id_context).
     */
    private static byte[] sessionContext(ServerTlsSettings settings) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var identity : settings.identities()) {
                digest.update(identity.certificate().getEncoded());
            }
            for (var pair : settings.named().map(NamedIdentities::texts).orElse(List.of())) {
                digest.update(pair.get(0).getBytes(StandardCharsets.UTF_8));
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
    static void ticketKeys(ReferenceCountedOpenSslServerContext context, List<byte[]> keys) {
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
    static List<OpenSslCredential> credentials(List<Identity> identities) throws SSLException {
        var made = new ArrayList<OpenSslCredential>();
        var byType = new ArrayList<>(identities);
        // The lambdas of Comparator.comparing are in no class-data archive: 2 ms of a start.
        byType.sort((one, other) -> one.keyType().compareTo(other.keyType()));
        for (var identity : byType) {
            try {
                made.add(OpenSslCredentialBuilder.forX509(
                                identity.key(), identity.chain().toArray(X509Certificate[]::new))
                        .build());
            } catch (RuntimeException refused) {
                made.forEach(OpenSslCredential::release);
                throw new SSLException("BoringSSL refuses a certificate or its key: " + refused.getMessage(), refused);
            }
        }
        return made;
    }

    /** Gives one connection certificates of its own (SSL_use_certificate in ngx_ssl_connection_certificate). */
    static void show(ShownCertificates certificates, ReferenceCountedOpenSslEngine connection) {
        for (var credential : certificates.credentials()) {
            try {
                SSL.addCredential(connection.sslPointer(), pointer(credential));
            } catch (Exception outOfMemory) {
                throw new IllegalStateException("BoringSSL cannot take a certificate", outOfMemory);
            }
        }
    }

    /**
     * Makes the session tickets of TLS 1.3. BoringSSL keeps them for the first bytes of data, and an unused connection would
     * get them with its close_notify. Writing no bytes makes them.
     *
     * @return whether there is more of them than could be said at once
     */
    static boolean makeTickets(ReferenceCountedOpenSslEngine connection) throws Exception {
        int written = SSL.writeToSSL(connection.sslPointer(), Unpooled.EMPTY_BUFFER.memoryAddress(), 0);
        return written <= 0 && SSL.getError(connection.sslPointer(), written) == SSL.SSL_ERROR_WANT_WRITE;
    }

    /** SSL_CREDENTIAL. The class that has it is Netty's own. */
    private static long pointer(OpenSslCredential credential) {
        try {
            return (long) MethodHandles.privateLookupIn(credential.getClass(), MethodHandles.lookup())
                    .findVirtual(credential.getClass(), "credentialAddress", MethodType.methodType(long.class))
                    .invoke(credential);
        } catch (Throwable changed) {
            throw new IllegalStateException("this version of Netty hides what certificates of variables need", changed);
        }
    }

    /** tcnative's own structure around SSL_CTX. Netty has a public method only for what is inside of it. */
    private static long pointer(ReferenceCountedOpenSslServerContext context) {
        try {
            var lookup = MethodHandles.privateLookupIn(ReferenceCountedOpenSslContext.class, MethodHandles.lookup());
            return (long) lookup.findVarHandle(ReferenceCountedOpenSslContext.class, "ctx", long.class)
                    .get(context);
        } catch (ReflectiveOperationException changed) {
            throw new IllegalStateException("this version of Netty hides what a key log needs", changed);
        }
    }
}
