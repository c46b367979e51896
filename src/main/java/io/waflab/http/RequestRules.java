package io.waflab.http;

/** What nginx checks in a request head beyond its grammar, in its order: the first fault is the one answered. */
final class RequestRules {

    /** Fields that may stand once only, by the length of their name. Host has a message of its own. */
    private static final String[][] UNIQUE = new String[20][];

    static {
        UNIQUE[6] = new String[] {"expect"};
        UNIQUE[8] = new String[] {"if-match", "if-range"};
        UNIQUE[13] = new String[] {"if-none-match", "authorization", "content-range"};
        UNIQUE[14] = new String[] {"content-length"};
        UNIQUE[17] = new String[] {"transfer-encoding", "if-modified-since"};
        UNIQUE[19] = new String[] {"if-unmodified-since", "proxy-authorization"};
    }

    static final Refusal TOO_MANY = new Refusal(494, "client sent too many header lines", true);

    private final RequestHead head;
    private final Fields fields;
    private HeadLimits limits;
    private boolean hostSeen;
    private int contentLength = -1;
    private int transferEncoding = -1;
    private int lines;

    RequestRules(RequestHead head, HeadLimits limits) {
        this.head = head;
        this.fields = head.fields;
        this.limits = limits;
    }

    /** The lines that follow are another server's: Host has named it. */
    void limits(HeadLimits others) {
        limits = others;
    }

    /** The request line is over; null when it is good. */
    Refusal requestLine() {
        var line = head.line;
        var data = fields.data();
        if (line.complexUri || line.quotedUri || line.emptyPath) {
            var parts = NormalizedUri.of(data, line.uriStart, line.uriEnd, line.emptyPath, limits.mergeSlashes());
            if (parts.path() == null) {
                return Refusal.of(400, "client sent invalid request");
            }
            head.uri = parts.path();
            line.quotedUri = parts.quoted();
            head.argsStart = parts.argsStart();
            head.argsEnd = parts.argsEnd();
        } else {
            int pathEnd = line.argsStart < 0 ? line.uriEnd : line.argsStart - 1;
            head.uri = Octets.text(data, line.uriStart, pathEnd);
            head.argsStart = line.argsStart;
            head.argsEnd = line.uriEnd;
        }
        if (line.hostStart >= 0) {
            var host = HostName.of(data, line.hostStart, line.hostEnd);
            if (host == null) {
                return Refusal.of(400, "client sent invalid host in request line");
            }
            head.host = host;
        }
        return null;
    }

    /** A line is over; null when it is kept or silently dropped. */
    Refusal field(FieldLine line) {
        if (line.oddName && limits.ignoreInvalidHeaders()) {
            return null;
        }
        return tooMany() ? TOO_MANY : kept(fields.add(line));
    }

    /** Counts a line; true when it is one too many. */
    boolean tooMany() {
        return lines++ >= limits.maxHeaders();
    }

    /** A field was added; null when it may stand. */
    Refusal kept(int i) {
        int length = fields.nameLength(i);
        if (length == 4 && fields.nameIs(i, "host")) {
            return host(i);
        }
        if (length == 10 && fields.nameIs(i, "connection")) {
            connection(i);
        }
        return length < UNIQUE.length && UNIQUE[length] != null ? unique(i, UNIQUE[length]) : null;
    }

    private Refusal host(int i) {
        if (hostSeen) {
            return Refusal.of(400, "client sent duplicate host header: " + withPrevious(i, "host"));
        }
        hostSeen = true;
        var host = HostName.of(fields.data(), fields.valueStart(i), fields.valueEnd(i));
        if (host == null) {
            return Refusal.of(400, "client sent invalid host header");
        }
        if (head.host.isEmpty()) {
            head.host = host;
        }
        return null;
    }

    private void connection(int i) {
        if (fields.valueContains(i, "close")) {
            head.connection = -1;
        } else if (fields.valueContains(i, "keep-alive")) {
            head.connection = 1;
        }
    }

    private Refusal unique(int i, String[] names) {
        for (var name : names) {
            if (!fields.nameIs(i, name)) {
                continue;
            }
            if (fields.indexOf(name) != i) {
                return Refusal.of(400, "client sent duplicate header line: " + withPrevious(i, name));
            }
            switch (name) {
                case "content-length" -> contentLength = i;
                case "transfer-encoding" -> transferEncoding = i;
                case "expect" -> head.expectsContinue = head.line.version > 1000 && fields.valueIs(i, "100-continue");
                default -> {}
            }
        }
        return null;
    }

    private String withPrevious(int i, String name) {
        return "\"" + fields.line(i) + "\", previous value: \"" + fields.line(fields.indexOf(name)) + "\"";
    }

    /** The empty line has come (ngx_http_process_request_header); null when the request is good. */
    Refusal whole() {
        if (!hostSeen && head.line.version > 1000) {
            return Refusal.of(400, "client sent HTTP/1.1 request without \"Host\" header");
        }
        var refusal = length();
        if (refusal == null && transferEncoding >= 0) {
            refusal = transferEncoding();
        }
        return refusal != null ? refusal : method();
    }

    /** Reads Content-Length; null when it is good, or not there. */
    Refusal length() {
        if (contentLength >= 0) {
            head.contentLength =
                    Octets.decimal(fields.data(), fields.valueStart(contentLength), fields.valueEnd(contentLength));
            if (head.contentLength < 0) {
                return Refusal.of(400, "client sent invalid \"Content-Length\" header");
            }
        }
        return null;
    }

    private Refusal transferEncoding() {
        if (head.line.version < 1001) {
            return Refusal.of(400, "client sent HTTP/1.0 request with \"Transfer-Encoding\" header");
        }
        if (!fields.valueIs(transferEncoding, "chunked")) {
            return Refusal.of(
                    501, "client sent unknown \"Transfer-Encoding\": \"" + fields.value(transferEncoding) + "\"");
        }
        if (contentLength >= 0) {
            return Refusal.of(400, "client sent \"Content-Length\" and \"Transfer-Encoding\" headers at the same time");
        }
        head.chunked = true;
        return null;
    }

    Refusal method() {
        var method = head.method();
        return method.equals("CONNECT") || method.equals("TRACE")
                ? Refusal.of(405, "client sent " + method + " method")
                : null;
    }

    /** A line that cannot be. */
    Refusal invalid(FieldLine line) {
        int c = fields.data()[line.valueEnd] & 0xff;
        return Refusal.of(
                400,
                "client sent invalid header line: \"" + Octets.text(fields.data(), line.nameStart, line.valueEnd)
                        + String.format("\\x%02x...\"", c));
    }
}
