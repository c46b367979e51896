package io.waflab.config;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One {@code location} block.
 *
 * @param match how it is chosen
 * @param text the prefix, path or regular expression as written
 * @param pattern for the two regular forms; null else
 * @param settings in force here
 * @param proxyPass where requests go; empty when {@code return} or nothing answers
 * @param locations nested ones, in the order of the file
 * @param origin where the block begins
 */
public record Location(
        Match match,
        String text,
        Pattern pattern,
        Settings settings,
        Optional<ProxyPass> proxyPass,
        List<Location> locations,
        Origin origin) {

    public Location {
        locations = List.copyOf(locations);
    }

    /** The forms of a location (nginx.org/en/docs/http/ngx_http_core_module.html#location). */
    public enum Match {
        PREFIX,
        EXACT,
        /** {@code ^~}: a prefix that keeps regular expressions from being looked at. */
        PREFIX_FINAL,
        REGEX,
        REGEX_ANY_CASE
    }
}
