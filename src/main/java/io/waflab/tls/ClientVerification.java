package io.waflab.tls;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * How a server looks at its clients' certificates.
 *
 * @param mode {@code ssl_verify_client}
 * @param named the authorities that are named to clients: ssl_client_certificate
 * @param trusted those that are trusted: ssl_client_certificate and ssl_trusted_certificate
 * @param revoked ssl_crl; empty where nobody asks for revocation
 * @param depth ssl_verify_depth: authorities between a client's certificate and a trusted one, at most
 */
record ClientVerification(
        Mode mode,
        List<X509Certificate> named,
        List<X509Certificate> trusted,
        Optional<List<X509CRL>> revoked,
        int depth) {

    /** Of a server that asks for no certificate. */
    static final ClientVerification OFF = new ClientVerification(Mode.OFF, List.of(), List.of(), Optional.empty(), 1);

    /** The words of ssl_verify_client. */
    enum Mode {
        OFF,
        ON,
        OPTIONAL,
        OPTIONAL_NO_CA
    }

    ClientVerification {
        named = List.copyOf(named);
        trusted = List.copyOf(trusted);
    }
}
