package io.waflab.proxy;

import io.waflab.config.Upstream;
import java.net.SocketAddress;

/** One server of a group and how it does (ngx_http_upstream_rr_peer_t). Used under its {@link Balancer}'s lock. */
final class Seat {

    private final Upstream.Peer peer;
    private int current;
    private int effective;
    /** Made when it is first asked for. */
    private String text;
    /** The same. */
    private String keptAlive;

    private int connections;
    private int fails;
    private long accessed;
    private long checked;

    Seat(Upstream.Peer peer) {
        this.peer = peer;
        effective = peer.weight();
    }

    Upstream.Peer peer() {
        return peer;
    }

    SocketAddress address() {
        return peer.address();
    }

    /** Its address as nginx writes it. */
    String text() {
        if (text == null) {
            text = Attempt.text(address());
        }
        return text;
    }

    /** What a connection's story says of a request that goes there on a connection of the pool. */
    String keptAlive() {
        if (keptAlive == null) {
            keptAlive = "on a kept-alive connection to " + text();
        }
        return keptAlive;
    }

    /** Requests that it has in work. */
    int connections() {
        return connections;
    }

    boolean isFull() {
        return peer.maxConns() > 0 && connections >= peer.maxConns();
    }

    /** Whether a request that did not try it yet may have it. */
    boolean isLive(long seconds) {
        return !peer.down() && !isFull() && !isResting(seconds);
    }

    private boolean isResting(long seconds) {
        return peer.maxFails() > 0
                && fails >= peer.maxFails()
                && seconds - checked <= peer.failTimeout().toSeconds();
    }

    /** Goes up by its weight of the moment, which is returned; a weight that failures cost comes back one by one. */
    int advance() {
        int gained = effective;
        current += effective;
        if (effective < peer.weight()) {
            effective++;
        }
        return gained;
    }

    int current() {
        return current;
    }

    /** Was chosen among servers that together went up by so much. */
    void chosen(int total, long seconds) {
        current -= total;
        touched(seconds);
    }

    /** Was chosen: after a rest this is the one try in fail_timeout. */
    void touched(long seconds) {
        if (seconds - checked > peer.failTimeout().toSeconds()) {
            checked = seconds;
        }
    }

    void taken() {
        connections++;
    }

    void left() {
        connections--;
    }

    /**
     * It did not answer as it should.
     *
     * @return whether it is left alone from here on
     */
    boolean failed(long seconds) {
        fails++;
        accessed = seconds;
        checked = seconds;
        if (peer.maxFails() == 0) {
            return false;
        }
        effective = Math.max(0, effective - peer.weight() / peer.maxFails());
        return fails >= peer.maxFails();
    }

    /** It answered. */
    void succeeded() {
        if (accessed < checked) {
            fails = 0;
        }
    }
}
