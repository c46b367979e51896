package io.waflab.proxy;

import java.util.List;
import java.util.Optional;

/** nginx's smooth weighted round robin (src/http/ngx_http_upstream_round_robin.c). */
final class RoundRobin implements BalancingMethod {

    private final int first;

    /** @param first the server that the turns begin with, modulo their number: Tengine draws it, nginx begins with 0 */
    RoundRobin(int first) {
        this.first = first;
    }

    @Override
    public Optional<Seat> next(List<Seat> seats, Pick pick, long seconds) {
        Seat best = null;
        int total = 0;
        for (int i = 0; i < seats.size(); i++) {
            var seat = seats.get((first + i) % seats.size());
            if (pick.mayHave(seat, seconds)) {
                total += seat.advance();
                best = best == null || seat.current() > best.current() ? seat : best;
            }
        }
        if (best != null) {
            best.chosen(total, seconds);
        }
        return Optional.ofNullable(best);
    }
}
