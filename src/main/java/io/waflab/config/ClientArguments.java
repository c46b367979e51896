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
