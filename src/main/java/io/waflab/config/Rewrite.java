package io.waflab.config;

import java.util.List;
import java.util.Optional;

/**
 * One line of {@code proxy_redirect}, {@code proxy_cookie_domain} or {@code proxy_cookie_path}: what a value that fits
 * becomes (ngx_http_proxy_module).
 *
 * @param regex what is looked for, where it is a regular expression
 * @param text what is looked for, where it is none
 * @param replacement may name what a regular expression captured
 */
public record Rewrite(Optional<Regex> regex, Template text, Template replacement) {

    /** A text that becomes another. */
    public static Rewrite of(String from, String to) {
        return new Rewrite(Optional.empty(), Template.of(from), Template.of(to));
    }

    /** {@code proxy_redirect}; empty for {@code off}, or where {@code default} says that it is made of proxy_pass. */
    public static Optional<Rewrite> redirect(List<String> words) {
        return words.size() == 1 ? Optional.empty() : Optional.of(of(words, false));
    }

    /** {@code proxy_cookie_path}; empty for {@code off}. */
    public static Optional<Rewrite> cookiePath(List<String> words) {
        return redirect(words);
    }

    /** {@code proxy_cookie_domain}; empty for {@code off}. Case does not matter, nor a dot before the domain. */
    public static Optional<Rewrite> cookieDomain(List<String> words) {
        if (words.size() == 1) {
            return Optional.empty();
        }
        return Optional.of(of(List.of(withoutDot(words.get(0)), withoutDot(words.get(1))), true));
    }

    private static String withoutDot(String domain) {
        return domain.startsWith(".") ? domain.substring(1) : domain;
    }

    private static Rewrite of(List<String> words, boolean anyCase) {
        var from = words.get(0);
        if (!from.startsWith("~")) {
            return of(from, words.get(1));
        }
        boolean star = from.startsWith("~*");
        var regex = Regex.of(from.substring(star ? 2 : 1), star || anyCase);
        return new Rewrite(Optional.of(regex), Template.of(""), Template.of(words.get(1)));
    }
}
