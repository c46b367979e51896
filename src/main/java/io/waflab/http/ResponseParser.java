package io.waflab.http;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Reads one response head from an upstream as ngx_http_proxy_module does. Interim responses (1xx but 101) are read and
 * dropped, but for 103, which is shown to whoever asked. A head, with the interim ones before it, may be proxy_buffer_size bytes long.
 */
public final class ResponseParser {

    /** What the bytes have come to. */
    public enum Outcome {
        /** The head goes on: call again with more bytes. */
        MORE,
        /** {@link #head()} is whole; the bytes after it are unread. */
        HEAD,
        /** {@link #refusal()} says why; the client gets 502, proxy_next_upstream's word is {@code invalid_header}. */
        REFUSED
    }

    /** Bytes of a head that are read at once, and the first array. */
    private static final int STEP = 256;

    private static final int SHORTEST_STEP = 64;

    private static final int EARLY_HINTS = 103;

    private final int bufferSize;
    private final Consumer<ResponseHead> hints;
    private final StatusLine line = new StatusLine();
    private final FieldLine fieldLine = new FieldLine(true, true);
    private final ResponseRules rules = new ResponseRules();

    /** As long as the head before, as heads of one origin are alike: the first array is then no longer than its head. */
    private int step = STEP;

    private ResponseHead head;
    private byte[] data;
    private int length;
    private Outcome outcome = Outcome.MORE;
    private Refusal refusal;

    /** @param bufferSize proxy_buffer_size, bytes */
    public ResponseParser(int bufferSize) {
        this(bufferSize, unasked -> {});
    }

    /** @param hints is shown each 103 (RFC 8297) while it is being read; it must not keep it */
    public ResponseParser(int bufferSize, Consumer<ResponseHead> hints) {
        this.bufferSize = bufferSize;
        this.hints = hints;
    }

    /** Reads on; uses the bytes up to the end of the head. After HEAD or REFUSED it does nothing until {@link #reset()}. */
    public Outcome parse(ByteBuf in) {
        while (outcome == Outcome.MORE && in.isReadable()) {
            // A step at a time: what lies behind the head is not copied.
            int taken = Math.min(Math.min(in.readableBytes(), step), bufferSize - length);
            append(in, taken);
            int used = advance(length - taken);
            if (outcome == Outcome.HEAD) {
                head.length = used;
                step = Math.max(SHORTEST_STEP, Math.min(used, STEP));
                in.readerIndex(in.readerIndex() - (length - used));
            } else if (outcome == Outcome.MORE && length == bufferSize) {
                refuse(Refusal.of(502, "upstream sent too big header"));
            }
        }
        return outcome;
    }

    /** Whether any byte of a response has come. */
    public boolean begun() {
        return length > 0;
    }

    /** The head after HEAD. */
    public ResponseHead head() {
        return head;
    }

    /** Why the head is not accepted; null while it is. */
    public Refusal refusal() {
        return refusal;
    }

    /** proxy_buffer_size, bytes. */
    public int bufferSize() {
        return bufferSize;
    }

    /** Makes ready for the next response and lets go of the last head, which stays good for whoever has it. */
    public void reset() {
        head = null;
        rules.end();
        data = null;
        length = 0;
        outcome = Outcome.MORE;
        refusal = null;
    }

    private void append(ByteBuf in, int taken) {
        int needed = length + taken;
        if (data == null || data.length < needed) {
            int capacity = data == null ? needed : Math.max(STEP, needed + data.length);
            data = data == null ? new byte[capacity] : Arrays.copyOf(data, capacity);
        }
        if (head == null) {
            begin();
        }
        head.fields.data(data);
        in.readBytes(data, length, taken);
        length = needed;
    }

    private void begin() {
        head = new ResponseHead();
        line.reset();
        fieldLine.reset();
        rules.begin(head);
    }

    private int advance(int pos) {
        int at = pos;
        while (outcome == Outcome.MORE && at < length) {
            at = line.done() ? fields(at) : statusLine(at);
        }
        return at;
    }

    private int statusLine(int pos) {
        int at = line.parse(data, pos, length);
        if (line.foreign()) {
            head.foreign = true;
            outcome = Outcome.HEAD;
        } else if (line.done()) {
            head.status = line.status;
            head.lineStart = line.start;
            head.lineEnd = line.end;
            head.close = line.version() < 1001;
        }
        return at;
    }

    private int fields(int pos) {
        switch (fieldLine.parse(data, pos, length)) {
            case MORE -> {}
            case FIELD -> refuse(rules.field(fieldLine));
            case END -> accept();
            case INVALID -> refuse(rules.invalid(fieldLine));
        }
        return fieldLine.position();
    }

    private void accept() {
        int status = head.status;
        if (status >= 200 || status == 101 || status < 100) {
            outcome = Outcome.HEAD;
            return;
        }
        if (status == EARLY_HINTS) {
            hints.accept(head);
        }
        begin();
        head.fields.data(data);
    }

    private void refuse(Refusal why) {
        if (why != null) {
            refusal = why;
            outcome = Outcome.REFUSED;
        }
    }
}
