package io.waflab.proxy;

import java.util.List;
import java.util.Optional;

/** How a group's next server is found. What it returns has been told so by {@link Seat#chosen} or {@link Seat#touched}. */
@FunctionalInterface
interface BalancingMethod {

    /**
     * The next server for a request.
     *
     * @param seats the servers, or the backups; at least one
     * @param seconds the time
     * @return empty when none is to be had
     */
    Optional<Seat> next(List<Seat> seats, Pick pick, long seconds);
}
