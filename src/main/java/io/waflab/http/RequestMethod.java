package io.waflab.http;

/** The methods nginx knows by name; others are passed on as they are. */
final class RequestMethod {

    private static final String[] KNOWN = {
        "GET",
        "POST",
        "HEAD",
        "PUT",
        "DELETE",
        "OPTIONS",
        "PATCH",
        "CONNECT",
        "TRACE",
        "PROPFIND",
        "PROPPATCH",
        "MKCOL",
        "COPY",
        "MOVE",
        "LOCK",
        "UNLOCK"
    };

    private RequestMethod() {}

    /** The method as text; the known ones are not made anew. */
    static String text(byte[] data, int from, int to) {
        for (var method : KNOWN) {
            if (Octets.equals(data, from, to, method)) {
                return method;
            }
        }
        return Octets.text(data, from, to);
    }

    /** Whether a request may be sent to a second upstream once sent (ngx_http_upstream_next; RFC 9110, 9.2.2). */
    static boolean idempotent(String method) {
        return !method.equals("POST") && !method.equals("LOCK") && !method.equals("PATCH");
    }
}
