package io.waflab.http;

/** A response's first line, read as ngx_http_parse_status_line does, over any split. */
final class StatusLine {

    private enum State {
        PROTOCOL,
        FIRST_MAJOR,
        MAJOR,
        FIRST_MINOR,
        MINOR,
        STATUS,
        AFTER_STATUS,
        TEXT,
        ALMOST_DONE,
        DONE,
        /** Not a status line at all. */
        FOREIGN
    }

    private static final String PROTOCOL = "HTTP/";

    private State state = State.PROTOCOL;
    private int protocolBytes;
    private int major;
    private int minor;
    private int digits;

    int status;
    /** Where the status code begins. */
    int start;

    int end = -1;

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
        return major * 1000 + minor;
    }

    private State step(byte c, int at) {
        return switch (state) {
            case PROTOCOL -> protocol(c);
            case FIRST_MAJOR -> c == '0' ? State.FOREIGN : major(c);
            case MAJOR -> c == '.' ? State.FIRST_MINOR : major(c);
            case FIRST_MINOR -> minor(c);
            case MINOR -> c == ' ' ? State.STATUS : minor(c);
            case STATUS -> status(c, at);
            case AFTER_STATUS -> c == ' ' || c == '.' ? State.TEXT : endOfLine(c, at, State.FOREIGN);
            case TEXT -> endOfLine(c, at, State.TEXT);
            case ALMOST_DONE -> c == Octets.LF ? State.DONE : State.FOREIGN;
            case DONE, FOREIGN -> state;
        };
    }

    private State protocol(byte c) {
        if (c != PROTOCOL.charAt(protocolBytes)) {
            return State.FOREIGN;
        }
        return ++protocolBytes == PROTOCOL.length() ? State.FIRST_MAJOR : State.PROTOCOL;
    }

    private State major(byte c) {
        if (!Octets.digit(c) || major > 99) {
            return State.FOREIGN;
        }
        major = major * 10 + c - '0';
        return State.MAJOR;
    }

    private State minor(byte c) {
        if (!Octets.digit(c) || minor > 99) {
            return State.FOREIGN;
        }
        minor = minor * 10 + c - '0';
        return State.MINOR;
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
