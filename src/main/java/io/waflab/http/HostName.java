package io.waflab.http;

/**
 * The host of a request as {@code $host} and server selection see it: lower case, without port and last dot
 * (ngx_http_validate_host).
 */
final class HostName {

    private HostName() {}

    /** The host in the bytes from..to, or null when they cannot be one. */
    static String of(byte[] data, int from, int to) {
        int end = from < to && data[from] == '[' ? literalEnd(data, from, to) : nameEnd(data, from, to);
        if (end < 0 || !isPort(data, end, to)) {
            return null;
        }
        int length = end > from && data[end - 1] == '.' ? end - 1 - from : end - from;
        return length == 0 ? null : lower(data, from, from + length);
    }

    private static String lower(byte[] data, int from, int to) {
        for (int i = from; i < to; i++) {
            if (data[i] != Octets.lower(data[i])) {
                return Octets.lowerText(data, from, to);
            }
        }
        return Octets.text(data, from, to);
    }

    private static int nameEnd(byte[] data, int from, int to) {
        for (int i = from; i < to; i++) {
            byte c = data[i];
            if (c == ':') {
                return i;
            }
            if (c == '.' && i > from && data[i - 1] == '.' || !inName(c)) {
                return -1;
            }
        }
        return to;
    }

    private static boolean inName(byte c) {
        return Octets.letter(c) || Octets.digit(c) || ".-_~!$&'()*+,;=%".indexOf(c) >= 0;
    }

    private static int literalEnd(byte[] data, int from, int to) {
        for (int i = from + 1; i < to; i++) {
            byte c = data[i];
            if (c == ']') {
                return i + 1;
            }
            if (c != ':' && (c == '%' || !inName(c)) || c == '.' && data[i - 1] == '.') {
                return -1;
            }
        }
        return -1;
    }

    private static boolean isPort(byte[] data, int from, int to) {
        if (from == to) {
            return true;
        }
        if (data[from] != ':') {
            return false;
        }
        int port = 0;
        for (int i = from + 1; i < to; i++) {
            if (!Octets.digit(data[i])) {
                return false;
            }
            port = port * 10 + data[i] - '0';
            if (port > 65535) {
                return false;
            }
        }
        return true;
    }
}
