package io.waflab.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that is refused, with every problem found in it. */
public final class ConfigException extends Exception {

    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    public ConfigException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public ConfigException(Origin origin, String message) {
        this(List.of(new Problem(origin, message)));
    }

    public List<Problem> problems() {
        return problems;
    }
}
