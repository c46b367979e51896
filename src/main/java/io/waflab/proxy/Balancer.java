package io.waflab.proxy;

import io.waflab.config.Upstream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * nginx's smooth weighted round robin over one group, with its passive health checks (max_fails, fail_timeout, backup):
 * src/http/ngx_http_upstream_round_robin.c. One for each group and event loop, as nginx has one for each worker. Told the
 * time; used from one thread.
 */
final class Balancer {

    private final List<Seat> servers = new ArrayList<>();
    private final List<Seat> backups = new ArrayList<>();
    private final boolean single;

    Balancer(Upstream upstream) {
        for (var peer : upstream.peers()) {
            (peer.backup() ? backups : servers).add(new Seat(peer));
        }
        single = servers.size() == 1 && backups.isEmpty();
    }

    /** How many tries a request has before none is left: one for each server that is not down. */
    int tries() {
        return (int) Stream.concat(servers.stream(), backups.stream())
                .filter(seat -> !seat.peer.down())
                .count();
    }

    /**
     * The next server for a request.
     *
     * @param tried those that this request had already
     * @param seconds the time
     * @return empty when none is live ("no live upstreams")
     */
    Optional<Seat> next(Set<Seat> tried, long seconds) {
        if (single) {
            var only = servers.get(0);
            return only.peer.down() ? Optional.empty() : Optional.of(only);
        }
        return pick(servers, tried, seconds).or(() -> pick(backups, tried, seconds));
    }

    private static Optional<Seat> pick(List<Seat> from, Set<Seat> tried, long seconds) {
        Seat best = null;
        int total = 0;
        for (var seat : from) {
            if (tried.contains(seat) || seat.peer.down() || seat.resting(seconds)) {
                continue;
            }
            seat.current += seat.effective;
            total += seat.effective;
            if (seat.effective < seat.peer.weight()) {
                seat.effective++;
            }
            if (best == null || seat.current > best.current) {
                best = seat;
            }
        }
        if (best == null) {
            return Optional.empty();
        }
        best.current -= total;
        if (seconds - best.checked > best.peer.failTimeout().toSeconds()) {
            best.checked = seconds;
        }
        return Optional.of(best);
    }

    /** A fresh set for one request's tries. */
    static Set<Seat> none() {
        return new HashSet<>(4);
    }

    /** The server did not answer as it should. */
    void failed(Seat seat, long seconds) {
        if (single) {
            return;
        }
        seat.fails++;
        seat.accessed = seconds;
        seat.checked = seconds;
        if (seat.peer.maxFails() > 0) {
            seat.effective = Math.max(0, seat.effective - seat.peer.weight() / seat.peer.maxFails());
        }
    }

    /** The server answered. */
    void succeeded(Seat seat) {
        if (seat.accessed < seat.checked) {
            seat.fails = 0;
        }
    }

    /** One server of the group and how it does. */
    static final class Seat {

        private final Upstream.Peer peer;
        private int current;
        private int effective;
        private int fails;
        private long accessed;
        private long checked;

        private Seat(Upstream.Peer peer) {
            this.peer = peer;
            this.effective = peer.weight();
        }

        Upstream.Peer peer() {
            return peer;
        }

        private boolean resting(long seconds) {
            return peer.maxFails() > 0
                    && fails >= peer.maxFails()
                    && seconds - checked <= peer.failTimeout().toSeconds();
        }
    }
}
