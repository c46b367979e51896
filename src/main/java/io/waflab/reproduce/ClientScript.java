package io.waflab.reproduce;

import java.util.ArrayList;
import java.util.List;

/**
 * What a client does on one connection.
 *
 * @param options where and how
 * @param steps in order, connect among them
 */
public record ClientScript(ClientOptions options, List<Step> steps) {

    public ClientScript {
        steps = List.copyOf(steps);
    }

    /**
     * From steps as texts; connect and handshake come first when no step is {@code connect}.
     *
     * @throws IllegalArgumentException for the first that is no step, in one line
     */
    public static ClientScript of(ClientOptions options, List<String> steps) {
        var parsed = new ArrayList<>(steps.stream().map(Step::parse).toList());
        if (parsed.stream().noneMatch(step -> step.kind() == StepKind.CONNECT)) {
            parsed.addAll(0, List.of(Step.parse("connect"), Step.parse("handshake")));
        }
        return new ClientScript(options, parsed);
    }
}
