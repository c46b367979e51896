package io.waflab.reproduce;

import io.waflab.tls.Alert;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Accepts no server, whatever its certificate; which alert goes out is {@link TlsLayer}'s. */
final class RejectingTrust extends X509ExtendedTrustManager {

    /** What is said of certificates (RFC 8446 section 6.2). */
    private static final List<Alert> ALERTS = List.of(
            Alert.UNKNOWN_CA,
            Alert.BAD_CERTIFICATE,
            Alert.CERTIFICATE_EXPIRED,
            Alert.CERTIFICATE_REVOKED,
            Alert.CERTIFICATE_UNKNOWN,
            Alert.UNSUPPORTED_CERTIFICATE,
            Alert.ACCESS_DENIED,
            Alert.BAD_CERTIFICATE_STATUS_RESPONSE);

    /** @throws IllegalArgumentException for what is no alert on a certificate, in one line */
    static String alert(String name) {
        if (!canSay(name)) {
            throw new IllegalArgumentException("\"" + Printable.of(name)
                    + "\" is no alert on a certificate (expected one of: "
                    + ALERTS.stream().map(Alert::word).collect(Collectors.joining(", ")) + ")");
        }
        return name;
    }

    static boolean canSay(String name) {
        return ALERTS.stream().anyMatch(alert -> alert.word().equals(name));
    }

    /** @param name one that {@link #canSay} */
    static Alert named(String name) {
        return ALERTS.stream()
                .filter(alert -> alert.word().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static CertificateException refusal() {
        return new CertificateException("rejected on purpose");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw refusal();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw refusal();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        throw refusal();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        throw refusal();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        throw refusal();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        throw refusal();
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
