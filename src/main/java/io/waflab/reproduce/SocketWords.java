package io.waflab.reproduce;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Locale;
import java.util.regex.Pattern;

/** Addresses and failures of sockets, as people write them and not as Java does. */
public final class SocketWords {

    /** What Java puts in front of a cause's message. */
    private static final Pattern CLASS = Pattern.compile("\\b([a-z]\\w*\\.)+[A-Z][\\w$]*(Exception|Error): ");

    private static final Pattern BETWEEN_WORDS = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

    private SocketWords() {}

    /** {@code 127.0.0.1:80}, {@code [::1]:80}, {@code localhost:80}. */
    public static String place(String host, int port) {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /** The address, and no name, of what is connected or has an address. */
    static String place(SocketAddress address) {
        var internet = (InetSocketAddress) address;
        return place(internet.getAddress().getHostAddress(), internet.getPort());
    }

    /** Why nobody answered at that place, and what was expected. */
    public static String unreached(String place, Throwable why) {
        return "cannot connect to " + place + ": " + reason(why) + " (expected a server that listens there)";
    }

    /** What was wrong; the exception's own name in words where it does not say. */
    public static String reason(Throwable failure) {
        var message = failure.getMessage() == null ? "" : failure.getMessage().strip();
        if (!message.isEmpty()) {
            return CLASS.matcher(message).replaceAll("");
        }
        var name = failure.getClass().getSimpleName().replaceFirst("(Exception|Error)$", "");
        return BETWEEN_WORDS.matcher(name).replaceAll(" ").toLowerCase(Locale.ROOT);
    }
}
