package io.waflab.http;

/** One header line, read as ngx_http_parse_header_line does, over any split; then the next. */
final class FieldLine {

    /** What the bytes have come to. */
    enum Result {
        MORE,
        /** A line is over: the positions tell of it. */
        FIELD,
        /** The empty line. */
        END,
        /** A byte that cannot be; {@link #valueEnd} is its position. */
        INVALID
    }

    private enum State {
        START,
        NAME,
        BEFORE_VALUE,
        VALUE,
        AFTER_VALUE,
        IGNORED,
        ALMOST_DONE,
        HEAD_ALMOST_DONE
    }

    private boolean underscores;
    private final boolean upstream;

    private State state = State.START;
    private int at;

    int nameStart = -1;
    int nameEnd;
    int valueStart;
    int valueEnd;
    /** Whether the name holds a byte that names seldom have. */
    boolean oddName;

    /**
     * @param underscores whether {@code _} is a proper letter of a name
     * @param upstream whether a repeated {@code HTTP/1.1 200 OK} line is skipped, which some servers send
     */
    FieldLine(boolean underscores, boolean upstream) {
        this.underscores = underscores;
        this.upstream = upstream;
    }

    /** Of the lines that follow. */
    void underscores(boolean proper) {
        underscores = proper;
    }

    /** Makes ready for the first line of another head. */
    void reset() {
        state = State.START;
        nameStart = -1;
    }

    /** Whether the next byte is the first of a line. */
    boolean fresh() {
        return state == State.START;
    }

    /** The position after the last byte used. */
    int position() {
        return at;
    }

    Result parse(byte[] data, int pos, int end) {
        at = pos;
        var result = Result.MORE;
        while (at < end && result == Result.MORE) {
            result = switch (state) {
                case START -> start(data[at]);
                case NAME -> name(data, end);
                case BEFORE_VALUE -> beforeValue(data[at]);
                case VALUE -> value(data, end);
                case AFTER_VALUE -> afterValue(data[at]);
                case IGNORED -> ignored(data[at]);
                case ALMOST_DONE -> almostDone(data[at]);
                case HEAD_ALMOST_DONE -> data[at] == Octets.LF ? over(Result.END) : invalidAt(valueEnd);
            };
            at++;
        }
        if (result == Result.INVALID) {
            at--;
        }
        return result;
    }

    private Result start(byte c) {
        nameStart = at;
        oddName = false;
        if (c == Octets.CR) {
            valueEnd = at;
            state = State.HEAD_ALMOST_DONE;
            return Result.MORE;
        }
        if (c == Octets.LF) {
            valueEnd = at;
            return over(Result.END);
        }
        if (!Octets.visible(c) || c == ':') {
            return invalidAt(at);
        }
        state = State.NAME;
        oddName = !proper(c);
        return Result.MORE;
    }

    private boolean proper(byte c) {
        return Octets.inName(c) || c == '_' && underscores;
    }

    private Result name(byte[] data, int end) {
        for (; at < end; at++) {
            byte c = data[at];
            if (Octets.inName(c)) {
                continue;
            }
            if (c == ':') {
                nameEnd = at;
                state = State.BEFORE_VALUE;
                return Result.MORE;
            }
            if (c == Octets.CR || c == Octets.LF) {
                nameEnd = at;
                return emptyValue(c);
            }
            if (c == '/' && upstream && at - nameStart == 4 && Octets.equals(data, nameStart, at, "HTTP")) {
                state = State.IGNORED;
                return Result.MORE;
            }
            if (!Octets.visible(c)) {
                return invalidAt(at);
            }
            oddName |= !proper(c);
        }
        at--;
        return Result.MORE;
    }

    private Result emptyValue(byte c) {
        valueStart = at;
        valueEnd = at;
        if (c == Octets.LF) {
            return over(Result.FIELD);
        }
        state = State.ALMOST_DONE;
        return Result.MORE;
    }

    private Result beforeValue(byte c) {
        switch (c) {
            case ' ', '\t' -> {
                return Result.MORE;
            }
            case Octets.CR, Octets.LF -> {
                return emptyValue(c);
            }
            case 0 -> {
                return invalidAt(at);
            }
            default -> {
                valueStart = at;
                state = State.VALUE;
                return Result.MORE;
            }
        }
    }

    private Result value(byte[] data, int end) {
        for (; at < end; at++) {
            byte c = data[at];
            if (c > ' ' || c < 0) {
                continue;
            }
            if (c == ' ' || c == '\t') {
                valueEnd = at;
                state = State.AFTER_VALUE;
                return Result.MORE;
            }
            if (c == Octets.CR) {
                valueEnd = at;
                state = State.ALMOST_DONE;
                return Result.MORE;
            }
            if (c == Octets.LF) {
                valueEnd = at;
                return over(Result.FIELD);
            }
            if (c == 0) {
                return invalidAt(at);
            }
        }
        at--;
        return Result.MORE;
    }

    private Result afterValue(byte c) {
        switch (c) {
            case ' ', '\t' -> {}
            case Octets.CR -> state = State.ALMOST_DONE;
            case Octets.LF -> {
                return over(Result.FIELD);
            }
            case 0 -> {
                return invalidAt(at);
            }
            default -> state = State.VALUE;
        }
        return Result.MORE;
    }

    private Result ignored(byte c) {
        if (c == Octets.LF) {
            state = State.START;
        }
        return Result.MORE;
    }

    private Result almostDone(byte c) {
        if (c == Octets.LF) {
            return over(Result.FIELD);
        }
        return c == Octets.CR ? Result.MORE : invalidAt(valueEnd);
    }

    private Result over(Result result) {
        state = State.START;
        return result;
    }

    private Result invalidAt(int position) {
        valueEnd = position;
        return Result.INVALID;
    }
}
