package io.waflab.http;

import io.waflab.config.Regex;
import io.waflab.config.Rewrite;
import java.util.List;
import java.util.Optional;

/**
 * Rewrites a value by the first line that fits: Location by proxy_redirect, a cookie's domain and path by
 * proxy_cookie_domain and proxy_cookie_path (ngx_http_proxy_rewrite_redirect and its like).
 */
public final class ValueRewriter {

    private final List<Rewrite> lines;
    private final boolean domain;

    private ValueRewriter(List<Rewrite> lines, boolean domain) {
        this.lines = List.copyOf(lines);
        this.domain = domain;
    }

    /** A text that fits is the value's beginning, and only that is replaced; case counts. */
    public static ValueRewriter ofPrefixes(List<Rewrite> lines) {
        return new ValueRewriter(lines, false);
    }

    /** A text that fits is the whole domain, a dot before it not counted, which stays; case does not count. */
    public static ValueRewriter ofDomains(List<Rewrite> lines) {
        return new ValueRewriter(lines, true);
    }

    /** Whether there is nothing to do. */
    public boolean isEmpty() {
        return lines.isEmpty();
    }

    /** What the value becomes; empty where no line fits. */
    public Optional<String> rewrite(String value, Expansion expansion) {
        for (var line : lines) {
            var rewritten = line.regex().isPresent()
                    ? line.regex().get().find(value).map(found -> replaced(line, found, expansion))
                    : text(line, value, expansion);
            if (rewritten.isPresent()) {
                return rewritten;
            }
        }
        return Optional.empty();
    }

    private static String replaced(Rewrite line, Regex.Match found, Expansion expansion) {
        return expansion.of(line.replacement(), Optional.of(found));
    }

    private Optional<String> text(Rewrite line, String value, Expansion expansion) {
        var text = expansion.of(line.text());
        if (domain) {
            int dot = value.startsWith(".") ? 1 : 0;
            return value.substring(dot).equalsIgnoreCase(text)
                    ? Optional.of(value.substring(0, dot) + expansion.of(line.replacement()))
                    : Optional.empty();
        }
        return value.startsWith(text)
                ? Optional.of(expansion.of(line.replacement()) + value.substring(text.length()))
                : Optional.empty();
    }
}
