package io.waflab.config;

import java.util.Optional;

/**
 * One directive of ngx_http_rewrite_module. A server's and a location's are a list that is gone through from the top; the
 * inner ones of an {@code if} stand behind it in the same list.
 */
public sealed interface RewriteStep {

    /** {@code set $variable value}. The variable is the configuration's own, {@code $args} or {@code $limit_rate}. */
    record SetVariable(Template.Part variable, Template value) implements RewriteStep {}

    /**
     * {@code if (condition) { ... }}.
     *
     * @param inner how many of the steps that follow are inside
     * @param block what is in force from here on once the condition was met; empty in a server
     */
    record If(Condition condition, int inner, Optional<Location> block) implements RewriteStep {}

    /**
     * {@code rewrite regex replacement [flag]}.
     *
     * @param path the replacement up to its first {@code ?}; of a redirect all of it
     * @param args what follows that; empty where there is none
     * @param hasArgs whether the replacement has a {@code ?}
     * @param keepsArgs whether the request's own arguments are added: the replacement does not end in {@code ?}
     */
    record Rewrite(Regex regex, Template path, Optional<Template> args, boolean hasArgs, boolean keepsArgs, Flag flag)
            implements RewriteStep {}

    /** {@code break}. */
    record Break() implements RewriteStep {}

    /** {@code return}. */
    record Respond(Return answer) implements RewriteStep {}

    /** What follows a rewrite that was met. */
    enum Flag {
        /** The next directive; the new URI's location is looked for at the end. */
        NONE,
        LAST,
        BREAK,
        /** 302. */
        REDIRECT,
        /** 301. */
        PERMANENT
    }
}
