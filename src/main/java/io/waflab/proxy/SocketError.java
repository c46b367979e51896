package io.waflab.proxy;

import java.util.List;

/** A socket's error as nginx's log writes it: {@code 111: Connection refused}. */
final class SocketError {

    /** The errors of connect(2), bind(2) and of making event loops with their numbers on Linux. */
    private static final List<String> KNOWN = List.of(
            "111: Connection refused",
            "113: No route to host",
            "101: Network is unreachable",
            "104: Connection reset by peer",
            "110: Connection timed out",
            "98: Address already in use",
            "13: Permission denied",
            "99: Cannot assign requested address",
            "24: Too many open files",
            "12: Cannot allocate memory",
            "1: Operation not permitted");

    private SocketError() {}

    static String of(Throwable failure) {
        var message = String.valueOf(failure.getMessage());
        return KNOWN.stream()
                .filter(known -> message.contains(known.substring(known.indexOf(' ') + 1)))
                .findFirst()
                .orElse(message);
    }
}
