package io.waflab.http;

/**
 * The request line, read byte by byte as ngx_http_parse_request_line does, over any split. Positions are indexes into the
 * array that the caller passes, the same at every call (it may grow in between).
 */
final class RequestLine {

    private enum State {
        START,
        METHOD,
        BEFORE_URI,
        SCHEME,
        SCHEME_SLASHES,
        BEFORE_HOST,
        HOST_START,
        HOST,
        HOST_END,
        HOST_LITERAL,
        PORT,
        AFTER_SLASH,
        PATH,
        REST_OF_URI,
        AFTER_URI,
        VERSION,
        AFTER_VERSION,
        ALMOST_DONE,
        DONE,
        REFUSED
    }

    private State state = State.START;
    private boolean get;
    private boolean connect;
    private int slashes;
    private int schemeEnd;

    int start;
    int end = -1;
    int methodEnd = -1;
    int hostStart = -1;
    int hostEnd = -1;
    int uriStart = -1;
    int uriEnd = -1;
    int protocolStart = -1;
    int protocolEnd = -1;
    /** The first byte after the first {@code ?}; -1 without one. */
    int argsStart = -1;
    /** Whether the path holds {@code //}, {@code /.} or {@code #} and must be rewritten. */
    boolean complexUri;
    /** Whether the path holds {@code %}. */
    boolean quotedUri;
    /** {@code http://host?args}: the path is missing. */
    boolean emptyPath;
    /** Major × 1000 + minor; nginx starts from 1.0, so a line refused before its version is answered as 1.0. */
    int version = 1000;

    private ProtocolVersion protocol;
    private Refusal refusal;

    /** Reads on from pos; returns the position after the last byte used, which is end unless the line is over. */
    int parse(byte[] data, int pos, int end) {
        int at = pos;
        while (at < end && state.compareTo(State.DONE) < 0) {
            at = step(data, at, end);
        }
        return at;
    }

    /**
     * Reads the {@code :path} of HTTP/2, which is the whole of these bytes (ngx_http_parse_uri).
     *
     * @return whether it is one
     */
    boolean path(byte[] data, int from, int to) {
        if (from == to || data[from] != '/') {
            return false;
        }
        uriStart = from;
        uriEnd = to;
        state = State.AFTER_SLASH;
        boolean whole = uri(data, from + 1, to) == to && refusal == null && uriEnd == to;
        boolean inUri = state == State.AFTER_SLASH || state == State.PATH || state == State.REST_OF_URI;
        state = State.DONE;
        return whole && inUri;
    }

    boolean done() {
        return state == State.DONE;
    }

    /** Whether nothing but empty lines has been read. */
    boolean fresh() {
        return state == State.START;
    }

    /** Why the line is not accepted; null while it is. */
    Refusal refusal() {
        return refusal;
    }

    private int step(byte[] data, int at, int end) {
        byte c = data[at];
        switch (state) {
            case START -> start(c, at);
            case METHOD -> method(data, at);
            case BEFORE_URI -> beforeUri(c, at);
            case SCHEME -> scheme(c, at);
            case SCHEME_SLASHES -> schemeSlashes(c);
            case BEFORE_HOST, HOST_START -> {
                if (connect && state == State.BEFORE_HOST && c == '/') {
                    connect = false;
                    beforeUri(c, at);
                } else {
                    hostStart(c, at);
                }
            }
            case HOST, HOST_END -> host(c, at);
            case HOST_LITERAL -> hostLiteral(c);
            case PORT -> port(c, at);
            case AFTER_SLASH, PATH, REST_OF_URI -> {
                return uri(data, at, end);
            }
            case AFTER_URI -> afterUri(c, at);
            case VERSION -> version(c, at);
            case AFTER_VERSION -> afterVersion(c, at);
            case ALMOST_DONE -> almostDone(c, at);
            case DONE, REFUSED -> throw new IllegalStateException("the request line is over");
        }
        return at + 1;
    }

    private void start(byte c, int at) {
        start = at;
        if (c == Octets.CR || c == Octets.LF) {
            return;
        }
        if (inMethod(c)) {
            state = State.METHOD;
        } else {
            refuse(400, "client sent invalid method");
        }
    }

    private void method(byte[] data, int at) {
        byte c = data[at];
        if (c == ' ') {
            methodEnd = at;
            get = Octets.equals(data, start, at, "GET");
            connect = Octets.equals(data, start, at, "CONNECT");
            state = connect ? State.BEFORE_HOST : State.BEFORE_URI;
        } else if (!inMethod(c)) {
            refuse(400, "client sent invalid method");
        }
    }

    private static boolean inMethod(byte c) {
        return c >= 'A' && c <= 'Z' || c == '_' || c == '-';
    }

    private void beforeUri(byte c, int at) {
        if (c == '/') {
            uriStart = at;
            state = State.AFTER_SLASH;
        } else if (Octets.letter(c)) {
            state = State.SCHEME;
        } else if (c != ' ') {
            invalid();
        }
    }

    private void scheme(byte c, int at) {
        if (c == ':') {
            schemeEnd = at;
            state = State.SCHEME_SLASHES;
        } else if (!Octets.letter(c) && !Octets.digit(c) && c != '+' && c != '-' && c != '.') {
            invalid();
        }
    }

    private void schemeSlashes(byte c) {
        if (c != '/') {
            invalid();
        } else if (++slashes == 2) {
            state = State.HOST_START;
        }
    }

    private void hostStart(byte c, int at) {
        if (c == ' ' && state == State.BEFORE_HOST) {
            return;
        }
        hostStart = at;
        if (c == '[') {
            state = State.HOST_LITERAL;
        } else {
            state = State.HOST;
            host(c, at);
        }
    }

    private void host(byte c, int at) {
        if (state == State.HOST && (Octets.letter(c) || Octets.digit(c) || c == '.' || c == '-')) {
            return;
        }
        if (c == ':') {
            state = State.PORT;
            return;
        }
        hostEnd = at;
        if (connect) {
            invalid();
        } else {
            afterAuthority(c, at);
        }
    }

    private void hostLiteral(byte c) {
        if (c == ']') {
            state = State.HOST_END;
        } else if (!Octets.letter(c) && !Octets.digit(c) && ":-._~!$&'()*+,;=".indexOf(c) < 0) {
            invalid();
        }
    }

    private void port(byte c, int at) {
        if (Octets.digit(c)) {
            return;
        }
        hostEnd = at;
        if (!connect) {
            afterAuthority(c, at);
        } else if (c == ' ') {
            state = State.AFTER_URI;
        } else {
            invalid();
        }
    }

    private void afterAuthority(byte c, int at) {
        switch (c) {
            case '/' -> {
                uriStart = at;
                state = State.AFTER_SLASH;
            }
            case '?' -> {
                uriStart = at;
                argsStart = at + 1;
                emptyPath = true;
                state = State.REST_OF_URI;
            }
            case ' ' -> {
                // The path is "/": the first of the two slashes after the scheme stands for it.
                uriStart = schemeEnd + 1;
                uriEnd = schemeEnd + 2;
                state = State.AFTER_URI;
            }
            default -> invalid();
        }
    }

    private int uri(byte[] data, int from, int end) {
        int at = from;
        while (at < end) {
            byte c = data[at];
            if (Octets.plainInUri(c)) {
                if (state == State.AFTER_SLASH) {
                    state = State.PATH;
                }
            } else if (!special(c, at)) {
                return at + 1;
            }
            at++;
        }
        return at;
    }

    /** A byte of the URI that is not plain; false when the URI is over. */
    private boolean special(byte c, int at) {
        switch (c) {
            case ' ' -> endUri(at, State.AFTER_URI);
            case Octets.CR -> {
                endUri(at, State.ALMOST_DONE);
                this.end = at;
            }
            case Octets.LF -> {
                endUri(at, State.DONE);
                done(at);
            }
            default -> {
                if (Octets.control(c)) {
                    invalid();
                } else {
                    mark(c, at);
                    return true;
                }
            }
        }
        return false;
    }

    private void endUri(int at, State next) {
        uriEnd = at;
        state = next;
    }

    /** What a byte other than letters, digits and the like says about the URI. */
    private void mark(byte c, int at) {
        if (c == '#') {
            complexUri = true;
            state = State.REST_OF_URI;
        }
        if (state == State.REST_OF_URI) {
            return;
        }
        switch (c) {
            case '/' -> {
                complexUri |= state == State.AFTER_SLASH;
                state = state == State.AFTER_SLASH ? State.REST_OF_URI : State.AFTER_SLASH;
            }
            case '.' -> {
                complexUri |= state == State.AFTER_SLASH;
                state = state == State.AFTER_SLASH ? State.REST_OF_URI : State.PATH;
            }
            case '%' -> {
                quotedUri = true;
                state = State.REST_OF_URI;
            }
            case '?' -> {
                argsStart = at + 1;
                state = State.REST_OF_URI;
            }
            default -> {
                // '+' leaves "/" before it in sight, as nginx does.
            }
        }
    }

    private void afterUri(byte c, int at) {
        switch (c) {
            case ' ' -> {}
            case Octets.CR -> {
                this.end = at;
                state = State.ALMOST_DONE;
            }
            case Octets.LF -> {
                done(at);
            }
            case 'H' -> {
                protocolStart = at;
                protocol = new ProtocolVersion();
                protocol.accept(c);
                state = State.VERSION;
            }
            default -> invalid();
        }
    }

    private void version(byte c, int at) {
        if (protocol.complete() && (c == Octets.CR || c == Octets.LF || c == ' ')) {
            protocolEnd = at;
            afterVersion(c, at);
        } else if (!protocol.accept(c)) {
            invalid();
        } else if (protocol.major() > 1) {
            refuse(505, "client sent invalid version");
        }
    }

    private void afterVersion(byte c, int at) {
        switch (c) {
            case ' ' -> state = State.AFTER_VERSION;
            case Octets.CR -> {
                this.end = at;
                state = State.ALMOST_DONE;
            }
            case Octets.LF -> done(at);
            default -> invalid();
        }
    }

    private void almostDone(byte c, int at) {
        if (c == Octets.LF) {
            done(at);
        } else {
            invalid();
        }
    }

    private void done(int at) {
        if (end < 0) {
            end = at;
        }
        state = State.DONE;
        version = protocol == null ? 9 : protocol.number();
        if (connect) {
            // CONNECT has no path: the slash of "HTTP/1.1" stands for it.
            uriStart = protocolStart + 4;
            uriEnd = protocolStart + 5;
        }
        if (version == 9 && !get) {
            refuse(400, "client sent invalid method in HTTP/0.9 request");
        }
    }

    private void invalid() {
        refuse(400, "client sent invalid request");
    }

    private void refuse(int status, String reason) {
        refusal = Refusal.of(status, reason);
        state = State.REFUSED;
    }
}
