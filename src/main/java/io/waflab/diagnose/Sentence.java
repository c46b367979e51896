package io.waflab.diagnose;

import java.util.List;

/**
 * Something to be said, in no language yet.
 *
 * @param key names it in the resource bundles of {@code report}
 * @param arguments in the order of the bundle's {@code {0}}, {@code {1}} ...: {@link java.time.Duration} for times,
 *     {@link Long} or {@link Integer} for numbers and frames, {@link String} for names that stand in every language
 *     alike (directives, products, addresses, alerts; may be chosen by an attacker), another {@link Sentence} for a part
 */
public record Sentence(String key, List<Object> arguments) {

    public Sentence {
        arguments = List.copyOf(arguments);
    }

    public static Sentence of(String key, Object... arguments) {
        return new Sentence(key, List.of(arguments));
    }
}
