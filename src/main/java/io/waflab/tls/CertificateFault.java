package io.waflab.tls;

/** What can be wrong with a client's certificate, in OpenSSL 3.0's numbers and words (crypto/x509/x509_txt.c). */
public enum CertificateFault {
    NONE(0, "ok"),
    NO_ISSUER(2, "unable to get issuer certificate"),
    NO_CRL(3, "unable to get certificate CRL"),
    BAD_SIGNATURE(7, "certificate signature failure"),
    BAD_CRL_SIGNATURE(8, "CRL signature failure"),
    NOT_YET_VALID(9, "certificate is not yet valid"),
    EXPIRED(10, "certificate has expired"),
    CRL_NOT_YET_VALID(11, "CRL is not yet valid"),
    CRL_EXPIRED(12, "CRL has expired"),
    SELF_SIGNED(18, "self-signed certificate"),
    SELF_SIGNED_IN_CHAIN(19, "self-signed certificate in certificate chain"),
    NO_LOCAL_ISSUER(20, "unable to get local issuer certificate"),
    UNVERIFIED_LEAF(21, "unable to verify the first certificate"),
    CHAIN_TOO_LONG(22, "certificate chain too long"),
    REVOKED(23, "certificate revoked"),
    PATH_TOO_LONG(25, "path length constraint exceeded"),
    UNSUITABLE_PURPOSE(26, "unsuitable certificate purpose"),
    UNHANDLED_CRITICAL(34, "unhandled critical extension"),
    NO_AUTHORITY(79, "invalid CA certificate");

    private final int code;
    private final String words;

    CertificateFault(int code, String words) {
        this.code = code;
        this.words = words;
    }

    /** X509_V_ERR_... */
    public int code() {
        return code;
    }

    /** As X509_verify_cert_error_string has it. */
    public String words() {
        return words;
    }

    /** Whether {@code ssl_verify_client optional_no_ca} lets it pass (ngx_ssl_verify_error_optional). */
    public boolean isAboutTrust() {
        return switch (this) {
            case SELF_SIGNED, SELF_SIGNED_IN_CHAIN, NO_LOCAL_ISSUER, UNVERIFIED_LEAF, NO_ISSUER -> true;
            default -> false;
        };
    }
}
