package io.waflab.config;

import static io.waflab.config.Arguments.count;
import static io.waflab.config.Arguments.known;

import java.util.List;
import java.util.Set;

/** What the words behind a directive about the client's side may be, beyond its {@link Kind}. */
final class ClientArguments {

    /** Numbers that are the status of a refusal. */
    static final Set<Directive> STATUSES = Set.of(Directive.LIMIT_REQ_STATUS, Directive.LIMIT_CONN_STATUS);

    private ClientArguments() {}

    /** The status of a refusal. */
    static long status(String word) {
        long status = Units.count(word, 0, Integer.MAX_VALUE);
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("value must be between 400 and 599");
        }
        return status;
    }

    private static void expires(List<String> words) {
        count(words, 1, 2);
        boolean modified = words.size() == 2;
        if (modified && !words.get(0).equals("modified")) {
            throw new IllegalArgumentException("invalid value");
        }
        var time = known(Template.of(words.get(words.size() - 1)));
        if (time.isLiteral()) {
            Expires.of(modified, time.source());
        }
    }

    /**
     * Of those with one word.
     *
     * @throws IllegalArgumentException saying what was expected
     */
    static void checkText(Directive directive, String word) {
        if (directive == Directive.LIMIT_RATE || directive == Directive.LIMIT_RATE_AFTER) {
            var template = known(Template.of(word));
            if (template.isLiteral()) {
                Units.size(word);
            }
        }
    }

    /** @throws IllegalArgumentException saying what was expected */
    static void check(Directive directive, List<String> words) {
        switch (directive) {
            case KEEPALIVE_DISABLE -> Arguments.each(words, List.of("none", "msie6", "safari"));
            case CLIENT_BODY_TEMP_PATH -> {
                count(words, 1, 4);
                words.subList(1, words.size()).forEach(level -> Units.count(level, 0, 3));
            }
            case EXPIRES -> expires(words);
            case ALLOW, DENY -> {
                count(words, 1, 1);
                AccessRule.of(directive == Directive.ALLOW, words.get(0));
            }
            case SET_REAL_IP_FROM -> {
                count(words, 1, 1);
                TrustedAddresses.of(List.of(words), Resolver.SYSTEM);
            }
            case LIMIT_REQ_ZONE -> {
                count(words, 3, 3);
                known(LimitZone.of(directive, words).key());
            }
            case LIMIT_CONN_ZONE -> {
                count(words, 2, 2);
                known(LimitZone.of(directive, words).key());
            }
            case LIMIT_REQ -> {
                count(words, 1, 3);
                RequestLimit.of(words);
            }
            case LIMIT_CONN -> {
                count(words, 2, 2);
                ConnectionLimit.of(words);
            }
            default -> throw new IllegalArgumentException(directive.word() + " has no check");
        }
    }
}
