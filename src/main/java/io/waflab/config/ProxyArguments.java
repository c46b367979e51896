package io.waflab.config;

import java.util.List;

/** What the words of ngx_http_proxy_module's directives may be. */
final class ProxyArguments {

    static final List<String> IGNORABLE = List.of(
            "X-Accel-Redirect",
            "X-Accel-Expires",
            "X-Accel-Limit-Rate",
            "X-Accel-Buffering",
            "X-Accel-Charset",
            "Expires",
            "Cache-Control",
            "Set-Cookie",
            "Vary");

    private ProxyArguments() {}

    /** @throws IllegalArgumentException saying what was expected */
    static void check(Directive directive, List<String> words) {
        switch (directive) {
            case PROXY_REDIRECT -> redirect(words);
            case PROXY_COOKIE_DOMAIN, PROXY_COOKIE_PATH -> cookieValue(directive, words);
            case PROXY_COOKIE_FLAGS -> CookieFlags.of(words);
            case PROXY_HIDE_HEADER, PROXY_PASS_HEADER -> {
                Arguments.count(words, 1, 1);
                if (!words.get(0).matches(Arguments.TOKEN)) {
                    throw new IllegalArgumentException("invalid header name \"" + words.get(0) + "\"");
                }
            }
            case PROXY_TEMP_PATH -> tempPath(words);
            case PROXY_BIND -> bind(words);
            default -> {
                Arguments.count(words, 1, Integer.MAX_VALUE);
                words.forEach(word -> Arguments.known(Template.of(word)));
            }
        }
    }

    /** What the one text of a directive may be. */
    static void checkText(Directive directive, String word) {
        switch (directive) {
            case PROXY_METHOD, PROXY_SET_BODY, PROXY_SSL_NAME, PROXY_SSL_CERTIFICATE, PROXY_SSL_CERTIFICATE_KEY ->
                Arguments.known(Template.of(word));
            case PROXY_LIMIT_RATE -> {
                var template = Arguments.known(Template.of(word));
                if (template.isLiteral()) {
                    Units.size(word);
                }
            }
            default -> {}
        }
    }

    private static void redirect(List<String> words) {
        Arguments.count(words, 1, 2);
        if (words.size() == 1) {
            Arguments.oneOf(words.get(0), List.of("default", "off"));
        }
        Rewrite.redirect(words).ifPresent(ProxyArguments::known);
    }

    private static void cookieValue(Directive directive, List<String> words) {
        Arguments.count(words, 1, 2);
        if (words.size() == 1) {
            Arguments.oneOf(words.get(0), List.of("off"));
        }
        (directive == Directive.PROXY_COOKIE_DOMAIN ? Rewrite.cookieDomain(words) : Rewrite.cookiePath(words))
                .ifPresent(ProxyArguments::known);
    }

    /** The replacement of a regular expression may name what that captured. */
    private static void known(Rewrite rewrite) {
        Arguments.known(rewrite.text());
        if (rewrite.regex().isEmpty()) {
            Arguments.known(rewrite.replacement());
        }
    }

    private static void tempPath(List<String> words) {
        Arguments.count(words, 1, 4);
        for (var level : words.subList(1, words.size())) {
            Units.count(level, 1, 3);
        }
    }

    private static void bind(List<String> words) {
        Arguments.count(words, 1, 2);
        var template = Arguments.known(Template.of(words.get(0)));
        if (words.size() == 2) {
            Arguments.oneOf(words.get(1), List.of("transparent"));
        }
        if (template.isLiteral()
                && !words.get(0).equals("off")
                && LocalAddress.of(words.get(0)).isEmpty()) {
            throw new IllegalArgumentException("invalid address \"" + words.get(0)
                    + "\" (expected an address, IPv4:port or [IPv6]:port with a port from 1 to 65535, or off)");
        }
    }
}
