package io.waflab.connection;

import java.util.List;

/**
 * What the rules answer to an event.
 *
 * @param life the connection from now on
 * @param actions what to do, in this order
 */
public record Step(Life life, List<Action> actions) {

    public Step {
        actions = List.copyOf(actions);
    }

    Step(Life life, Action... actions) {
        this(life, List.of(actions));
    }
}
