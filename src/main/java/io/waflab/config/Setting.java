package io.waflab.config;

import java.util.List;
import java.util.Objects;

/**
 * One directive's value in force at one place of the configuration.
 *
 * @param directive which
 * @param value the parsed value: {@link java.time.Duration}, {@link Long}, {@link Boolean}, {@link String} or a list,
 *     as the directive's {@link Directive#kind()} says
 * @param lines the arguments as written, one list for each time the directive stands there; one for most
 * @param origin where it was written ({@link Origin#DEFAULT} when nowhere)
 */
public record Setting(Directive directive, Object value, List<List<String>> lines, Origin origin) {

    /** By hand, as is the hash code, for the reason that {@link Origin#equals} gives. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Setting that
                && directive == that.directive
                && Objects.equals(value, that.value)
                && lines.equals(that.lines)
                && origin.equals(that.origin);
    }

    @Override
    public int hashCode() {
        return directive.hashCode() * 31 + origin.hashCode();
    }

    /** As logs and reports name it: {@code keepalive_timeout 120s (conf/waflab.conf:7)}. */
    @Override
    public String toString() {
        var text = new StringBuilder(80);
        describe(text);
        return text.toString();
    }

    /** The same, behind what the text has. */
    public void describe(StringBuilder text) {
        text.append(directive.word()).append(' ');
        if (!lines.isEmpty()) {
            var words = lines.get(0);
            for (int i = 0; i < words.size(); i++) {
                text.append(i == 0 ? "" : " ").append(words.get(i));
            }
        }
        origin.describe(text.append(" ("));
        text.append(')');
    }
}
