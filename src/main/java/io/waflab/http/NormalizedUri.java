package io.waflab.http;

/**
 * {@code $uri}: the path decoded, {@code .} and {@code ..} resolved, slashes merged (ngx_http_parse_complex_uri). A state
 * machine, because a decoded byte can be part of a dot segment.
 */
final class NormalizedUri {

    private enum State {
        USUAL,
        SLASH,
        DOT,
        DOT_DOT,
        DONE,
        REFUSED
    }

    private final byte[] out;
    private final boolean mergeSlashes;
    private int length;
    private State state = State.USUAL;
    private boolean args;
    private boolean quoted;

    private NormalizedUri(int capacity, boolean mergeSlashes) {
        this.out = new byte[capacity];
        this.mergeSlashes = mergeSlashes;
    }

    /**
     * @param path the path (null when it leaves the root, or holds NUL or a {@code %} without two digits)
     * @param quoted whether anything was decoded
     * @param argsStart where the arguments begin, -1 when there are none
     * @param argsEnd where they end: at a {@code #}, or at the end of the URI
     */
    record Parts(String path, boolean quoted, int argsStart, int argsEnd) {}

    static Parts of(byte[] data, int from, int to, boolean emptyPath, boolean mergeSlashes) {
        var uri = new NormalizedUri(to - from + 1, mergeSlashes);
        if (emptyPath) {
            uri.out[uri.length++] = '/';
        }
        int at = from;
        while (at < to && uri.state.compareTo(State.DONE) < 0) {
            at = uri.next(data, at, to);
        }
        uri.finish();
        if (uri.state == State.REFUSED) {
            return new Parts(null, false, -1, -1);
        }
        int end = at;
        while (uri.args && end < to && data[end] != '#') {
            end++;
        }
        return new Parts(Octets.text(uri.out, 0, uri.length), uri.quoted, uri.args ? at : -1, end);
    }

    private int next(byte[] data, int at, int to) {
        byte c = data[at];
        if (c != '%') {
            accept(c, false);
            return at + 1;
        }
        quoted = true;
        int high = at + 1 < to ? Octets.hex(data[at + 1]) : -1;
        int low = at + 2 < to ? Octets.hex(data[at + 2]) : -1;
        if (high < 0 || low < 0 || high + low == 0) {
            state = State.REFUSED;
        } else {
            accept((byte) (high << 4 | low), true);
        }
        return at + 3;
    }

    /** A decoded {@code %}, {@code #} or {@code ?} is an ordinary byte; a decoded slash or dot is as good as a plain one. */
    private void accept(byte c, boolean decoded) {
        if (decoded && (c == '%' || c == '#' || c == '?')) {
            usual(c);
            return;
        }
        switch (c) {
            case '/' -> slash();
            case '.' -> dot();
            case '?', '#' -> {
                endSegment();
                if (state != State.REFUSED) {
                    state = State.DONE;
                    args = c == '?';
                }
            }
            default -> usual(c);
        }
    }

    private void usual(byte c) {
        out[length++] = c;
        state = State.USUAL;
    }

    private void slash() {
        switch (state) {
            case USUAL -> out[length++] = '/';
            case SLASH -> {
                if (!mergeSlashes) {
                    out[length++] = '/';
                }
            }
            default -> endSegment();
        }
        if (state != State.REFUSED) {
            state = State.SLASH;
        }
    }

    private void dot() {
        out[length++] = '.';
        state = switch (state) {
            case SLASH -> State.DOT;
            case DOT -> State.DOT_DOT;
            default -> State.USUAL;
        };
    }

    private void finish() {
        if (state == State.DOT || state == State.DOT_DOT) {
            endSegment();
        }
    }

    /** Drops {@code .}, or {@code ..} with the segment before it. */
    private void endSegment() {
        if (state == State.DOT) {
            length--;
        } else if (state == State.DOT_DOT) {
            int at = length - 4;
            while (at >= 0 && out[at] != '/') {
                at--;
            }
            if (at < 0) {
                state = State.REFUSED;
            } else {
                length = at + 1;
            }
        }
    }
}
