package io.waflab.http;

import java.util.List;

/** What nginx makes of an upstream's fields (ngx_http_upstream_headers_in), in the order of the fields. */
final class ResponseRules {

    /** Fields of which nginx keeps the first and drops the others with a warning. */
    private static final FieldNames SINGLE = FieldNames.of(List.of(
            "Content-Type",
            "Date",
            "Last-Modified",
            "ETag",
            "Server",
            "Location",
            "Refresh",
            "Expires",
            "Accept-Ranges",
            "Content-Encoding",
            "Content-Range",
            "Status",
            "X-Accel-Redirect",
            "X-Accel-Expires",
            "X-Accel-Limit-Rate",
            "X-Accel-Buffering",
            "X-Accel-Charset"));

    private static final FieldNames NOT_PASSED_ON =
            FieldNames.of(List.of("Content-Type", "Content-Length", "Connection", "Keep-Alive", "Transfer-Encoding"));

    private ResponseHead head;
    private Fields fields;
    private boolean lengthSeen;

    /** The fields of another head follow. */
    void begin(ResponseHead next) {
        head = next;
        fields = next.fields;
        lengthSeen = false;
    }

    /** Lets go of the head. */
    void end() {
        head = null;
        fields = null;
    }

    /** A line is over; null when it is good. */
    Refusal field(FieldLine line) {
        int i = fields.add(line);
        var data = fields.data();
        if (NOT_PASSED_ON.contains(data, fields.nameStart(i), fields.nameEnd(i))) {
            fields.withhold(i);
            return framing(i);
        }
        if (SINGLE.contains(data, fields.nameStart(i), fields.nameEnd(i))) {
            dropRepetition(i);
        }
        return null;
    }

    private Refusal framing(int i) {
        switch (fields.nameLength(i)) {
            case 12 -> {
                dropRepetition(i);
                head.contentType = head.contentType < 0 ? i : head.contentType;
            }
            case 14 -> {
                return contentLength(i);
            }
            case 17 -> {
                return transferEncoding(i);
            }
            case 10 -> {
                if (fields.nameIs(i, "connection") && fields.valueContains(i, "close")) {
                    head.close = true;
                }
            }
            default -> {}
        }
        return null;
    }

    private void dropRepetition(int i) {
        int first = fields.firstNamedAs(i);
        if (first != i) {
            fields.withhold(i);
            head.warn("upstream sent duplicate header line: " + quoted(i) + ", previous value: " + quoted(first)
                    + ", ignored");
        }
    }

    private Refusal contentLength(int i) {
        if (lengthSeen) {
            return invalid("upstream sent duplicate header line: " + quoted(i) + ", previous value: "
                    + quoted(fields.indexOf("content-length")));
        }
        lengthSeen = true;
        if (head.chunked) {
            return both();
        }
        head.contentLength = Octets.decimal(fields.data(), fields.valueStart(i), fields.valueEnd(i));
        return head.contentLength < 0 ? invalid("upstream sent invalid \"Content-Length\" header: " + quoted(i)) : null;
    }

    private Refusal transferEncoding(int i) {
        if (head.chunked) {
            return invalid("upstream sent duplicate header line: " + quoted(i) + ", previous value: "
                    + quoted(fields.indexOf("transfer-encoding")));
        }
        if (lengthSeen) {
            return both();
        }
        if (!fields.valueIs(i, "chunked")) {
            return invalid("upstream sent unknown \"Transfer-Encoding\": \"" + fields.value(i) + "\"");
        }
        head.chunked = true;
        return null;
    }

    private static Refusal both() {
        return invalid("upstream sent \"Content-Length\" and \"Transfer-Encoding\" headers at the same time");
    }

    private String quoted(int i) {
        return "\"" + fields.line(i) + "\"";
    }

    /** A line that cannot be. */
    Refusal invalid(FieldLine line) {
        int c = fields.data()[line.valueEnd] & 0xff;
        return invalid("upstream sent invalid header: \"" + Octets.text(fields.data(), line.nameStart, line.valueEnd)
                + String.format("\\x%02x...\"", c));
    }

    private static Refusal invalid(String reason) {
        return Refusal.of(502, reason);
    }
}
