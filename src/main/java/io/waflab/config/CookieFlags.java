package io.waflab.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One line of {@code proxy_cookie_flags}: the attributes that a cookie of that name gains or loses.
 *
 * @param regex the names, where they are a regular expression
 * @param name the name, where it is not
 * @param flags secure, httponly, samesite=strict, lax or none, and the same with no before them
 */
public record CookieFlags(Optional<Regex> regex, Template name, List<Template> flags) {

    public CookieFlags {
        flags = List.copyOf(flags);
    }

    private static final List<String> KNOWN = List.of(
            "secure",
            "nosecure",
            "httponly",
            "nohttponly",
            "samesite=strict",
            "samesite=lax",
            "samesite=none",
            "nosamesite");

    /**
     * Reads the words of one line; empty for {@code off}.
     *
     * @throws IllegalArgumentException for a flag that is none
     */
    public static Optional<CookieFlags> of(List<String> words) {
        if (words.equals(List.of("off"))) {
            return Optional.empty();
        }
        Arguments.count(words, 1, Integer.MAX_VALUE);
        var flags = words.subList(1, words.size()).stream().map(Template::of).toList();
        for (var flag : flags) {
            Arguments.known(flag);
            if (flag.isLiteral() && !KNOWN.contains(flag.source().toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("invalid value \"" + flag.source() + "\" (expected "
                        + String.join(", ", KNOWN) + ", or off alone)");
            }
        }
        var name = words.get(0);
        if (name.startsWith("~")) {
            return Optional.of(new CookieFlags(Optional.of(Regex.of(name.substring(1), true)), Template.of(""), flags));
        }
        return Optional.of(new CookieFlags(Optional.empty(), Arguments.known(Template.of(name)), flags));
    }
}
