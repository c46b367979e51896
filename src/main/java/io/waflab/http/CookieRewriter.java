package io.waflab.http;

import io.waflab.config.CookieFlags;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What proxy_cookie_domain, proxy_cookie_path and proxy_cookie_flags make of a Set-Cookie (ngx_http_proxy_module). */
public final class CookieRewriter {

    /** Whatever the order of the directive's words (ngx_http_proxy_edit_cookie_flags). */
    private static final List<String> ADDED_IN_ORDER = List.of("secure", "httponly", "samesite");

    private final ValueRewriter domains;
    private final ValueRewriter paths;
    private final List<CookieFlags> flags;

    public CookieRewriter(ValueRewriter domains, ValueRewriter paths, List<CookieFlags> flags) {
        this.domains = domains;
        this.paths = paths;
        this.flags = List.copyOf(flags);
    }

    /** Whether there is nothing to do. */
    public boolean isEmpty() {
        return domains.isEmpty() && paths.isEmpty() && flags.isEmpty();
    }

    /** What the field's value becomes; empty where it stays as it is. */
    public Optional<String> rewrite(String value, Expansion expansion) {
        var cookie = new SetCookie(value);
        boolean changed = false;
        for (int i = 1; i < cookie.count(); i++) {
            if (cookie.value(i) != null) {
                changed |= rewrite(cookie, i, expansion);
            }
        }
        changed |= flag(cookie, expansion);
        return changed ? Optional.of(cookie.toString()) : Optional.empty();
    }

    private boolean rewrite(SetCookie cookie, int i, Expansion expansion) {
        var rewritten = cookie.is(i, "domain")
                ? domains.rewrite(cookie.value(i), expansion)
                : cookie.is(i, "path") ? paths.rewrite(cookie.value(i), expansion) : Optional.<String>empty();
        rewritten.ifPresent(other -> cookie.value(i, other));
        return rewritten.isPresent();
    }

    /** The first line that fits the cookie's name counts. */
    private boolean flag(SetCookie cookie, Expansion expansion) {
        var line = flags.stream()
                .filter(one -> one.regex().isPresent()
                        ? one.regex().get().find(cookie.name()).isPresent()
                        : expansion.of(one.name()).equalsIgnoreCase(cookie.name()))
                .findFirst();
        var words = new ArrayList<String>();
        line.ifPresent(found ->
                found.flags().forEach(flag -> words.add(expansion.of(flag).toLowerCase(Locale.ROOT))));
        words.removeIf(String::isEmpty);
        words.sort(Comparator.comparing(CookieRewriter::attribute, Comparator.comparing(ADDED_IN_ORDER::indexOf)));
        words.forEach(word -> apply(word, cookie));
        return !words.isEmpty();
    }

    private static String attribute(String word) {
        return word.replaceFirst("^no(?=[sh])", "").replaceFirst("=.*", "");
    }

    private static void apply(String word, SetCookie cookie) {
        switch (word) {
            case "secure" -> add(cookie, "Secure");
            case "httponly" -> add(cookie, "HttpOnly");
            case "nosecure", "nohttponly", "nosamesite" -> {
                for (int i = cookie.find(word.substring(2)); i > 0; i = cookie.find(word.substring(2))) {
                    cookie.remove(i);
                }
            }
            case "samesite=strict" -> sameSite(cookie, "Strict");
            case "samesite=lax" -> sameSite(cookie, "Lax");
            case "samesite=none" -> sameSite(cookie, "None");
            default -> {
                // out of a variable: nginx logs it and goes on
            }
        }
    }

    private static void add(SetCookie cookie, String name) {
        if (cookie.find(name) < 0) {
            cookie.add(name, null);
        }
    }

    private static void sameSite(SetCookie cookie, String value) {
        int i = cookie.find("SameSite");
        if (i < 0) {
            cookie.add("SameSite", value);
        } else {
            cookie.value(i, value);
        }
    }
}
