package io.waflab.connection;

import java.util.Optional;

/**
 * What the rules remember of a connection.
 *
 * @param phase what it is doing
 * @param bodyOpen whether the request's body is not yet complete; of a connection of HTTP/2, whether a frame is not
 * @param bodied whether the request has a body, complete or not: nginx expects more of such a client (its lingering_close)
 * @param headSent whether the response head has been passed on
 * @param answered whether the response is complete, apart from what is still on its way
 * @param dropping whether the rest of the request body is read and dropped
 * @param lingered whether lingering_time is over: the next bytes of the client are not read any more
 * @param spared whether keepalive_min_timeout runs, during which even a shutdown leaves the connection alone
 * @param whenDone how it will end after this response; empty when it may be kept alive
 * @param ending how it ended, or is about to; empty while it lives
 */
public record Life(
        Phase phase,
        boolean bodyOpen,
        boolean bodied,
        boolean headSent,
        boolean answered,
        boolean dropping,
        boolean lingered,
        boolean spared,
        Optional<Ending> whenDone,
        Optional<Ending> ending) {

    /** A connection of which nothing is known yet. */
    public static final Life NEW = new Life(
            Phase.CONNECT, false, false, false, false, false, false, false, Optional.empty(), Optional.empty());

    /** Between two requests, with no plan to end: what most connections are at any moment, so it is one for all of them. */
    private static final Life IDLE = NEW.in(Phase.IDLE);

    /** Over and done with, however it ended: what a closed connection is remembered as, one for all of them. */
    public static final Life OVER = NEW.in(Phase.CLOSED);

    Life in(Phase next) {
        return new Life(next, bodyOpen, bodied, headSent, answered, dropping, lingered, spared, whenDone, ending);
    }

    Life withBodyOpen(boolean open) {
        return open == bodyOpen
                ? this
                : new Life(phase, open, bodied, headSent, answered, dropping, lingered, spared, whenDone, ending);
    }

    Life withBodied(boolean hasBody) {
        return hasBody == bodied
                ? this
                : new Life(phase, bodyOpen, hasBody, headSent, answered, dropping, lingered, spared, whenDone, ending);
    }

    Life withHeadSent() {
        return new Life(phase, bodyOpen, bodied, true, answered, dropping, lingered, spared, whenDone, ending);
    }

    Life withAnswered() {
        return new Life(phase, bodyOpen, bodied, headSent, true, dropping, lingered, spared, whenDone, ending);
    }

    Life withDropping() {
        return new Life(phase, bodyOpen, bodied, headSent, answered, true, lingered, spared, whenDone, ending);
    }

    Life withLingered() {
        return new Life(phase, bodyOpen, bodied, headSent, answered, dropping, true, spared, whenDone, ending);
    }

    Life withSpared(boolean spare) {
        return spare == spared
                ? this
                : new Life(phase, bodyOpen, bodied, headSent, answered, dropping, lingered, spare, whenDone, ending);
    }

    /** The first plan is kept. */
    Life endingWhenDone(Ending plan) {
        return whenDone.isPresent()
                ? this
                : new Life(
                        phase,
                        bodyOpen,
                        bodied,
                        headSent,
                        answered,
                        dropping,
                        lingered,
                        spared,
                        Optional.of(plan),
                        ending);
    }

    /** The first ending is kept. */
    Life ended(Ending why) {
        return ending.isPresent() ? this : endedInstead(why);
    }

    /** The same ending in another way. */
    Life endedInstead(Ending other) {
        return new Life(
                phase, bodyOpen, bodied, headSent, answered, dropping, lingered, spared, whenDone, Optional.of(other));
    }

    /** Between two requests: whatever the last exchange left is forgotten. */
    Life idle() {
        return whenDone.isEmpty() && ending.isEmpty()
                ? IDLE
                : new Life(Phase.IDLE, false, false, false, false, false, false, false, whenDone, ending);
    }
}
