package io.waflab.proxy;

/**
 * How much of a zone's memory is taken, counted as nginx's slab allocator (src/core/ngx_slab.c) counts it: small pieces
 * take the next power of two, so that a zone of 1 MiB holds some 8,000 entries of 65 to 128 bytes. Not for several
 * threads.
 */
final class SlabBudget {

    private static final int PAGE = 4096;
    private static final int SMALLEST = 8;

    /** What nginx keeps about each page, and about a pool. */
    private static final int PAGE_RECORD = 24;

    private static final int POOL_RECORD = 200;

    private final long most;
    private long taken;

    /** @param size of the zone, bytes */
    SlabBudget(long size) {
        most = Math.max(0, size - POOL_RECORD) / (PAGE + PAGE_RECORD) * PAGE;
    }

    /** Takes memory for an entry; false when there is not enough left. */
    boolean take(int bytes) {
        long cost = cost(bytes);
        if (taken + cost > most) {
            return false;
        }
        taken += cost;
        return true;
    }

    /** Gives back what was taken for an entry of that size. */
    void give(int bytes) {
        taken -= cost(bytes);
    }

    private static long cost(int bytes) {
        if (bytes > PAGE / 2) {
            return (bytes + PAGE - 1L) / PAGE * PAGE;
        }
        return bytes <= SMALLEST ? SMALLEST : Integer.highestOneBit(bytes - 1) << 1;
    }
}
