package io.waflab.reproduce;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the lab's client offers in its handshake.
 *
 * @param protocols JDK names: {@code TLSv1.2}, {@code TLSv1.3}; empty for both
 * @param ciphers JDK (IANA) names: {@code TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256}; empty for the JDK's own choice
 * @param serverName sent as SNI; empty for none
 * @param alpn protocol names in order; empty for no ALPN extension
 * @param authorities a PEM file: the server's chain must lead to one of its certificates and carry the server's name;
 *     empty trusts anyone, which is right in a lab and nowhere else
 * @param rejects the alert with which every certificate is rejected, see {@link RejectingTrust}; empty for none
 */
public record TlsOptions(
        List<String> protocols,
        List<String> ciphers,
        String serverName,
        List<String> alpn,
        Optional<Path> authorities,
        String rejects) {

    public TlsOptions {
        protocols = List.copyOf(protocols);
        ciphers = List.copyOf(ciphers);
        alpn = List.copyOf(alpn);
    }

    /** Any server, TLS 1.2 and 1.3. */
    public static TlsOptions trustingAnyone(String serverName) {
        return new TlsOptions(List.of(), List.of(), serverName, List.of(), Optional.empty(), "");
    }

    public TlsOptions withProtocols(String... names) {
        return new TlsOptions(List.of(names), ciphers, serverName, alpn, authorities, rejects);
    }

    public TlsOptions withCiphers(String... names) {
        return new TlsOptions(protocols, List.of(names), serverName, alpn, authorities, rejects);
    }

    public TlsOptions withAlpn(String... names) {
        return new TlsOptions(protocols, ciphers, serverName, List.of(names), authorities, rejects);
    }

    public TlsOptions withAuthorities(Path pem) {
        return new TlsOptions(protocols, ciphers, serverName, alpn, Optional.of(pem), rejects);
    }

    /** A version that the client can offer. @throws IllegalArgumentException for any other; one line */
    public static String protocol(String name) {
        var known = ClientEngine.protocols();
        if (!known.contains(name)) {
            throw new IllegalArgumentException(
                    "\"" + Printable.of(name) + "\" (expected one of: " + String.join(", ", known) + ")");
        }
        return name;
    }

    /** A suite that the client can offer. @throws IllegalArgumentException for any other; one line */
    public static String cipher(String name) {
        if (!ClientEngine.offers(name)) {
            throw new IllegalArgumentException("\"" + Printable.of(name)
                    + "\" is no suite that the client speaks (expected an IANA name, as TLS_AES_128_GCM_SHA256)");
        }
        return name;
    }

    /** A protocol of ALPN (RFC 7301, section 3.1). @throws IllegalArgumentException for what cannot be one; one line */
    public static String alpn(String name) {
        if (!name.matches("[\\x00-\\xff]{1,255}")) {
            throw new IllegalArgumentException(
                    "\"" + Printable.of(name) + "\" is no protocol (expected 1 to 255 bytes, as h2 or http/1.1)");
        }
        return name;
    }

    /** A name that can be sent as SNI; empty for none. @throws IllegalArgumentException for any other; one line */
    public static String serverName(String name) {
        if (!name.isEmpty()) {
            ClientEngine.sni(name);
        }
        return name;
    }

    /** @throws IOException for what no handshake can be begun with: a file that is no PEM, a name that nobody knows; one line */
    public void check() throws IOException {
        ClientEngine.of(this, serverName, 0);
    }
}
