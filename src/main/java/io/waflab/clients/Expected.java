package io.waflab.clients;

import io.waflab.clients.Library.Look;
import java.time.Duration;
import java.util.Optional;

/**
 * What the settings promise, before anything is played: the advice as a rule, so that a run can prove it wrong.
 *
 * @param answer whether the application gets an answer
 * @param raced whether the request leaves on a connection that the server has closed
 * @param because in words
 */
public record Expected(boolean answer, boolean raced, String because) {

    /**
     * What the rule goes by. Times at speed 1.
     *
     * @param keepalive the server's keepalive_timeout
     * @param pause how long the connection is idle before the request; without meaning in a race
     * @param java see {@link Library#idle}
     * @param secure whether the connection is TLS
     */
    public record Given(
            LibraryScenario scenario, String method, Duration keepalive, Duration pause, int java, boolean secure) {}

    public static Expected of(Orders orders, Given given) {
        if (given.scenario() == LibraryScenario.ONE_REQUEST) {
            return new Expected(true, false, "nothing is in its way");
        }
        if (!orders.keepsAlive()) {
            return new Expected(true, false, "no connection is kept");
        }
        var idle = given.scenario().isRace() ? given.keepalive() : given.pause();
        if (idle.compareTo(given.keepalive()) < 0) {
            return new Expected(true, false, "the connection is still open");
        }
        var limit = orders.idle(given.java());
        if (limit.isPresent() && limit.get().compareTo(given.keepalive()) < 0) {
            return new Expected(
                    true,
                    false,
                    "the library uses no connection that was idle for " + Orders.seconds(limit.get())
                            + ", and keepalive_timeout is " + Orders.seconds(given.keepalive()));
        }
        var oldest = orders.oldest();
        if (oldest.isPresent() && oldest.get().compareTo(given.keepalive()) < 0) {
            return new Expected(
                    true,
                    false,
                    "the library uses no connection that is " + Orders.seconds(oldest.get())
                            + " old, and keepalive_timeout is " + Orders.seconds(given.keepalive()));
        }
        return looked(orders, given, idle).or(() -> retried(orders, given)).orElseGet(() -> lost(given));
    }

    private static Optional<Expected> looked(Orders orders, Given given, Duration idle) {
        if (given.scenario().isRace()) {
            return Optional.empty();
        }
        var looks = switch (orders.library().look()) {
            case ALWAYS -> true;
            case AFTER_INACTIVITY ->
                orders.inactivity().filter(time -> time.compareTo(idle) <= 0).isPresent();
            case WITHOUT_TLS -> !given.secure();
            case NEVER -> false;
        };
        return looks ? Optional.of(new Expected(true, false, "the library notices the close")) : Optional.empty();
    }

    private static Optional<Expected> retried(Orders orders, Given given) {
        return orders.retries(given.method())
                ? Optional.of(new Expected(true, true, "the library sends a " + given.method() + " again"))
                : Optional.empty();
    }

    private static Expected lost(Given given) {
        return new Expected(
                false,
                true,
                (given.scenario().isRace()
                                ? "no look can see a close that has not arrived"
                                : "the library does not look")
                        + ", and it does not send a " + given.method() + " again");
    }

    /** Whether a look before the request can help at all. */
    static boolean looksHelp(Orders orders, LibraryScenario scenario) {
        return !scenario.isRace() && orders.library().look() == Look.AFTER_INACTIVITY;
    }
}
