package io.waflab.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a group's next server is found: the method's directive, and the text that a hash is made of.
 *
 * @param key of {@code hash}; empty for other methods
 */
public record Balancing(Method method, Optional<Template> key) {

    /** The methods of ngx_http_upstream_*_module. */
    public enum Method {
        ROUND_ROBIN,
        LEAST_CONN,
        IP_HASH,
        HASH,
        /** {@code hash key consistent}: ketama's points. */
        CONSISTENT_HASH,
        RANDOM,
        /** {@code random two least_conn}: the less loaded of two. */
        RANDOM_TWO;

        /** Whether a server may be a backup. */
        boolean takesBackups() {
            return this == ROUND_ROBIN || this == LEAST_CONN;
        }
    }

    /** Of a group that says nothing. */
    public static final Balancing ROUND_ROBIN = new Balancing(Method.ROUND_ROBIN, Optional.empty());

    private static final List<Directive> METHODS =
            List.of(Directive.LEAST_CONN, Directive.IP_HASH, Directive.HASH, Directive.RANDOM);

    /** The method that stands last in the block. */
    static Balancing of(Map<Directive, List<Statement>> written) {
        Directive last = null;
        for (var method : METHODS) {
            if (written.containsKey(method) && (last == null || line(written, method) > line(written, last))) {
                last = method;
            }
        }
        return last == null ? ROUND_ROBIN : of(last, written.get(last).get(0).arguments());
    }

    private static int line(Map<Directive, List<Statement>> written, Directive directive) {
        return written.get(directive).get(0).origin().line();
    }

    private static Balancing of(Directive directive, List<String> words) {
        return switch (directive) {
            case LEAST_CONN -> new Balancing(Method.LEAST_CONN, Optional.empty());
            case IP_HASH -> new Balancing(Method.IP_HASH, Optional.empty());
            case RANDOM -> new Balancing(words.contains("two") ? Method.RANDOM_TWO : Method.RANDOM, Optional.empty());
            default ->
                new Balancing(
                        words.size() > 1 ? Method.CONSISTENT_HASH : Method.HASH,
                        words.isEmpty() ? Optional.empty() : Optional.of(Template.of(words.get(0))));
        };
    }

    /** As the directive stands in nginx.conf. */
    @Override
    public String toString() {
        return switch (method) {
            case ROUND_ROBIN -> "round robin";
            case LEAST_CONN -> "least_conn";
            case IP_HASH -> "ip_hash";
            case HASH -> "hash " + key.map(Template::source).orElse("");
            case CONSISTENT_HASH -> "hash " + key.map(Template::source).orElse("") + " consistent";
            case RANDOM -> "random";
            case RANDOM_TWO -> "random two least_conn";
        };
    }
}
