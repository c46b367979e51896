package io.waflab.config;

/** A socket to listen on, whoever its connections are for. */
public interface ListeningAddress {

    /** The first of its listens. */
    Listen listen();

    /** What is asked of the socket, by whichever listen has options. */
    SocketOptions options();

    /** An IP address, {@code *} for all of IPv4, or {@code unix:} and a path. */
    default String host() {
        return listen().host();
    }

    /** Whether it is a Unix socket. */
    default boolean isUnix() {
        return listen().isUnix();
    }

    /** 1 to 65535; 0 for any free one. */
    default int port() {
        return listen().port();
    }

    /** As nginx writes it: {@code 127.0.0.1:8443}. */
    default String address() {
        return listen().address();
    }

    /** Where the first of its listens was written. */
    default Origin origin() {
        return listen().origin();
    }
}
