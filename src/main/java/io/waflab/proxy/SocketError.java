package io.waflab.proxy;

import io.waflab.config.ListeningAddress;
import java.net.BindException;
import java.util.List;

/** A socket's error as nginx's log writes it: {@code 111: Connection refused}. */
final class SocketError {

    /** The errors of socket(2), setsockopt(2), connect(2), bind(2), accept(2) and of making event loops with their numbers on Linux. */
    private static final List<String> KNOWN = List.of(
            "111: Connection refused",
            "113: No route to host",
            "101: Network is unreachable",
            "103: Software caused connection abort",
            "104: Connection reset by peer",
            "110: Connection timed out",
            "98: Address already in use",
            "13: Permission denied",
            "99: Cannot assign requested address",
            "23: Too many open files in system",
            "24: Too many open files",
            "97: Address family not supported by protocol",
            "12: Cannot allocate memory",
            "1: Operation not permitted",
            "22: Invalid argument");

    private SocketError() {}

    /** An address that is listened on, as nginx writes it. */
    static String address(ListeningAddress endpoint) {
        return endpoint.address().replaceFirst("^\\*", "0.0.0.0");
    }

    /** EMFILE and ENFILE. */
    static boolean isOutOfFiles(Throwable failure) {
        return of(failure).contains(": Too many open files");
    }

    /** What bind(2) says; of Java's own sockets also what connect(2) says of the own address. */
    static boolean isOfBind(Throwable failure) {
        return failure instanceof BindException
                || String.valueOf(failure.getMessage()).startsWith("bind(");
    }

    /** A client that is gone before it was accepted. */
    static boolean isAborted(Throwable failure) {
        return of(failure).startsWith("103: ");
    }

    static String of(Throwable failure) {
        var message = String.valueOf(failure.getMessage());
        return KNOWN.stream()
                .filter(known -> message.contains(known.substring(known.indexOf(' ') + 1)))
                .findFirst()
                .orElse(message);
    }
}
