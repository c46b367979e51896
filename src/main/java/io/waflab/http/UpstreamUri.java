package io.waflab.http;

/** The target that proxy_pass makes of a request's (ngx_http_proxy_create_request). */
public final class UpstreamUri {

    private static final String HEX = "0123456789ABCDEF";

    private UpstreamUri() {}

    /**
     * The target where it is not the client's as sent.
     *
     * @param uri {@code $uri}
     * @param prefix how many of its characters the replacement takes the place of
     * @param replacement the URI part of proxy_pass; empty for none
     * @param encodes whether the rest is encoded again: where the client encoded it, or it was rewritten
     * @param args {@code $args}
     */
    public static String of(String uri, int prefix, String replacement, boolean encodes, String args) {
        var rest = uri.substring(Math.min(prefix, uri.length()));
        var path = replacement + (encodes ? escape(rest) : rest);
        return args.isEmpty() ? path : path + "?" + args;
    }

    /** ngx_escape_uri with NGX_ESCAPE_URI: controls, spaces, bytes above 126 and {@code "#%<>?\^`{|}}. */
    public static String escape(String path) {
        var out = new StringBuilder(path.length() + 16);
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c <= ' ' || c >= 0x7f || "\"#%<>?\\^`{|}".indexOf(c) >= 0) {
                out.append('%').append(HEX.charAt(c >> 4 & 15)).append(HEX.charAt(c & 15));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
