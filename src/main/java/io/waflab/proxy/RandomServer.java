package io.waflab.proxy;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * {@code random}: a server drawn by the weights; with {@code two} the less loaded of two. After too many that are not to be
 * had, round robin (src/http/modules/ngx_http_upstream_random_module.c).
 */
final class RandomServer implements BalancingMethod {

    private final RandomGenerator random;
    private final boolean two;
    private final BalancingMethod otherwise;

    RandomServer(RandomGenerator random, boolean two, BalancingMethod otherwise) {
        this.random = random;
        this.two = two;
        this.otherwise = otherwise;
    }

    @Override
    public Optional<Seat> next(List<Seat> seats, Pick pick, long seconds) {
        if (pick.givesUp() || seats.size() < 2) {
            return otherwise.next(seats, pick, seconds);
        }
        Seat first = null;
        do {
            var seat = draw(seats);
            if (seat == first || !pick.mayHave(seat, seconds)) {
                continue;
            }
            if (!two) {
                return chosen(seat, seconds);
            }
            if (first != null) {
                return chosen(LeastConnections.compare(seat, first) > 0 ? first : seat, seconds);
            }
            first = seat;
        } while (!pick.missed());
        return otherwise.next(seats, pick, seconds);
    }

    private Seat draw(List<Seat> seats) {
        int weights = seats.stream().mapToInt(seat -> seat.peer().weight()).sum();
        int left = random.nextInt(weights);
        int i = 0;
        while (left >= seats.get(i).peer().weight()) {
            left -= seats.get(i++).peer().weight();
        }
        return seats.get(i);
    }

    private static Optional<Seat> chosen(Seat seat, long seconds) {
        seat.touched(seconds);
        return Optional.of(seat);
    }
}
