package io.waflab.proxy;

import java.util.List;
import java.util.Optional;

/**
 * {@code least_conn}: the server with the fewest requests in proportion to its weight, those that are equal in turns
 * (src/http/modules/ngx_http_upstream_least_conn_module.c).
 */
final class LeastConnections implements BalancingMethod {

    @Override
    public Optional<Seat> next(List<Seat> seats, Pick pick, long seconds) {
        Seat least = null;
        for (var seat : seats) {
            if (pick.mayHave(seat, seconds) && (least == null || compare(seat, least) < 0)) {
                least = seat;
            }
        }
        if (least == null) {
            return Optional.empty();
        }
        Seat best = least;
        int total = 0;
        for (var seat : seats) {
            if (pick.mayHave(seat, seconds) && compare(seat, least) == 0) {
                total += seat.advance();
                best = seat.current() > best.current() ? seat : best;
            }
        }
        best.chosen(total, seconds);
        return Optional.of(best);
    }

    /** Negative when a has less to do than b. */
    static int compare(Seat a, Seat b) {
        return Long.compare(
                (long) a.connections() * b.peer().weight(),
                (long) b.connections() * a.peer().weight());
    }
}
