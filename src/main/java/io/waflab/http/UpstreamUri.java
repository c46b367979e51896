package io.waflab.http;

/** The target that proxy_pass makes of a request's (ngx_http_proxy_create_request). */
public final class UpstreamUri {

    private static final String HEX = "0123456789ABCDEF";

    private UpstreamUri() {}

    /** The target without a URI in proxy_pass: the client's as sent, or null for just that. */
    public static String unchanged(RequestHead head) {
        return head.targetIsWhole() ? null : withArgs(head.uri(), head.args());
    }

    /**
     * The target with a URI in proxy_pass: it takes the place of the location's prefix in {@code $uri}, which is encoded
     * again where the client encoded it.
     *
     * @param prefix the location's, which {@code $uri} begins with
     * @param replacement the URI part of proxy_pass
     */
    public static String replaced(RequestHead head, String prefix, String replacement) {
        var uri = head.uri();
        var rest = uri.substring(Math.min(prefix.length(), uri.length()));
        return withArgs(replacement + (head.quoted() ? escape(rest) : rest), head.args());
    }

    private static String withArgs(String path, String args) {
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
