package io.waflab.connection;

import java.util.List;

/**
 * What the rules of stream answer to an event.
 *
 * @param life the connection from now on
 * @param actions what to do, in this order
 */
public record SessionStep(SessionLife life, List<Action> actions) {

    public SessionStep {
        actions = List.copyOf(actions);
    }

    SessionStep(SessionLife life, Action... actions) {
        this(life, List.of(actions));
    }
}
