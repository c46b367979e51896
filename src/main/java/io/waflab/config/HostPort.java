package io.waflab.config;

import java.util.regex.Pattern;

/**
 * A host and perhaps a port, as {@code listen}, {@code proxy_pass} and an upstream's {@code server} write them.
 *
 * @param host a name, an IPv4 address, an IPv6 address without its brackets, or {@code *}
 * @param port 0 to 65535, or -1 when none is written
 */
record HostPort(String host, int port) {

    private static final Pattern FORM = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^\\[\\]:\\s]+)(?::([0-9]+))?");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_.])?");
    private static final Pattern NUMERIC = Pattern.compile("[0-9.]+");
    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(\\.(?!$)|$)){4}");

    /** @throws IllegalArgumentException for what is neither */
    static HostPort of(String text) {
        var form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "invalid host in \"" + text + "\" (expected name:port, 192.0.2.1:port or [2001:db8::1]:port)");
        }
        var host = form.group(1).startsWith("[")
                ? form.group(1).substring(1, form.group(1).length() - 1)
                : form.group(1);
        boolean v6 = host.contains(":");
        boolean name = NUMERIC.matcher(host).matches()
                ? IPV4.matcher(host).matches()
                : NAME.matcher(host).matches();
        if (form.group(1).startsWith("[") ? !v6 : !name && !host.equals("*")) {
            throw new IllegalArgumentException("invalid host \"" + host + "\" in \"" + text + "\"");
        }
        return new HostPort(host, port(form.group(2), text));
    }

    /** Whether the host is an address, not a name. */
    boolean isLiteral() {
        return host.contains(":") || NUMERIC.matcher(host).matches();
    }

    /** The two with a port, brackets around an IPv6 address. */
    String address(int defaultPort) {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + (port < 0 ? defaultPort : port);
    }

    private static int port(String digits, String text) {
        if (digits == null) {
            return -1;
        }
        if (digits.length() > 5 || Integer.parseInt(digits) > 65535) {
            throw new IllegalArgumentException("invalid port in \"" + text + "\" (expected 1 to 65535)");
        }
        return Integer.parseInt(digits);
    }
}
