package io.waflab.config;

import java.util.List;

/**
 * One directive as its author wrote it, before anything is known about it: what HOCON and nginx.conf are both read into.
 *
 * @param name the directive's name, as nginx spells it: {@code keepalive_timeout}, {@code server}, {@code location}
 * @param arguments the words behind the name, unquoted
 * @param origin where it was written
 * @param block the directives inside its braces; empty for one that ends in a semicolon
 */
public record Statement(String name, List<String> arguments, Origin origin, List<Statement> block) {

    public Statement {
        arguments = List.copyOf(arguments);
        block = List.copyOf(block);
    }

    /** The same with other directives inside. */
    Statement withBlock(List<Statement> other) {
        return new Statement(name, arguments, origin, other);
    }
}
