package io.waflab.config;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a {@code return} answers.
 *
 * @param code the status, 0 to 999; 444 closes the connection without an answer
 * @param text the body, or for a redirect its Location; absent for the built-in page of the code
 */
public record Return(int code, Optional<Template> text) {

    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    /** Whether text is the Location of a redirect, and not a body. */
    public boolean isRedirect() {
        return text.isPresent() && REDIRECTS.contains(code);
    }

    /** @throws IllegalArgumentException saying what was expected */
    static Return of(List<String> words, Variables variables) {
        if (words.isEmpty() || words.size() > 2) {
            throw new IllegalArgumentException(
                    "expected: return code, return code text, return code URL or return URL");
        }
        var first = words.get(0);
        if (words.size() == 1 && first.matches("(?s)(https?://|\\$scheme).*")) {
            return new Return(302, Optional.of(Template.of(first, variables)));
        }
        if (!first.matches("[0-9]{1,3}")) {
            throw new IllegalArgumentException("invalid return code \"" + first + "\" (expected 0 to 999)");
        }
        return new Return(
                Integer.parseInt(first),
                words.size() == 2 ? Optional.of(Template.of(words.get(1), variables)) : Optional.empty());
    }
}
