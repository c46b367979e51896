package io.waflab.http;

/** A response's first line, read as ngx_http_parse_status_line does, over any split. */
final class StatusLine {

    private enum State {
        VERSION,
        STATUS,
        AFTER_STATUS,
        TEXT,
        ALMOST_DONE,
        DONE,
        /** Not a status line at all. */
        FOREIGN
    }

    private final ProtocolVersion protocol = new ProtocolVersion();

    private State state = State.VERSION;
    private int digits;

    int status;
    /** Where the status code begins. */
    int start;

    int end = -1;

    /** Makes ready for the next one. */
    void reset() {
        protocol.reset();
        state = State.VERSION;
        digits = 0;
        status = 0;
        start = 0;
        end = -1;
    }

    int parse(byte[] data, int pos, int end) {
        int at = pos;
        while (at < end && state.compareTo(State.DONE) < 0) {
            state = step(data[at], at);
            at++;
        }
        return at;
    }

    boolean done() {
        return state == State.DONE;
    }

    boolean foreign() {
        return state == State.FOREIGN;
    }

    /** Major × 1000 + minor. */
    int version() {
        return protocol.number();
    }

    private State step(byte c, int at) {
        return switch (state) {
            case VERSION -> version(c);
            case STATUS -> status(c, at);
            case AFTER_STATUS -> c == ' ' || c == '.' ? State.TEXT : endOfLine(c, at, State.FOREIGN);
            case TEXT -> endOfLine(c, at, State.TEXT);
            case ALMOST_DONE -> c == Octets.LF ? State.DONE : State.FOREIGN;
            case DONE, FOREIGN -> state;
        };
    }

    private State version(byte c) {
        if (protocol.complete() && c == ' ') {
            return State.STATUS;
        }
        return protocol.accept(c) ? State.VERSION : State.FOREIGN;
    }

    private State status(byte c, int at) {
        if (c == ' ') {
            return State.STATUS;
        }
        if (!Octets.digit(c)) {
            return State.FOREIGN;
        }
        status = status * 10 + c - '0';
        if (++digits < 3) {
            return State.STATUS;
        }
        start = at - 2;
        return State.AFTER_STATUS;
    }

    private State endOfLine(byte c, int at, State otherwise) {
        if (c == Octets.CR) {
            end = at;
            return State.ALMOST_DONE;
        }
        if (c == Octets.LF) {
            end = at;
            return State.DONE;
        }
        return otherwise;
    }
}
