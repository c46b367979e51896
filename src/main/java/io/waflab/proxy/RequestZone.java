package io.waflab.proxy;

import io.waflab.config.LimitZone;
import java.util.LinkedHashMap;

/**
 * The requests of a {@code limit_req_zone}, by key: a leaky bucket for each (ngx_http_limit_req_module.c). Shared by all
 * event loops, and by what a reload leaves and what it makes. Bounded by the zone's size, as nginx counts it: when it is
 * full the key that was not seen for the longest goes.
 *
 * <p>Times are milliseconds of any clock that does not go back; excess is in thousandths of a request.
 */
final class RequestZone {

    /** Bytes of nginx's node without its key. */
    private static final int NODE = 80;

    /** A key that is not seen for so long, and has no excess, is forgotten. */
    private static final long FORGOTTEN = 60_000;

    private LimitZone zone;
    private final SlabBudget memory;
    private final LinkedHashMap<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

    /** What is known of one key. */
    static final class Bucket {

        private final String key;
        private long last;
        private long excess;
        private int count;
        private boolean counted;

        private Bucket(String key) {
            this.key = key;
        }
    }

    /** What a key's bucket says of one more request. */
    enum Verdict {
        /** Above the burst. */
        BUSY,
        /** The zone is full of keys that are all in use. */
        NO_MEMORY,
        /** It may come, and is already counted. */
        COUNTED,
        /** It may come; {@link #count} is to follow, or {@link #forgo}. */
        TO_COUNT
    }

    /**
     * @param excess after the request
     * @param bucket to be counted in or let go; null for other verdicts
     */
    record Look(Verdict verdict, long excess, Bucket bucket) {}

    RequestZone(LimitZone zone) {
        this.zone = zone;
        memory = new SlabBudget(zone.size());
    }

    synchronized LimitZone zone() {
        return zone;
    }

    /** Goes on with another rate: the same zone, written otherwise. */
    synchronized RequestZone with(LimitZone next) {
        zone = next;
        return this;
    }

    /**
     * Asks for one more request.
     *
     * @param burst thousandths above the rate that are not refused
     * @param now the time
     * @param count whether it is to be counted at once: the last of a request's limits
     */
    synchronized Look look(String key, long burst, long now, boolean count) {
        var bucket = buckets.get(key);
        if (bucket == null) {
            return begin(key, now, count);
        }
        long excess = excess(bucket, now);
        if (excess > burst) {
            return new Look(Verdict.BUSY, excess, null);
        }
        if (count) {
            set(bucket, excess, now);
            return new Look(Verdict.COUNTED, excess, null);
        }
        bucket.count++;
        return new Look(Verdict.TO_COUNT, excess, bucket);
    }

    private Look begin(String key, long now, boolean count) {
        expire(now, false);
        if (!memory.take(NODE + key.length())) {
            expire(now, true);
            if (!memory.take(NODE + key.length())) {
                return new Look(Verdict.NO_MEMORY, 0, null);
            }
        }
        var bucket = new Bucket(key);
        buckets.put(key, bucket);
        if (count) {
            bucket.last = now;
            bucket.counted = true;
            return new Look(Verdict.COUNTED, 0, null);
        }
        bucket.count = 1;
        return new Look(Verdict.TO_COUNT, 0, bucket);
    }

    /** Counts the request that was looked at; returns the excess. */
    synchronized long count(Bucket bucket, long now) {
        long excess = excess(bucket, now);
        set(bucket, excess, now);
        bucket.count--;
        return excess;
    }

    /** The request that was looked at does not come. */
    synchronized void forgo(Bucket bucket) {
        bucket.count--;
    }

    private void set(Bucket bucket, long excess, long now) {
        bucket.excess = excess;
        if (now > bucket.last || !bucket.counted) {
            bucket.last = now;
        }
        bucket.counted = true;
    }

    private long excess(Bucket bucket, long now) {
        return bucket.counted ? Math.max(0, left(bucket, now) + 1000) : 0;
    }

    /** Of the bucket's excess after the time that has passed; may be below 0. */
    private long left(Bucket bucket, long now) {
        long passed = Math.max(0, now - bucket.last);
        boolean emptied = passed > 0 && zone.rate() > Long.MAX_VALUE / passed;
        return emptied ? -1000 : bucket.excess - zone.rate() * passed / 1000;
    }

    /** Forgets up to two keys that are at rest, and before them the oldest by force. */
    private void expire(long now, boolean force) {
        int most = force ? 3 : 2;
        for (int n = 0; n < most && !buckets.isEmpty(); n++) {
            var oldest = buckets.values().iterator().next();
            boolean forced = force && n == 0;
            if (oldest.count > 0 || !forced && (now - oldest.last < FORGOTTEN || left(oldest, now) > 0)) {
                return;
            }
            buckets.remove(oldest.key);
            memory.give(NODE + oldest.key.length());
        }
    }

    /** Keys that are remembered. */
    synchronized int size() {
        return buckets.size();
    }

    /** How long a request with that excess waits, in milliseconds. */
    synchronized long delay(long excess, long free) {
        return excess <= free ? 0 : (excess - free) * 1000 / zone.rate();
    }
}
