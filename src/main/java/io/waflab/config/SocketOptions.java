package io.waflab.config;

import java.time.Duration;
import java.util.Optional;

/**
 * What a {@code listen} asks of its socket (nginx.org/en/docs/http/ngx_http_core_module.html#listen). What is empty is left
 * to the system, or to nginx's default.
 *
 * @param backlog connections that wait to be accepted
 * @param receiveBuffer SO_RCVBUF, bytes
 * @param sendBuffer SO_SNDBUF, bytes
 * @param fastOpen TCP_FASTOPEN's queue
 * @param deferred TCP_DEFER_ACCEPT
 * @param reusePort SO_REUSEPORT
 * @param ipv6Only IPV6_V6ONLY; nginx's default is on
 * @param keepAlive SO_KEEPALIVE
 */
public record SocketOptions(
        Optional<Integer> backlog,
        Optional<Integer> receiveBuffer,
        Optional<Integer> sendBuffer,
        Optional<Integer> fastOpen,
        boolean deferred,
        boolean reusePort,
        Optional<Boolean> ipv6Only,
        Optional<KeepAlive> keepAlive) {

    /** None written. */
    public static final SocketOptions NONE = new SocketOptions(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            false,
            Optional.empty(),
            Optional.empty());

    /**
     * {@code so_keepalive}: of TCP, not of HTTP.
     *
     * @param on whether probes are sent
     * @param idle before the first probe; whole seconds
     * @param interval between two; whole seconds
     * @param probes after which the connection is given up
     */
    public record KeepAlive(
            boolean on, Optional<Duration> idle, Optional<Duration> interval, Optional<Integer> probes) {}
}
