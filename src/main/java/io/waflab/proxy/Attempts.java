package io.waflab.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * All that a request tried, for {@code $upstream_addr} and its like: tries are told apart by commas, and by a colon where an
 * internal redirect led to another group (ngx_http_upstream_addr_variable).
 */
final class Attempts {

    private final List<Optional<Attempt>> all = new ArrayList<>(1);

    private final EventClock clock;

    Attempts(EventClock clock) {
        this.clock = clock;
    }

    /** A request goes to a group: to its second one after an internal redirect. */
    void begin() {
        if (!all.isEmpty()) {
            all.add(Optional.empty());
        }
    }

    /** Another try. */
    Attempt add(String address) {
        var attempt = new Attempt(address, clock);
        all.add(Optional.of(attempt));
        return attempt;
    }

    /** One fact of each try, as the variables have it; empty when there were none. */
    String list(Function<Attempt, String> fact) {
        var text = new StringBuilder();
        var separator = "";
        for (var one : all) {
            if (one.isPresent()) {
                text.append(separator).append(fact.apply(one.get()));
            }
            separator = one.isPresent() ? ", " : " : ";
        }
        return text.toString();
    }
}
