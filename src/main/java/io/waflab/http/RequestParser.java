package io.waflab.http;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.function.Function;

/**
 * Reads request heads from a connection's bytes, one after the other, as nginx does: the same bytes are accepted, dropped
 * and refused, with the same status, however they are split (ngx_http_process_request_line and _headers).
 *
 * <p>A head is copied once, into an array that its {@link RequestHead} keeps; between requests nothing is held. Memory is
 * bounded by client_header_buffer_size and large_client_header_buffers, which are counted as nginx counts them: a line may
 * fill one large buffer, a line that does not fit into the rest of a buffer begins a new one.
 */
public final class RequestParser {

    /** What the bytes have come to. */
    public enum Outcome {
        /** The head goes on: call again with more bytes. */
        MORE,
        /** {@link #head()} is whole; the bytes after it are unread. */
        HEAD,
        /** {@link #refusal()} says why; the connection is of no more use. */
        REFUSED
    }

    private static final int FIRST_ARRAY = 512;

    private final HeadLimits first;
    private final Function<String, HeadLimits> limitsOf;

    private HeadLimits limits;
    private String host;
    private RequestHead head;
    private FieldLine fieldLine;
    private RequestRules rules;
    private byte[] data;
    private int length;
    private int bufferEnd;
    private int largeBuffers;
    private int ahead;
    private Outcome outcome = Outcome.MORE;
    private Refusal refusal;

    public RequestParser(HeadLimits limits) {
        this(limits, host -> limits);
    }

    /**
     * @param first of the server that a head begins at
     * @param limitsOf of the server of a name, for what follows Host (ngx_http_process_request_headers reads them anew)
     */
    public RequestParser(HeadLimits first, Function<String, HeadLimits> limitsOf) {
        this.first = first;
        this.limitsOf = limitsOf;
    }

    /** Reads on; uses the bytes up to the end of the head. After HEAD or REFUSED it does nothing until {@link #reset()}. */
    public Outcome parse(ByteBuf in) {
        while (outcome == Outcome.MORE && in.isReadable()) {
            if (head == null) {
                begin();
            }
            int taken = Math.min(in.readableBytes(), bufferEnd - length);
            append(in, taken);
            int used = advance(length - taken);
            head.whole = outcome == Outcome.HEAD;
            head.length = head.whole ? used : length;
            if (outcome != Outcome.MORE) {
                ahead = length - used;
                in.readerIndex(in.readerIndex() - ahead);
            } else if (length == bufferEnd) {
                nextBuffer();
            }
        }
        return outcome;
    }

    /** Of the bytes behind the head those that nginx's buffer has with it; it leaves all others in its socket for now. */
    public int ahead() {
        return ahead;
    }

    /** Whether any byte has come since the last request; even an empty line counts, as it makes nginx's request begin. */
    public boolean begun() {
        return head != null;
    }

    /** The head: whole after HEAD, what was read of it after REFUSED; null before the first byte. */
    public RequestHead head() {
        return head;
    }

    /** Why the head is not accepted; null while it is. */
    public Refusal refusal() {
        return refusal;
    }

    /** Makes ready for the next request and lets go of the last head, which stays good for whoever has it. */
    public void reset() {
        head = null;
        fieldLine = null;
        rules = null;
        data = null;
        length = 0;
        largeBuffers = 0;
        ahead = 0;
        outcome = Outcome.MORE;
        refusal = null;
    }

    private void begin() {
        head = new RequestHead();
        limits = first;
        host = "";
        bufferEnd = limits.bufferSize();
    }

    private void append(ByteBuf in, int taken) {
        int needed = length + taken;
        if (data == null || data.length < needed) {
            int capacity = data == null ? needed : Math.max(FIRST_ARRAY, needed + data.length);
            data = data == null ? new byte[capacity] : Arrays.copyOf(data, capacity);
            head.fields.data(data);
        }
        in.readBytes(data, length, taken);
        length = needed;
    }

    /** Parses the bytes from pos; returns the position after the last one used. */
    private int advance(int pos) {
        int at = pos;
        if (fieldLine == null) {
            at = head.line.parse(data, at, length);
            if (head.line.refusal() != null) {
                refuse(head.line.refusal());
            } else if (head.line.done()) {
                head.counted = at - head.line.start;
                requestLine();
            }
        }
        while (outcome == Outcome.MORE && fieldLine != null && at < length) {
            var result = fieldLine.parse(data, at, length);
            at = fieldLine.position();
            if (result == FieldLine.Result.FIELD || result == FieldLine.Result.END) {
                head.counted = at - head.line.start;
            }
            switch (result) {
                case MORE -> {}
                case FIELD -> field();
                case END -> accept();
                case INVALID -> refuse(rules.invalid(fieldLine));
            }
        }
        return at;
    }

    private void requestLine() {
        rules = new RequestRules(head, limits);
        refuse(rules.requestLine());
        if (head.version() == HttpVersion.HTTP_09 && refusal == null) {
            outcome = Outcome.HEAD;
        }
        fieldLine = new FieldLine(limits.underscoresInHeaders(), false);
        followHost();
    }

    private void field() {
        refuse(rules.field(fieldLine));
        followHost();
    }

    private void followHost() {
        if (!head.host.equals(host)) {
            host = head.host;
            limits = limitsOf.apply(host);
            rules.limits(limits);
            fieldLine.underscores(limits.underscoresInHeaders());
        }
    }

    private void accept() {
        refuse(rules.whole());
        if (refusal == null) {
            outcome = Outcome.HEAD;
        }
    }

    private void refuse(Refusal why) {
        if (why != null) {
            refusal = why;
            outcome = Outcome.REFUSED;
        }
    }

    /** Goes on to a large buffer as soon as one is full, as ngx_http_alloc_large_header_buffer does, or refuses the head. */
    private void nextBuffer() {
        if (fieldLine == null && head.line.fresh()) {
            length = 0;
            bufferEnd = limits.bufferSize();
            return;
        }
        boolean betweenLines = fieldLine != null && fieldLine.fresh();
        int lineStart = fieldLine == null ? head.line.start : betweenLines ? length : fieldLine.nameStart;
        if (length - lineStart >= limits.largeBufferSize() || largeBuffers == limits.largeBuffers()) {
            refuse(tooLarge(lineStart));
            return;
        }
        largeBuffers++;
        bufferEnd = lineStart + limits.largeBufferSize();
    }

    private Refusal tooLarge(int lineStart) {
        if (fieldLine == null) {
            return new Refusal(414, "client sent too long URI", true);
        }
        if (fieldLine.nameStart < 0) {
            return new Refusal(494, "client sent too large request", true);
        }
        int shown = Math.min(length, lineStart + 1700);
        return new Refusal(
                494, "client sent too long header line: \"" + Octets.text(data, lineStart, shown) + "...\"", true);
    }
}
