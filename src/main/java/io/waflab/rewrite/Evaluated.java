package io.waflab.rewrite;

import io.waflab.config.Variable;

/** What a {@link Scope} asks about: a request, or a connection of stream. Text is one character a byte. */
public interface Evaluated {

    /**
     * What a variable of nginx's own is worth; empty for none.
     *
     * @param member see {@link io.waflab.config.Template.BuiltIn}
     */
    String value(Variable variable, String member);

    /** Whether captures are encoded where they become arguments. */
    default boolean encoded() {
        return false;
    }

    /** Whether the use of a variable that was not set is told. */
    default boolean warnsOfUninitialized() {
        return false;
    }

    /** A line of the error log. */
    void log(String level, String message);
}
