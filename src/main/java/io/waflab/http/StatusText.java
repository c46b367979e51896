package io.waflab.http;

/** The texts nginx puts after status codes in its own heads (ngx_http_header_filter_module.c). */
public final class StatusText {

    private static final String[] TEXTS = new String[600];

    static {
        put(200, "OK", "Created", "Accepted");
        put(204, "No Content");
        put(206, "Partial Content");
        put(301, "Moved Permanently", "Moved Temporarily", "See Other", "Not Modified");
        put(307, "Temporary Redirect", "Permanent Redirect");
        put(400, "Bad Request", "Unauthorized", "Payment Required", "Forbidden", "Not Found", "Not Allowed");
        put(406, "Not Acceptable");
        put(408, "Request Time-out", "Conflict", "Gone", "Length Required", "Precondition Failed");
        put(413, "Request Entity Too Large", "Request-URI Too Large", "Unsupported Media Type");
        put(416, "Requested Range Not Satisfiable");
        put(421, "Misdirected Request");
        put(429, "Too Many Requests");
        put(500, "Internal Server Error", "Not Implemented", "Bad Gateway", "Service Temporarily Unavailable");
        put(504, "Gateway Time-out", "HTTP Version Not Supported");
        put(507, "Insufficient Storage");
    }

    private StatusText() {}

    private static void put(int first, String... texts) {
        System.arraycopy(texts, 0, TEXTS, first, texts.length);
    }

    /** The text; empty for a code that nginx has no text for. */
    public static String of(int status) {
        return status >= 0 && status < TEXTS.length && TEXTS[status] != null ? TEXTS[status] : "";
    }

    /** Three digits at least, as nginx writes a status wherever it does. */
    public static String code(int status) {
        return status < 100 ? "0".repeat(status < 10 ? 2 : 1) + status : Integer.toString(status);
    }

    /** {@code 502 Bad Gateway}; a code without text keeps the space after it, as nginx writes it. */
    public static String line(int status) {
        return code(status) + " " + of(status);
    }
}
