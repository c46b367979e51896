package io.waflab.config;

import static io.waflab.config.Arguments.count;
import static io.waflab.config.Arguments.known;

import java.util.List;
import java.util.Set;

/** What the words behind a directive about the client's side may be, beyond its {@link Kind}. */
final class ClientArguments {

    /** Numbers that are the status of a refusal. */
    private static final Set<Directive> STATUSES = Set.of(Directive.LIMIT_REQ_STATUS, Directive.LIMIT_CONN_STATUS);

    private ClientArguments() {}

    /** The words of gzip_proxied. */
    static final List<String> PROXIED =
            List.of("off", "expired", "no-cache", "no-store", "private", "no_last_modified", "no_etag", "auth", "any");

    /** Whether a number has bounds of its own. */
    static boolean isBounded(Directive directive) {
        return directive == Directive.GZIP_COMP_LEVEL || STATUSES.contains(directive);
    }

    /** @throws IllegalArgumentException in nginx's words */
    static long bounded(Directive directive, String word) {
        boolean level = directive == Directive.GZIP_COMP_LEVEL;
        long least = level ? 1 : 400;
        long most = level ? 9 : 599;
        long number = Units.count(word, 0, Integer.MAX_VALUE);
        if (number < least || number > most) {
            throw new IllegalArgumentException("value must be between " + least + " and " + most);
        }
        return number;
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
            case CLIENT_BODY_TEMP_PATH -> {
                count(words, 1, 4);
                words.subList(1, words.size()).forEach(level -> Units.count(level, 0, 3));
            }
            case EXPIRES -> expires(words);
            case GZIP_DISABLE -> {
                count(words, 1, Integer.MAX_VALUE);
                words.stream().filter(word -> !word.equals("msie6")).forEach(word -> Regex.of(word, true));
            }
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
