package io.waflab.http;

/** {@code HTTP/1.1} in a request or status line, byte by byte. */
final class ProtocolVersion {

    private static final String PROTOCOL = "HTTP/";

    private int matched;
    private boolean dot;
    private int major = -1;
    private int minor = -1;

    /** Makes ready for the next one. */
    void reset() {
        matched = 0;
        dot = false;
        major = -1;
        minor = -1;
    }

    /** Takes the next byte; false when it cannot be. */
    boolean accept(byte c) {
        if (matched < PROTOCOL.length()) {
            return c == PROTOCOL.charAt(matched++);
        }
        if (c == '.') {
            boolean first = major >= 0 && minor < 0 && !dot;
            dot = true;
            return first;
        }
        return Octets.digit(c) && (dot ? minor(c - '0') : major(c - '0'));
    }

    private boolean major(int digit) {
        if (major < 0) {
            major = digit;
            return digit != 0;
        }
        major = major * 10 + digit;
        return major < 1000;
    }

    private boolean minor(int digit) {
        if (minor > 99) {
            return false;
        }
        minor = Math.max(minor, 0) * 10 + digit;
        return true;
    }

    /** Whether it may end here: both numbers have a digit. */
    boolean complete() {
        return minor >= 0;
    }

    int major() {
        return major;
    }

    /** Major × 1000 + minor, once complete. */
    int number() {
        return major * 1000 + minor;
    }
}
