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

    /** Most often the only one; null before it. */
    private Attempt first;
    /** Those behind it; empty where another group begins. */
    private List<Optional<Attempt>> others = List.of();

    private final EventClock clock;

    Attempts(EventClock clock) {
        this.clock = clock;
    }

    /** A request goes to a group: to its second one after an internal redirect. */
    void begin() {
        if (first != null) {
            addOther(Optional.empty());
        }
    }

    /** Another try. */
    Attempt add(String address) {
        var attempt = new Attempt(address, clock);
        if (first == null) {
            first = attempt;
        } else {
            addOther(Optional.of(attempt));
        }
        return attempt;
    }

    private void addOther(Optional<Attempt> other) {
        if (others.isEmpty()) {
            others = new ArrayList<>();
        }
        others.add(other);
    }

    /** One fact of each try, as the variables have it; empty when there were none. */
    String list(Function<Attempt, String> fact) {
        if (first == null) {
            return "";
        }
        var text = new StringBuilder(fact.apply(first));
        for (int i = 0; i < others.size(); i++) {
            boolean tried = others.get(i).filter(Attempt::hasPeer).isPresent();
            text.append(tried ? ", " : " : ");
            if (!tried && ++i == others.size()) {
                break;
            }
            others.get(i).ifPresent(one -> text.append(fact.apply(one)));
        }
        return text.toString();
    }
}
