package io.waflab.capture;

import java.util.Map;

/**
 * The names of TLS alerts, and their words in a story (RFC 8446 section 6, RFC 5246 section 7.2, and the registry that they
 * share).
 */
public final class Alerts {

    static final String ENCRYPTED = "encrypted";

    private static final int PLAINTEXT_SIZE = 2;
    private static final int FATAL = 2;

    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(0, "close_notify"),
            Map.entry(10, "unexpected_message"),
            Map.entry(20, "bad_record_mac"),
            Map.entry(21, "decryption_failed"),
            Map.entry(22, "record_overflow"),
            Map.entry(30, "decompression_failure"),
            Map.entry(40, "handshake_failure"),
            Map.entry(41, "no_certificate"),
            Map.entry(42, "bad_certificate"),
            Map.entry(43, "unsupported_certificate"),
            Map.entry(44, "certificate_revoked"),
            Map.entry(45, "certificate_expired"),
            Map.entry(46, "certificate_unknown"),
            Map.entry(47, "illegal_parameter"),
            Map.entry(48, "unknown_ca"),
            Map.entry(49, "access_denied"),
            Map.entry(50, "decode_error"),
            Map.entry(51, "decrypt_error"),
            Map.entry(60, "export_restriction"),
            Map.entry(70, "protocol_version"),
            Map.entry(71, "insufficient_security"),
            Map.entry(80, "internal_error"),
            Map.entry(86, "inappropriate_fallback"),
            Map.entry(90, "user_canceled"),
            Map.entry(100, "no_renegotiation"),
            Map.entry(109, "missing_extension"),
            Map.entry(110, "unsupported_extension"),
            Map.entry(111, "certificate_unobtainable"),
            Map.entry(112, "unrecognized_name"),
            Map.entry(113, "bad_certificate_status_response"),
            Map.entry(114, "bad_certificate_hash_value"),
            Map.entry(115, "unknown_psk_identity"),
            Map.entry(116, "certificate_required"),
            Map.entry(120, "no_application_protocol"),
            Map.entry(121, "ech_required"));

    private Alerts() {}

    /** {@code fatal: unknown_ca}, {@code close_notify}, or {@code encrypted}. */
    static String words(TlsRecord record) {
        var alert = record.fragment();
        if (record.size() != PLAINTEXT_SIZE || alert.remaining() < PLAINTEXT_SIZE) {
            return ENCRYPTED;
        }
        return words(alert.get(0), alert.get(1) & 0xff);
    }

    /** The same by the two numbers of an alert. */
    static String words(int level, int description) {
        return (level == FATAL ? "fatal: " : "") + name(description);
    }

    /** {@code unknown_ca}; {@code alert 200} where that number has no name. */
    public static String name(int description) {
        return NAMES.getOrDefault(description, "alert " + description);
    }

    public static boolean isKnown(String name) {
        return NAMES.containsValue(name);
    }

    /** Whether a name is an alert that ends the connection at once: all but close_notify and the two warnings. */
    public static boolean isFatal(String name) {
        return !name.equals("close_notify") && !name.equals("user_canceled") && !name.equals("no_renegotiation");
    }
}
