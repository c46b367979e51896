package io.waflab.http;

import io.netty.util.AsciiString;
import io.waflab.http.HpackReader.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Makes a request head of the header fields of an HTTP/2 stream, as nginx does (ngx_http_v2_state_process_header and
 * ngx_http_v2_run_request): what it refuses is refused with the same status. The head looks to others as if it had come in
 * HTTP/1 with {@code name: value} lines, the fields of a split Cookie joined.
 */
public final class RequestFields {

    private final Function<String, HeadLimits> limitsOf;
    private final boolean endStream;
    private final RequestHead head = new RequestHead();
    private final List<Field> kept = new ArrayList<>();
    private final List<AsciiString> cookies = new ArrayList<>(0);
    private HeadLimits limits;
    private AsciiString method = AsciiString.EMPTY_STRING;
    private AsciiString scheme = AsciiString.EMPTY_STRING;
    private AsciiString path = AsciiString.EMPTY_STRING;
    private AsciiString authority;
    private boolean lineDone;
    private int lines;
    private Refusal refusal;

    private RequestFields(Function<String, HeadLimits> limitsOf, boolean endStream) {
        this.limitsOf = limitsOf;
        this.endStream = endStream;
        limits = limitsOf.apply("");
    }

    /**
     * A request, or why it is none.
     *
     * @param head whole without a refusal; with one, what was read until then
     * @param refusal null for a good request
     */
    public record Request(RequestHead head, Refusal refusal) {}

    /**
     * Reads a request.
     *
     * @param limitsOf of the server of a name; of the one so far for the empty name
     * @param endStream whether no body follows
     * @param length octets of the encoded block: what $request_length counts
     */
    public static Request read(
            List<Field> fields, Function<String, HeadLimits> limitsOf, boolean endStream, long length) {
        var reading = new RequestFields(limitsOf, endStream);
        for (var field : fields) {
            reading.take(field);
            if (reading.refusal != null) {
                break;
            }
        }
        if (reading.refusal == null) {
            reading.requestLine();
        }
        var refusal = reading.lay();
        reading.head.counted = length;
        reading.head.whole = refusal == null;
        return new Request(reading.head, refusal);
    }

    /** A head of a request whose fields never came. */
    public static RequestHead none() {
        return HeadBytes.empty(new RequestHead());
    }

    private void refuse(String reason) {
        if (refusal == null) {
            refusal = Refusal.of(400, reason);
        }
    }

    private void take(Field field) {
        boolean odd = checkName(field.name());
        checkValue(field);
        if (refusal != null) {
            return;
        }
        if (field.name().charAt(0) == ':') {
            pseudo(field.name().toString(), trimmed(field.value()));
            return;
        }
        requestLine();
        if (refusal != null || odd && limits.ignoreInvalidHeaders()) {
            return;
        }
        if (field.name().contentEquals("cookie")) {
            cookies.add(trimmed(field.value()));
        } else if (lines++ >= limits.maxHeaders()) {
            refusal = RequestRules.TOO_MANY;
        } else {
            kept.add(new Field(field.name(), trimmed(field.value())));
        }
    }

    /** Whether the name holds a byte that names seldom have. */
    private boolean checkName(AsciiString name) {
        boolean odd = false;
        for (int i = name.charAt(0) == ':' ? 1 : 0; i < name.length(); i++) {
            byte c = name.byteAt(i);
            boolean upper = c >= 'A' && c <= 'Z';
            if (!Octets.visible(c) || c == ':' || upper) {
                refuse("client sent invalid header name: \"" + name + "\"");
            }
            odd |= !Octets.inName(c) && !(c == '_' && limits.underscoresInHeaders());
        }
        return odd;
    }

    private void checkValue(Field field) {
        for (int i = 0; i < field.value().length(); i++) {
            byte c = field.value().byteAt(i);
            if (c == 0 || c == Octets.CR || c == Octets.LF) {
                refuse("client sent header \"" + field.name() + "\" with invalid value: \"" + field.value() + "\"");
                return;
            }
        }
    }

    /** Without the spaces and tabs around it. */
    private static AsciiString trimmed(AsciiString value) {
        int from = 0;
        int to = value.length();
        while (from < to && blank(value.byteAt(from))) {
            from++;
        }
        while (from < to && blank(value.byteAt(to - 1))) {
            to--;
        }
        return value.subSequence(from, to, false);
    }

    private static boolean blank(byte c) {
        return c == ' ' || c == '\t';
    }

    private void pseudo(String name, AsciiString value) {
        if (lineDone) {
            refuse("client sent out of order pseudo-headers");
            return;
        }
        switch (name) {
            case ":method" -> {
                once(name, method, value);
                method = value;
                checkMethod();
            }
            case ":scheme" -> {
                once(name, scheme, value);
                scheme = value;
                checkScheme();
            }
            case ":path" -> {
                once(name, path, value);
                path = value;
            }
            case ":authority" -> authority(value);
            default -> refuse("client sent unknown pseudo-header \"" + name + "\"");
        }
    }

    private void once(String name, AsciiString before, AsciiString value) {
        if (!before.isEmpty()) {
            refuse("client sent duplicate " + name + " header");
        } else if (value.isEmpty()) {
            refuse("client sent empty " + name + " header");
        }
    }

    private void checkMethod() {
        for (int i = 0; i < method.length(); i++) {
            byte c = method.byteAt(i);
            if ((c < 'A' || c > 'Z') && c != '_' && c != '-') {
                refuse("client sent invalid method: \"" + method + "\"");
                return;
            }
        }
    }

    private void checkScheme() {
        for (int i = 0; i < scheme.length(); i++) {
            byte c = scheme.byteAt(i);
            if (!Octets.letter(c) && (i == 0 || !Octets.digit(c) && c != '+' && c != '-' && c != '.')) {
                refuse("client sent invalid :scheme header: \"" + scheme + "\"");
                return;
            }
        }
    }

    private void authority(AsciiString value) {
        if (authority != null) {
            refuse("client sent duplicate \":authority\" header");
            return;
        }
        authority = value;
        var host = HostName.of(value.toByteArray(), 0, value.length());
        if (host == null) {
            refuse("client sent invalid \":authority\" header");
        } else {
            head.host = host;
            limits = limitsOf.apply(host);
        }
    }

    /** At the first field that is no pseudo-header, or at the end: all of these must be there. */
    private void requestLine() {
        if (lineDone) {
            return;
        }
        if (method.isEmpty()) {
            refuse("client sent no :method header");
        } else if (scheme.isEmpty()) {
            refuse("client sent no :scheme header");
        } else if (path.isEmpty()) {
            refuse("client sent no :path header");
        }
        lineDone = refusal == null;
    }

    /** Lays everything out as HTTP/1 would have brought it, and lets the rules of request heads look at it. */
    private Refusal lay() {
        if (!lineDone) {
            HeadBytes.empty(head);
            return refusal;
        }
        var bytes = new HeadBytes(head);
        boolean good = bytes.requestLine(method, path);
        addHost();
        if (!cookies.isEmpty()) {
            kept.add(new Field(AsciiString.cached("cookie"), joined()));
        }
        kept.forEach(bytes::field);
        bytes.done();
        if (refusal != null || good) {
            return refusal == null ? new Http2RequestRules(head, limits).check(authority, endStream) : refusal;
        }
        return Refusal.of(400, "client sent invalid :path header: \"" + path + "\"");
    }

    /** What $http_host and the upstream see, where only :authority names the host. */
    private void addHost() {
        boolean there = kept.stream().anyMatch(field -> field.name().contentEquals("host"));
        if (!there && authority != null) {
            kept.add(new Field(AsciiString.cached("host"), authority));
        }
    }

    private AsciiString joined() {
        var text = new StringBuilder();
        for (var cookie : cookies) {
            text.append(text.length() == 0 ? "" : "; ").append(cookie);
        }
        return new AsciiString(text);
    }
}
