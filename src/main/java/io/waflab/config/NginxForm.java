package io.waflab.config;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which of nginx's directives are blocks, and which of its blocks hold something else than directives. */
final class NginxForm {

    /** Those with braces wherever they stand; {@code server} is one but in {@code upstream}. */
    private static final Set<String> BLOCKS = Set.of(
            "events",
            "http",
            "mail",
            "stream",
            "server",
            "location",
            "upstream",
            "if",
            "limit_except",
            "map",
            "geo",
            "split_clients",
            "types",
            "charset_map",
            "num_map",
            "match",
            "user_agent",
            "dso");

    /** Their lines are keys and values. */
    private static final Set<String> TABLES =
            Set.of("map", "geo", "split_clients", "types", "charset_map", "num_map", "match", "user_agent", "dso");

    private NginxForm() {}

    /** Whether the lines inside such a block are keys and values, not directives. */
    static boolean isTable(String block) {
        return block != null && TABLES.contains(block);
    }

    /**
     * What nginx says of braces behind that name; empty when they are right, or the name is nobody's.
     *
     * @param around the block that it stands in; null at the top level
     */
    static Optional<String> checkBlock(String name, String around) {
        boolean known = Directive.of(name).isPresent()
                || ForeignDirectives.standing(name, List.of()) != ForeignDirectives.Standing.UNKNOWN;
        return isTable(around) || isBlock(name, around) || !known
                ? Optional.empty()
                : Optional.of("directive \"" + name + "\" is not terminated by \";\"");
    }

    /** The same of a semicolon. */
    static Optional<String> checkSimple(String name, String around) {
        return isTable(around) || !isBlock(name, around)
                ? Optional.empty()
                : Optional.of("directive \"" + name + "\" has no opening \"{\"");
    }

    /** Whether braces may stand behind that name. */
    static boolean isBlock(String name) {
        return BLOCKS.contains(name);
    }

    private static boolean isBlock(String name, String around) {
        return BLOCKS.contains(name) && !(name.equals("server") && "upstream".equals(around));
    }
}
