package io.waflab.proxy;

import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** One try of a request at one server, for {@code $upstream_addr} and its like. Times are those of the event loop. */
final class Attempt {

    private final String address;
    private final EventClock clock;
    private final long startedAt;
    private long connectedAt;
    private long answeredAt;
    private long endedAt;
    private int status;
    private boolean withoutSocket;
    private long sent;
    private long received;
    private long body;

    Attempt(String address, EventClock clock) {
        this.address = address;
        this.clock = clock;
        startedAt = clock.now();
    }

    /** As nginx writes an address. */
    static String text(SocketAddress address) {
        return address instanceof InetSocketAddress inet ? text(inet) : "unix:" + address;
    }

    /** As nginx writes an address. */
    static String text(InetSocketAddress address) {
        var host = AddressText.of(address.getAddress());
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    void connected() {
        connectedAt = clock.now();
    }

    void answered(int with) {
        answeredAt = clock.now();
        status = with;
    }

    void failed(int as) {
        status = as;
        endedAt = clock.now();
    }

    void ended() {
        if (endedAt == 0) {
            endedAt = clock.now();
        }
    }

    void sent(long bytes) {
        sent += bytes;
    }

    void received(long bytes) {
        received += bytes;
    }

    /** There is no socket to try with. */
    void noSocket() {
        withoutSocket = true;
        ended();
    }

    String address() {
        return address;
    }

    /** Whether there was a socket to try with. */
    boolean hasPeer() {
        return !withoutSocket;
    }

    /** As {@code $upstream_addr} has it; empty where there was no socket, for nginx notes the address behind it. */
    String peer() {
        return withoutSocket ? "" : address;
    }

    /** {@code -} when none came. */
    String status() {
        return status == 0 ? "-" : Integer.toString(status);
    }

    String connectTime() {
        return connectedAt == 0 ? "-" : Seconds.text(connectedAt - startedAt);
    }

    String headerTime() {
        return answeredAt == 0 ? "-" : Seconds.text(answeredAt - startedAt);
    }

    String responseTime() {
        return endedAt == 0 ? "-" : Seconds.text(endedAt - startedAt);
    }

    void body(long bytes) {
        body += bytes;
    }

    long bodyReceived() {
        return body;
    }

    long bytesSent() {
        return sent;
    }

    long bytesReceived() {
        return received;
    }
}
