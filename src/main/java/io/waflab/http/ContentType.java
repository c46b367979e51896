package io.waflab.http;

/**
 * A Content-Type as nginx takes it apart (ngx_http_upstream_copy_content_type): only a parameter charset is told from the
 * type, all others belong to it.
 *
 * @param type what comes before the charset's semicolon
 * @param charset empty for none
 */
public record ContentType(String type, String charset) {

    private static final String CHARSET = "charset=";

    /** @param value a field's value, not null */
    public static ContentType of(String value) {
        for (int at = value.indexOf(';'); at >= 0; at = value.indexOf(';', at + 1)) {
            int from = at + 1;
            while (from < value.length() && value.charAt(from) == ' ') {
                from++;
            }
            if (value.regionMatches(true, from, CHARSET, 0, CHARSET.length())) {
                return new ContentType(value.substring(0, at), unquoted(value.substring(from + CHARSET.length())));
            }
        }
        return new ContentType(value, "");
    }

    private static String unquoted(String text) {
        var from = text.startsWith("\"") ? text.substring(1) : text;
        return from.endsWith("\"") ? from.substring(0, from.length() - 1) : from;
    }
}
