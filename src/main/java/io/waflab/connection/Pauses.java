package io.waflab.connection;

import static io.waflab.connection.Action.Plain.RESUME;
import static io.waflab.connection.ConnectionRules.start;

import io.waflab.config.Settings;
import io.waflab.connection.Action.Start;
import io.waflab.connection.Action.Stop;
import io.waflab.connection.Event.Held;
import io.waflab.connection.Event.Slowed;
import io.waflab.connection.Timer.Slot;

/**
 * The part of the rules about time that the proxy lets pass on purpose: a request that limit_req delays, a response that
 * limit_rate slows. nginx uses the timer of the client's write event for both, in place of send_timeout.
 */
final class Pauses {

    private Pauses() {}

    /** A request waits until it may go on. Nothing else of its client's runs, and its client is not read. */
    static Step held(Life life, Held held) {
        return new Step(life.in(Phase.HELD), new Stop(Slot.CLIENT_READ), new Start(Timer.LIMIT_REQ, held.duration()));
    }

    /** The response waits, while its upstream and its client's end are minded as ever. */
    static Step slowed(Life life, Slowed slowed) {
        return new Step(life, new Start(Timer.LIMIT_RATE, slowed.duration()));
    }

    /** The request has waited long enough. */
    static Step over(Life life, Settings in) {
        return life.bodyOpen()
                ? new Step(life.in(Phase.REQUEST), start(Timer.CLIENT_BODY, in), RESUME)
                : new Step(life.in(Phase.AWAITING_RESPONSE), RESUME);
    }
}
