package io.waflab.proxy;

import io.waflab.config.Balancing;
import io.waflab.config.Upstream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Deals a group's servers out to requests, with nginx's passive health checks (max_fails, fail_timeout, max_conns, backup):
 * src/http/ngx_http_upstream_round_robin.c. One for each group and event loop, as nginx has one for each worker, or one for
 * all where the group has a {@code zone}. Told the time.
 */
final class Balancer {

    private final List<Seat> servers = new ArrayList<>();
    private final List<Seat> backups = new ArrayList<>();
    private final BalancingMethod method;
    private final BalancingMethod backupMethod;

    /**
     * @param random draws servers, and where the turns begin
     * @param startsAnywhere whether round robin begins with any server, as Tengine's does, not with the first
     */
    Balancer(Upstream upstream, RandomGenerator random, boolean startsAnywhere) {
        for (var peer : upstream.peers()) {
            if (!peer.resolves() || isResolved(peer.address())) {
                side(peer).add(new Seat(peer));
            }
        }
        var turns = new RoundRobin(startsAnywhere && !servers.isEmpty() ? random.nextInt(servers.size()) : 0);
        method = method(upstream.balancing().method(), turns, random);
        backupMethod = method instanceof LeastConnections ? method : turns;
    }

    private static BalancingMethod method(Balancing.Method asked, RoundRobin turns, RandomGenerator random) {
        return switch (asked) {
            case ROUND_ROBIN -> turns;
            case LEAST_CONN -> new LeastConnections();
            case IP_HASH -> HashedKey.ofAddress(turns);
            case HASH -> HashedKey.ofText(turns);
            case CONSISTENT_HASH -> new ConsistentHash(turns);
            case RANDOM -> new RandomServer(random, false, turns);
            case RANDOM_TWO -> new RandomServer(random, true, turns);
        };
    }

    private static boolean isResolved(SocketAddress address) {
        return !(address instanceof InetSocketAddress inet) || !inet.isUnresolved();
    }

    private List<Seat> side(Upstream.Peer peer) {
        return peer.backup() ? backups : servers;
    }

    /** How many tries a request has before none is left: one for each server that is not down. */
    synchronized int tries() {
        return tries(servers) + tries(backups);
    }

    private static int tries(List<Seat> seats) {
        int up = 0;
        for (var seat : seats) {
            up += seat.peer().down() ? 0 : 1;
        }
        return up;
    }

    /** Whether there is but one server: it is never left alone. */
    synchronized boolean isSingle() {
        return servers.size() == 1 && backups.isEmpty();
    }

    /**
     * The next server for a request, which {@link #left} or {@link #failed} gives back.
     *
     * @param seconds the time
     * @return empty when none is live ("no live upstreams")
     */
    synchronized Optional<Seat> next(Pick pick, long seconds) {
        var seat = isSingle() ? single() : several(pick, seconds);
        seat.ifPresent(Seat::taken);
        seat.ifPresent(pick::tries);
        return seat;
    }

    private Optional<Seat> single() {
        var only = servers.get(0);
        return only.peer().down() || only.isFull() ? Optional.empty() : Optional.of(only);
    }

    private Optional<Seat> several(Pick pick, long seconds) {
        Optional<Seat> seat = servers.isEmpty() ? Optional.empty() : method.next(servers, pick, seconds);
        return seat.isPresent() || backups.isEmpty() ? seat : backupMethod.next(backups, pick, seconds);
    }

    /** The request is over, and the server answered as it should. */
    synchronized void left(Seat seat) {
        if (!isSingle()) {
            seat.succeeded();
        }
        seat.left();
    }

    /**
     * The server did not answer as it should.
     *
     * @return whether it is left alone from here on ("upstream server temporarily disabled")
     */
    synchronized boolean failed(Seat seat, long seconds) {
        seat.left();
        return !isSingle() && seat.failed(seconds);
    }

    /** The addresses that a name has here now, with the port of that peer. */
    synchronized Set<SocketAddress> addresses(Upstream.Peer peer) {
        var name = (InetSocketAddress) peer.address();
        var known = new LinkedHashSet<SocketAddress>();
        for (var seat : side(peer)) {
            if (seat.peer().resolves() && seat.address() instanceof InetSocketAddress address) {
                boolean same = host(seat.peer().server()).equals(host(peer.server()));
                if (same) {
                    known.add(new InetSocketAddress(address.getAddress(), name.getPort()));
                }
            }
        }
        return known;
    }

    private static String host(String server) {
        return server.replaceFirst(":[0-9]+$", "");
    }

    /**
     * A name of the group has these addresses now; servers that stay keep what is known of them.
     *
     * @param name a peer of the group that {@link Upstream.Peer#resolves()}
     */
    synchronized void resolved(Upstream.Peer name, Set<SocketAddress> addresses) {
        var seats = side(name);
        var kept = new ArrayList<SocketAddress>();
        seats.removeIf(seat -> {
            boolean ours = seat.peer().resolves() && seat.peer().server().equals(name.server());
            if (ours) {
                kept.add(seat.address());
            }
            return ours && !addresses.contains(seat.address());
        });
        for (var address : addresses) {
            if (!kept.contains(address)) {
                seats.add(new Seat(name.at(address)));
            }
        }
    }
}
