package io.waflab.config;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** The Content-Types that a filter is for: {@code gzip_types}, {@code charset_types} (ngx_http_test_content_type). */
public final class MediaTypeSet {

    private final Set<String> types = new HashSet<>(Set.of("text/html"));

    private MediaTypeSet() {}

    /** Those in force, and text/html, which always is. */
    public static MediaTypeSet of(Settings settings, Directive directive) {
        var set = new MediaTypeSet();
        for (var words : settings.lines(directive)) {
            for (var type : words) {
                set.types.add(type.toLowerCase(Locale.ROOT));
            }
        }
        return set;
    }

    /**
     * Whether a type is one of them; with {@code *} anything is, even no type.
     *
     * @param type a Content-Type without its charset; null for none
     */
    public boolean contains(String type) {
        return types.contains("*") || type != null && types.contains(type.toLowerCase(Locale.ROOT));
    }
}
