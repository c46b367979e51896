package io.waflab.http;

import java.util.Optional;

/**
 * A URI of this server's that an upstream names (X-Accel-Redirect): decoded, and refused where it could lead out of its
 * folder (ngx_http_parse_unsafe_uri).
 *
 * @param path decoded
 * @param args what follows the first question mark, as it came; empty without one
 */
public record UnsafeUri(String path, String args) {

    /** Empty for one that is unsafe. */
    public static Optional<UnsafeUri> read(String text) {
        int mark = text.indexOf('?');
        var path = mark < 0 ? text : text.substring(0, mark);
        var decoded = decoded(path);
        boolean unsafe = path.isEmpty() || goesUp(path) || goesUp(decoded) || decoded.indexOf(0) >= 0;
        return unsafe
                ? Optional.empty()
                : Optional.of(new UnsafeUri(decoded, mark < 0 ? "" : text.substring(mark + 1)));
    }

    /** ".." between slashes or at an end. */
    private static boolean goesUp(String path) {
        return path.startsWith("../") || path.endsWith("/..") || path.equals("..") || path.contains("/../");
    }

    /** ngx_unescape_uri: what is no code stays as it is. */
    private static String decoded(String path) {
        var out = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) {
            int code = path.charAt(i) == '%' && i + 2 < path.length() ? code(path, i + 1) : -1;
            if (code < 0) {
                out.append(path.charAt(i));
            } else {
                out.append((char) code);
                i += 2;
            }
        }
        return out.toString();
    }

    private static int code(String path, int at) {
        int high = Character.digit(path.charAt(at), 16);
        int low = Character.digit(path.charAt(at + 1), 16);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }
}
