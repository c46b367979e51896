package io.waflab.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One {@code location} block; or an {@code if} or {@code limit_except} inside of one, which nginx treats as nameless ones.
 *
 * @param match how it is chosen
 * @param text the prefix, path or regular expression as written; of a nameless one the prefix of the location around it
 * @param regex for the two regular forms
 * @param settings in force here
 * @param proxyPass where requests go; empty when {@code return} or a file answers
 * @param steps what is rewritten, in order
 * @param script the same as it was written
 * @param root where files are
 * @param locations nested ones, in the order of the file
 * @param limitExcept what is in force here for some methods
 * @param origin where the block begins
 */
public record Location(
        Match match,
        String text,
        Optional<Regex> regex,
        Settings settings,
        Optional<ProxyPass> proxyPass,
        List<RewriteStep> steps,
        List<Statement> script,
        DocumentRoot root,
        List<Location> locations,
        Optional<LimitExcept> limitExcept,
        Origin origin) {

    public Location {
        steps = List.copyOf(steps);
        script = List.copyOf(script);
        locations = List.copyOf(locations);
    }

    /** The forms of a location (nginx.org/en/docs/http/ngx_http_core_module.html#location). */
    public enum Match {
        PREFIX,
        EXACT,
        /** {@code ^~}: a prefix that keeps regular expressions from being looked at. */
        PREFIX_FINAL,
        REGEX,
        REGEX_ANY_CASE,
        /** {@code @name}: only for redirects inside the server. */
        NAMED,
        /** {@code if} and {@code limit_except}. */
        NAMELESS
    }

    /**
     * {@code limit_except}.
     *
     * @param methods for which it is not; HEAD where GET is
     * @param block what is in force for all others
     */
    public record LimitExcept(Set<String> methods, Location block) {

        public LimitExcept {
            methods = Set.copyOf(methods);
        }
    }

    void forEachSettings(Consumer<Settings> told) {
        told.accept(settings);
        locations.forEach(location -> location.forEachSettings(told));
    }

    /** The text with one character for each byte, as URIs have. */
    public String octets() {
        return TextBytes.of(text);
    }

    /** All nameless ones in it. */
    public List<Location> nameless() {
        var all = new ArrayList<Location>();
        for (var step : steps) {
            if (step instanceof RewriteStep.If condition) {
                condition.block().ifPresent(all::add);
            }
        }
        limitExcept.ifPresent(limit -> all.add(limit.block()));
        return all;
    }
}
