package io.waflab.proxy;

import io.waflab.config.RequestLimit;
import java.util.ArrayList;
import java.util.List;

/** What the {@code limit_req}s of a place together say of a request (ngx_http_limit_req_handler). */
final class RequestLimits {

    private RequestLimits() {}

    /**
     * One limit and the request's key in its zone.
     *
     * @param key never empty
     */
    record Asked(RequestLimit limit, RequestZone zone, String key) {}

    /** What becomes of the request. */
    enum State {
        PASSED,
        DELAYED,
        REJECTED
    }

    /**
     * @param excess thousandths of a request
     * @param zone whose limit decided; empty when none did
     * @param delay milliseconds; 0 for a request that is not delayed
     */
    record Outcome(State state, long excess, String zone, long delay) {}

    /**
     * Counts the request in every zone, or in none when one refuses it.
     *
     * @param asked in their order, those whose key is empty left out; at least one
     * @param now milliseconds of the zones' clock
     */
    static Outcome take(List<Asked> asked, long now) {
        var open = new ArrayList<RequestZone.Look>();
        long excess = 0;
        for (var one : asked) {
            boolean last = open.size() == asked.size() - 1;
            var look = one.zone().look(one.key(), one.limit().burst(), now, last);
            if (look.verdict() == RequestZone.Verdict.BUSY || look.verdict() == RequestZone.Verdict.NO_MEMORY) {
                for (int i = 0; i < open.size(); i++) {
                    asked.get(i).zone().forgo(open.get(i).bucket());
                }
                boolean busy = look.verdict() == RequestZone.Verdict.BUSY;
                return new Outcome(
                        State.REJECTED, look.excess(), busy ? one.limit().zone() : "", 0);
            }
            open.add(look);
            excess = look.verdict() == RequestZone.Verdict.COUNTED ? look.excess() : 0;
        }
        return count(asked, open, excess, now);
    }

    private static Outcome count(List<Asked> asked, List<RequestZone.Look> open, long lastExcess, long now) {
        var slowest = asked.get(asked.size() - 1);
        long excess = lastExcess;
        long delay = slowest.zone().delay(excess, slowest.limit().delay());
        for (int i = asked.size() - 1; i >= 0; i--) {
            if (open.get(i).bucket() == null) {
                continue;
            }
            var one = asked.get(i);
            long own = one.zone().count(open.get(i).bucket(), now);
            long wait = one.zone().delay(own, one.limit().delay());
            if (wait > delay) {
                delay = wait;
                excess = own;
                slowest = one;
            }
        }
        return delay == 0
                ? new Outcome(State.PASSED, excess, "", 0)
                : new Outcome(State.DELAYED, excess, slowest.limit().zone(), delay);
    }
}
