package io.waflab.config;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * The {@code allow} and {@code deny} of one block, in the order in which they stand: a value of both directives, since
 * an inner block with either takes nothing from the outer one.
 *
 * @param rules the first that matches decides
 */
public record AccessRules(List<AccessRule> rules) {

    /** Of a block that nobody is kept from. */
    public static final AccessRules NONE = new AccessRules(List.of());

    public AccessRules {
        rules = List.copyOf(rules);
    }

    /** Those in force at a place. */
    public static AccessRules of(Settings settings) {
        return settings.find(Directive.ALLOW)
                .or(() -> settings.find(Directive.DENY))
                .map(setting -> (AccessRules) setting.value())
                .orElse(NONE);
    }

    /**
     * Whether a client is let in.
     *
     * @param client null for one on a Unix socket
     * @return empty when no rule is about it
     */
    public Optional<Boolean> verdict(InetAddress client) {
        for (var rule : rules) {
            if (rule.matches(client)) {
                return Optional.of(rule.allows());
            }
        }
        return Optional.empty();
    }
}
