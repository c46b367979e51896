package io.waflab.config;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The Content-Type of a file by its suffix: {@code types} and {@code default_type} (ngx_http_set_content_type). */
public final class MediaTypes {

    /** What nginx knows where no types are written. */
    private static final List<List<String>> USUAL =
            List.of(List.of("text/html", "html"), List.of("image/gif", "gif"), List.of("image/jpeg", "jpg"));

    private final Map<String, String> bySuffix = new HashMap<>();
    private final String otherwise;

    private MediaTypes(List<List<String>> lines, String otherwise) {
        this.otherwise = otherwise;
        for (var words : lines) {
            for (var suffix : words.subList(1, words.size())) {
                bySuffix.put(suffix.toLowerCase(Locale.ROOT), words.get(0));
            }
        }
    }

    /** Those in force. */
    public static MediaTypes of(Settings settings) {
        var lines = settings.has(Directive.TYPES) ? settings.lines(Directive.TYPES) : USUAL;
        return new MediaTypes(lines, settings.text(Directive.DEFAULT_TYPE));
    }

    /** The type of what a path is for: that of its suffix, else default_type. */
    public String of(String uri) {
        return bySuffix.getOrDefault(suffix(uri), otherwise);
    }

    /** ngx_http_set_exten: what follows the last dot of the last segment, unless that begins with it. */
    private static String suffix(String uri) {
        for (int i = uri.length() - 1; i > 1; i--) {
            if (uri.charAt(i) == '.' && uri.charAt(i - 1) != '/') {
                return uri.substring(i + 1).toLowerCase(Locale.ROOT);
            }
            if (uri.charAt(i) == '/') {
                return "";
            }
        }
        return "";
    }
}
