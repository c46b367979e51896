package io.waflab.tls;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** The certificates of the lab, issuers first. */
public enum LabCertificate {
    ROOT("the lab's root: what a client has to trust (curl --cacert)"),
    INTERMEDIATE("between the root and all others; signs them"),
    SERVER_RSA("good: RSA 2048, served by default"),
    SERVER_ECDSA("good: ECDSA P-256, served by default to clients that can"),
    EXPIRED("ended a month ago: clients say certificate_expired"),
    NOT_YET_VALID("begins in ten years: clients say certificate_expired or bad_certificate"),
    WRONG_NAME("for wrong.test only: clients say bad_certificate or certificate_unknown, or close"),
    SELF_SIGNED("signed by itself: clients say unknown_ca"),
    MISSING_INTERMEDIATE("good, but its file lacks the intermediate: clients say unknown_ca");

    private static final Duration DAY = Duration.ofDays(1);

    private final String purpose;

    LabCertificate(String purpose) {
        this.purpose = purpose;
    }

    /** What it is for, in one line. */
    public String purpose() {
        return purpose;
    }

    /** The name of its files without {@code .pem} and {@code .key}. */
    public String fileName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    boolean isAuthority() {
        return this == ROOT || this == INTERMEDIATE;
    }

    /** Whether it carries the lab's server names. */
    boolean hasServerNames() {
        return !isAuthority() && this != WRONG_NAME;
    }

    Instant notBefore(Instant now) {
        return switch (this) {
            case EXPIRED -> now.minus(DAY.multipliedBy(365));
            case NOT_YET_VALID -> now.plus(DAY.multipliedBy(3650));
            default -> now.minus(DAY);
        };
    }

    /** Browsers accept at most 825 days of a certificate from a private root. */
    Instant notAfter(Instant now) {
        return switch (this) {
            case ROOT, INTERMEDIATE -> now.plus(DAY.multipliedBy(3652));
            case EXPIRED -> now.minus(DAY.multipliedBy(30));
            case NOT_YET_VALID -> now.plus(DAY.multipliedBy(4015));
            default -> now.plus(DAY.multipliedBy(824));
        };
    }

    /** Whether a certificate made earlier is no longer what it is for. */
    boolean isStale(X509Certificate certificate, Instant now) {
        return this != EXPIRED && !certificate.getNotAfter().toInstant().isAfter(now.plus(DAY))
                || this == NOT_YET_VALID
                        && !certificate.getNotBefore().toInstant().isAfter(now.plus(DAY));
    }
}
