package io.waflab.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Locale;
import java.util.Optional;

/** The alerts of TLS, by the names of RFC 8446 section 6 and RFC 5246 section 7.2. */
public enum Alert {
    CLOSE_NOTIFY(0),
    UNEXPECTED_MESSAGE(10),
    BAD_RECORD_MAC(20),
    DECRYPTION_FAILED(21),
    RECORD_OVERFLOW(22),
    DECOMPRESSION_FAILURE(30),
    HANDSHAKE_FAILURE(40),
    NO_CERTIFICATE(41),
    BAD_CERTIFICATE(42),
    UNSUPPORTED_CERTIFICATE(43),
    CERTIFICATE_REVOKED(44),
    CERTIFICATE_EXPIRED(45),
    CERTIFICATE_UNKNOWN(46),
    ILLEGAL_PARAMETER(47),
    UNKNOWN_CA(48),
    ACCESS_DENIED(49),
    DECODE_ERROR(50),
    DECRYPT_ERROR(51),
    EXPORT_RESTRICTION(60),
    PROTOCOL_VERSION(70),
    INSUFFICIENT_SECURITY(71),
    INTERNAL_ERROR(80),
    INAPPROPRIATE_FALLBACK(86),
    USER_CANCELED(90),
    NO_RENEGOTIATION(100),
    MISSING_EXTENSION(109),
    UNSUPPORTED_EXTENSION(110),
    CERTIFICATE_UNOBTAINABLE(111),
    UNRECOGNIZED_NAME(112),
    BAD_CERTIFICATE_STATUS_RESPONSE(113),
    BAD_CERTIFICATE_HASH_VALUE(114),
    UNKNOWN_PSK_IDENTITY(115),
    CERTIFICATE_REQUIRED(116),
    NO_APPLICATION_PROTOCOL(120);

    /** The length in bytes of a record that holds one unencrypted alert. */
    public static final int RECORD_LENGTH = 7;

    static final int RECORD_TYPE = 21;
    static final int LEVEL_WARNING = 1;
    static final int LEVEL_FATAL = 2;

    private final int code;

    Alert(int code) {
        this.code = code;
    }

    /** The number on the wire, 0 to 255. */
    public int code() {
        return code;
    }

    /** The name as the RFC spells it: {@code unrecognized_name}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The alert of that number; empty for one that no RFC named when this was written. */
    public static Optional<Alert> of(int code) {
        for (var alert : values()) {
            if (alert.code == code) {
                return Optional.of(alert);
            }
        }
        return Optional.empty();
    }

    /**
     * A fatal alert in a plaintext record, as a server refuses a handshake before any key exists. OpenSSL gives the
     * record the version of the ClientHello's {@code legacy_version}, at most TLS 1.2.
     *
     * @param allocator of the 7 bytes
     * @param hello what is refused
     */
    public ByteBuf fatalRecord(ByteBufAllocator allocator, ClientHello hello) {
        int version = Math.max(ClientHello.TLS_1_0, Math.min(hello.legacyVersion(), ClientHello.TLS_1_2));
        return allocator
                .buffer(RECORD_LENGTH)
                .writeByte(RECORD_TYPE)
                .writeShort(version)
                .writeShort(2)
                .writeByte(LEVEL_FATAL)
                .writeByte(code);
    }

    /**
     * The alert that the peer sent, as far as an engine's exception tells it.
     *
     * @param failure what {@code SslHandshakeCompletionEvent.cause()} or {@code exceptionCaught} gave
     * @return empty when the failure was not an alert of the peer
     */
    public static Optional<Alert> receivedIn(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            var found = ReceivedAlert.in(cause);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}
