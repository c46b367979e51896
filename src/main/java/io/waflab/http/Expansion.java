package io.waflab.http;

import io.waflab.config.Regex;
import io.waflab.config.Template;
import java.util.Optional;

/** Puts values in the place of a template's variables. */
@FunctionalInterface
public interface Expansion {

    /** @param captures what a regular expression found, whose groups the template may name; empty for none */
    String of(Template template, Optional<Regex.Match> captures);

    /** Of a template that follows no regular expression. */
    default String of(Template template) {
        return of(template, Optional.empty());
    }
}
