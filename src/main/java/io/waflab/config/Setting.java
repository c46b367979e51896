package io.waflab.config;

import java.util.List;

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

    /** As logs and reports name it: {@code keepalive_timeout 120s (conf/waflab.conf:7)}. */
    @Override
    public String toString() {
        return directive.word() + " " + (lines.isEmpty() ? "" : String.join(" ", lines.get(0))) + " (" + origin + ")";
    }
}
