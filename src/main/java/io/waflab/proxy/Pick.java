package io.waflab.proxy;

import java.util.HashSet;
import java.util.Set;

/** One request's way through a group: the servers that it had, and how far its hash has come. */
final class Pick {

    /** nginx goes over to round robin after so many misses. */
    private static final int MOST_MISSES = 20;

    private final byte[] key;
    private Seat first;
    /** Those after the first, which is most often the only one. */
    private Set<Seat> others = Set.of();

    private int misses;
    private int rehash;
    private long hash;

    /** @param key what the group's hash is made of; empty for none */
    Pick(byte[] key) {
        this.key = key.length == 0 ? key : key.clone();
    }

    byte[] key() {
        return key;
    }

    boolean hasTried(Seat seat) {
        return seat == first || others.contains(seat);
    }

    void tries(Seat seat) {
        if (first == null) {
            first = seat;
            return;
        }
        if (others.isEmpty()) {
            others = new HashSet<>(4);
        }
        others.add(seat);
    }

    /** Whether the request may have that server. */
    boolean mayHave(Seat seat, long seconds) {
        return !hasTried(seat) && seat.isLive(seconds);
    }

    /** A server came up that is not to be had. Returns whether that was once too often. */
    boolean missed() {
        return ++misses > MOST_MISSES;
    }

    boolean givesUp() {
        return misses > MOST_MISSES;
    }

    long hash() {
        return hash;
    }

    void hash(long value) {
        hash = value;
    }

    /** How often the key has been hashed; counts up. */
    int rehash() {
        return rehash++;
    }
}
