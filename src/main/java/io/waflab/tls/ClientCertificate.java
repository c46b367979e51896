package io.waflab.tls;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** A client's certificate and what was found of it, in the words of nginx's {@code $ssl_client_} variables. Immutable. */
public final class ClientCertificate {

    /** ASN1_TIME_print. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss yyyy 'GMT'", Locale.ENGLISH);

    private static final long DAY = 86_400;

    private final X509Certificate certificate;
    private final CertificateFault fault;

    ClientCertificate(X509Certificate certificate, CertificateFault fault) {
        this.certificate = certificate;
        this.fault = fault;
    }

    static ClientCertificate of(List<X509Certificate> chain, ClientVerification how, Instant now) {
        return new ClientCertificate(chain.get(0), CertificateCheck.of(chain, how, now));
    }

    /** What is wrong with it. */
    public CertificateFault fault() {
        return fault;
    }

    /** {@code $ssl_client_verify}: SUCCESS, or FAILED and why. */
    public String verify() {
        return fault == CertificateFault.NONE ? "SUCCESS" : "FAILED:" + fault.words();
    }

    /** {@code $ssl_client_s_dn}, in the form of RFC 2253. */
    public String subject() {
        return new DistinguishedName(certificate.getSubjectX500Principal()).rfc2253();
    }

    /** {@code $ssl_client_i_dn}, in the form of RFC 2253. */
    public String issuer() {
        return new DistinguishedName(certificate.getIssuerX500Principal()).rfc2253();
    }

    /** {@code $ssl_client_s_dn_legacy}, in the form of X509_NAME_oneline. */
    public String subjectOneLine() {
        return new DistinguishedName(certificate.getSubjectX500Principal()).oneLine();
    }

    /** {@code $ssl_client_i_dn_legacy}, in the form of X509_NAME_oneline. */
    public String issuerOneLine() {
        return new DistinguishedName(certificate.getIssuerX500Principal()).oneLine();
    }

    /** {@code $ssl_client_serial}: hexadecimal, capital letters. */
    public String serial() {
        var serial = certificate.getSerialNumber();
        var digits = serial.abs().toString(16).toUpperCase(Locale.ROOT);
        return (serial.signum() < 0 ? "-" : "") + (digits.length() % 2 == 1 ? "0" : "") + digits;
    }

    /** {@code $ssl_client_fingerprint}: SHA-1, hexadecimal. */
    public String fingerprint() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** {@code $ssl_client_v_start}: {@code Nov 22 21:00:00 2026 GMT}. */
    public String start() {
        return time(certificate.getNotBefore());
    }

    /** {@code $ssl_client_v_end}. */
    public String end() {
        return time(certificate.getNotAfter());
    }

    private static String time(Date date) {
        return TIME.format(date.toInstant().atOffset(ZoneOffset.UTC));
    }

    /** {@code $ssl_client_v_remain}: whole days until it expires, 0 when it has. */
    public String remaining(Instant now) {
        long seconds = certificate.getNotAfter().toInstant().getEpochSecond() - now.getEpochSecond();
        return Long.toString(Math.max(0, seconds / DAY));
    }

    /** {@code $ssl_client_raw_cert}: PEM. */
    public String pem() {
        try {
            var encoder = Base64.getMimeEncoder(64, new byte[] {'\n'});
            return "-----BEGIN CERTIFICATE-----\n" + encoder.encodeToString(certificate.getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** {@code $ssl_client_cert}: PEM whose further lines begin with a tab, as header fields once went on. */
    public String folded() {
        return pem().strip().replace("\n", "\n\t");
    }

    /** {@code $ssl_client_escaped_cert}: PEM, percent-encoded. */
    public String escaped() {
        var text = new StringBuilder();
        for (byte octet : pem().getBytes(StandardCharsets.US_ASCII)) {
            char c = (char) octet;
            boolean plain = c >= 'a' && c <= 'z'
                    || c >= 'A' && c <= 'Z'
                    || c >= '0' && c <= '9'
                    || c == '-'
                    || c == '.'
                    || c == '_'
                    || c == '~';
            text.append(plain ? Character.toString(c) : String.format("%%%02X", (int) c));
        }
        return text.toString();
    }
}
