package io.waflab.config;

/**
 * A host and perhaps a port, as {@code listen}, {@code proxy_pass} and an upstream's {@code server} write them.
 *
 * @param host a name, an IPv4 address, an IPv6 address without its brackets, or {@code *}
 * @param port 0 to 65535, or -1 when none is written
 */
record HostPort(String host, int port) {

    private static final String DIGITS = "0123456789";
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final String HEX = DIGITS + "abcdefABCDEF";
    private static final String BLANKS = " \t\n\u000B\f\r";

    /** @throws IllegalArgumentException for what is neither */
    static HostPort of(String text) {
        boolean bracketed = text.startsWith("[");
        int end = text.indexOf(bracketed ? ']' : ':');
        if (bracketed && end < 0) {
            throw notAHost(text);
        }
        var host = bracketed ? text.substring(1, end) : end < 0 ? text : text.substring(0, end);
        var rest = bracketed ? text.substring(end + 1) : end < 0 ? "" : text.substring(end);
        boolean form = bracketed ? consistsOf(HEX + ":.", host) : hasNoneOf("[]" + BLANKS, host);
        if (host.isEmpty() || !form || !rest.isEmpty() && !isPort(rest)) {
            throw notAHost(text);
        }
        boolean name = isNumeric(host) ? isIpv4(host) : isName(host);
        if (bracketed ? host.indexOf(':') < 0 : !name && !host.equals("*")) {
            throw new IllegalArgumentException("invalid host \"" + host + "\" in \"" + text + "\"");
        }
        return new HostPort(host, rest.isEmpty() ? -1 : port(rest.substring(1), text));
    }

    private static IllegalArgumentException notAHost(String text) {
        return new IllegalArgumentException(
                "invalid host in \"" + text + "\" (expected name:port, 192.0.2.1:port or [2001:db8::1]:port)");
    }

    private static boolean isPort(String rest) {
        return rest.startsWith(":") && Units.isNumber(rest.substring(1));
    }

    private static boolean isNumeric(String host) {
        return consistsOf(DIGITS + ".", host);
    }

    /** Four numbers up to 255; zeros before them only up to two digits. */
    private static boolean isIpv4(String host) {
        var parts = host.split("\\.", -1);
        for (var part : parts) {
            boolean fine = Units.isNumber(part)
                    && part.length() <= 3
                    && Integer.parseInt(part) <= 255
                    && (part.length() < 3 || part.charAt(0) != '0');
            if (!fine) {
                return false;
            }
        }
        return parts.length == 4;
    }

    private static boolean isName(String host) {
        var first = LETTERS + DIGITS + "_";
        return consistsOf(first + ".-", host)
                && first.indexOf(host.charAt(0)) >= 0
                && host.charAt(host.length() - 1) != '-';
    }

    private static boolean consistsOf(String characters, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (characters.indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasNoneOf(String characters, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (characters.indexOf(text.charAt(i)) >= 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether the host is an address, not a name. */
    boolean isLiteral() {
        return host.contains(":") || isNumeric(host);
    }

    /** The two with a port, brackets around an IPv6 address. */
    String address(int defaultPort) {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + (port < 0 ? defaultPort : port);
    }

    private static int port(String digits, String text) {
        if (digits.length() > 5 || Integer.parseInt(digits) > 65535) {
            throw new IllegalArgumentException("invalid port in \"" + text + "\" (expected 1 to 65535)");
        }
        return Integer.parseInt(digits);
    }
}
