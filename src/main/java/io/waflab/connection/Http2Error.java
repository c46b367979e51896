package io.waflab.connection;

import java.util.Arrays;

/** Why a stream or a connection of HTTP/2 is given up: the codes of RST_STREAM and GOAWAY (RFC 9113 section 7). */
public enum Http2Error {
    NO_ERROR,
    PROTOCOL_ERROR,
    INTERNAL_ERROR,
    FLOW_CONTROL_ERROR,
    SETTINGS_TIMEOUT,
    STREAM_CLOSED,
    FRAME_SIZE_ERROR,
    REFUSED_STREAM,
    CANCEL,
    COMPRESSION_ERROR,
    CONNECT_ERROR,
    ENHANCE_YOUR_CALM,
    INADEQUATE_SECURITY,
    HTTP_1_1_REQUIRED;

    /** The number on the wire. */
    public int code() {
        return ordinal();
    }

    /**
     * The name of a code as a peer sent it.
     *
     * @param code of 32 bits, unsigned
     * @return the number itself where it has no name
     */
    public static String word(long code) {
        return Arrays.stream(values())
                .filter(error -> error.code() == code)
                .findFirst()
                .map(Enum::name)
                .orElse(Long.toString(code));
    }
}
