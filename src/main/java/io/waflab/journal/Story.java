package io.waflab.journal;

import io.waflab.connection.Peer;
import io.waflab.connection.Side;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What happened on one connection, in order. Used from one thread.
 *
 * <p>Bounded: the first {@value #OPENING} observations are kept, and the latest of the rest, {@value #MOST} in all; how
 * many were left out between is known. A story of that length holds about 1.5 KiB, a short one 300 bytes.
 */
public final class Story {

    static final int OPENING = 16;
    static final int MOST = 64;

    private final String client;
    private final long start;
    private long[] nanos = new long[8];
    private long[] facts = new long[8];
    private String[] details = new String[8];
    private long count;

    /**
     * @param client the client's address and port, the story's name
     * @param start the {@link System#nanoTime} that its times count from: what puts stories of one process side by side
     */
    public Story(String client, long start) {
        this.client = client;
        this.start = start;
    }

    public String client() {
        return client;
    }

    public long start() {
        return start;
    }

    /**
     * @param at nanoseconds since the story began
     * @param size up to 2^48; see {@link Observation#size()}
     * @param detail empty for none
     */
    public void add(long at, Side leg, Peer by, What what, long size, String detail) {
        int slot = slot(count);
        if (slot == nanos.length) {
            int length = Math.min(MOST, nanos.length * 2);
            nanos = Arrays.copyOf(nanos, length);
            facts = Arrays.copyOf(facts, length);
            details = Arrays.copyOf(details, length);
        }
        nanos[slot] = at;
        facts[slot] = size << 8 | (long) what.ordinal() << 2 | (long) leg.ordinal() << 1 | by.ordinal();
        details[slot] = detail;
        count++;
    }

    private static int slot(long index) {
        return (int) (index < MOST ? index : OPENING + (index - OPENING) % (MOST - OPENING));
    }

    /** How many observations between the opening and the latest are no longer here. */
    public long leftOut() {
        return Math.max(0, count - MOST);
    }

    /** What is kept, oldest first. */
    public List<Observation> observations() {
        var all = new ArrayList<Observation>();
        for (long i = 0; i < count; i++) {
            if (i == OPENING && count > MOST) {
                i = count - (MOST - OPENING);
            }
            all.add(get(slot(i)));
        }
        return all;
    }

    private Observation get(int slot) {
        long fact = facts[slot];
        return new Observation(
                nanos[slot],
                Side.values()[(int) (fact >> 1 & 1)],
                Peer.values()[(int) (fact & 1)],
                What.values()[(int) (fact >> 2 & 63)],
                fact >> 8,
                details[slot]);
    }
}
