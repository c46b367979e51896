package io.waflab.reproduce;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.StandardConstants;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Makes the JDK's SSLEngine for one connection; a context of its own each, so that no session is resumed. */
final class ClientEngine {

    private ClientEngine() {}

    /** @throws IOException for protocols, ciphers, a name or a certificate file that cannot be used; one line */
    static SSLEngine of(TlsOptions options, String host, int port) throws IOException {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust(options), null);
            var name = options.serverName().isEmpty() ? host : options.serverName();
            var engine = context.createSSLEngine(name, port);
            engine.setUseClientMode(true);
            var parameters = engine.getSSLParameters();
            parameters.setServerNames(options.serverName().isEmpty() ? List.of() : List.of(sni(options.serverName())));
            if (!options.protocols().isEmpty()) {
                parameters.setProtocols(options.protocols().toArray(new String[0]));
            }
            if (!options.ciphers().isEmpty()) {
                parameters.setCipherSuites(options.ciphers().toArray(new String[0]));
            }
            if (!options.alpn().isEmpty()) {
                parameters.setApplicationProtocols(options.alpn().toArray(new String[0]));
            }
            if (options.authorities().isPresent()) {
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
            }
            engine.setSSLParameters(parameters);
            return engine;
        } catch (GeneralSecurityException | IllegalArgumentException unusable) {
            throw new IOException("TLS options: " + unusable.getMessage(), unusable);
        }
    }

    /** Whether the client can offer that suite, by its IANA name. */
    static boolean offers(String cipher) {
        return Arrays.asList(usual().getCipherSuites()).contains(cipher);
    }

    /** Those that the JDK has not switched off. */
    static List<String> protocols() {
        return List.of(usual().getProtocols());
    }

    private static SSLParameters usual() {
        try {
            return SSLContext.getDefault().getDefaultSSLParameters();
        } catch (GeneralSecurityException noTls) {
            throw new IllegalStateException("this JDK has no TLS: " + noTls.getMessage(), noTls);
        }
    }

    /** A name as clients send it: the JDK's own SNIHostName refuses an underscore and a dot at the end. */
    private static final class HostName extends SNIServerName {
        HostName(byte[] name) {
            super(StandardConstants.SNI_HOST_NAME, name);
        }
    }

    /** @throws IllegalArgumentException for what is no name; one line */
    static SNIServerName sni(String name) {
        var ascii = name.matches("\\p{ASCII}*") ? name : IDN.toASCII(name);
        if (!ascii.matches("[!-~]{1,255}")) {
            throw new IllegalArgumentException("\"" + Printable.of(name)
                    + "\" cannot be sent as SNI (expected 1 to 255 characters without a space)");
        }
        return new HostName(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    private static TrustManager[] trust(TlsOptions options) throws GeneralSecurityException, IOException {
        if (!options.rejects().isEmpty()) {
            return new TrustManager[] {new RejectingTrust()};
        }
        if (options.authorities().isEmpty()) {
            // A lab meets certificates that are wrong on purpose.
            return InsecureTrustManagerFactory.INSTANCE.getTrustManagers();
        }
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        var pem = options.authorities().get();
        int number = 0;
        for (var certificate : certificates(pem)) {
            store.setCertificateEntry("ca" + number++, certificate);
        }
        if (number == 0) {
            throw new IOException(pem + ": no certificate in it (expected PEM)");
        }
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static List<X509Certificate> certificates(Path pem) throws GeneralSecurityException, IOException {
        try (var in = Files.newInputStream(pem)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (CertificateException unreadable) {
            throw new IOException(pem + ": no certificate in it (expected PEM)", unreadable);
        }
    }
}
