package io.waflab.proxy;

import io.waflab.config.LimitZone;
import java.util.HashMap;
import java.util.Map;

/**
 * The requests in work of a {@code limit_conn_zone}, by key (ngx_http_limit_conn_module.c). Shared by all event loops, and
 * by what a reload leaves and what it makes. Bounded by the zone's size, as nginx counts it: a key for which there is no
 * room is refused.
 */
final class ConnectionZone {

    /** Bytes of nginx's node without its key. */
    private static final int NODE = 36;

    private final LimitZone zone;
    private final SlabBudget memory;
    private final Map<String, Integer> counts = new HashMap<>();

    ConnectionZone(LimitZone zone) {
        this.zone = zone;
        memory = new SlabBudget(zone.size());
    }

    LimitZone zone() {
        return zone;
    }

    /** What a key's number says of one more request. */
    enum Verdict {
        COUNTED,
        BUSY,
        NO_MEMORY
    }

    /** Counts one more request, unless there are so many already. */
    synchronized Verdict take(String key, int most) {
        int now = counts.getOrDefault(key, 0);
        if (now >= most) {
            return Verdict.BUSY;
        }
        if (now == 0 && !memory.take(NODE + key.length())) {
            return Verdict.NO_MEMORY;
        }
        counts.put(key, now + 1);
        return Verdict.COUNTED;
    }

    /** One that was counted is over. */
    synchronized void give(String key) {
        int left = counts.merge(key, -1, Integer::sum);
        if (left == 0) {
            counts.remove(key);
            memory.give(NODE + key.length());
        }
    }

    /** Keys that are counted. */
    synchronized int size() {
        return counts.size();
    }
}
