package io.waflab.reproduce;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Sends one answer of an origin in the pieces that its behaviour wants; head and first piece go in one write. */
final class AnswerSender {

    private static final int BLOCK = 64 * 1024;
    private static final byte[] FILL = "x".repeat(BLOCK).getBytes(StandardCharsets.ISO_8859_1);

    private final Layer layer;
    private final Answer answer;
    private final long length;
    private String head;
    private long sent;

    /** @param length of the body in bytes */
    AnswerSender(Layer layer, Answer answer, long length) {
        this.layer = layer;
        this.answer = answer;
        this.length = length;
        this.head = answer.head(length);
    }

    /** What lies between two pieces. */
    interface Gap {
        void pass() throws IOException;
    }

    void halfHead() throws IOException {
        write(head.substring(0, head.length() / 2));
    }

    /** The head in so many pieces, a gap before each. */
    void dripHead(int pieces, Gap gap) throws IOException {
        for (int i = 0; i < pieces; i++) {
            gap.pass();
            write(head.substring(part(head.length(), i, pieces), part(head.length(), i + 1, pieces)));
        }
        head = "";
    }

    void head() throws IOException {
        write(head);
        head = "";
    }

    /** The head and half of the body. */
    void half() throws IOException {
        fill(length / 2);
    }

    /** What has not been sent of head and body; not what ends it. */
    void rest() throws IOException {
        fill(length - sent);
    }

    /** The head, then the body in so many pieces, a gap before each. */
    void drip(int pieces, Gap gap) throws IOException {
        head();
        for (int i = 0; i < pieces; i++) {
            gap.pass();
            fill(i == pieces - 1 ? length - sent : length / pieces);
        }
    }

    void text(String body) throws IOException {
        write(head + framed(body));
        head = "";
    }

    /** The head and so many server-sent events, a gap after each. */
    void events(int count, Gap gap) throws IOException {
        head();
        for (int i = 0; i < count; i++) {
            write(framed("data: " + i + "\n\n"));
            gap.pass();
        }
    }

    /** What says that the body is over; nothing under Content-Length. */
    void end() throws IOException {
        if (answer.framing() == Answer.Framing.CHUNKED) {
            write("0\r\n\r\n");
        }
    }

    private void fill(long bytes) throws IOException {
        boolean chunked = answer.framing() == Answer.Framing.CHUNKED;
        for (long left = bytes; left > 0 || !head.isEmpty(); ) {
            int count = (int) Math.min(left, BLOCK);
            var before = head + (chunked && count > 0 ? Integer.toHexString(count) + "\r\n" : "");
            var after = chunked && count > 0 ? "\r\n" : "";
            if (before.isEmpty()) {
                layer.send(ByteBuffer.wrap(FILL, 0, count));
            } else {
                layer.send(joined(before, count, after));
            }
            head = "";
            sent += count;
            left -= count;
        }
    }

    private static ByteBuffer joined(String before, int count, String after) {
        return ByteBuffer.allocate(before.length() + count + after.length())
                .put(before.getBytes(StandardCharsets.ISO_8859_1))
                .put(FILL, 0, count)
                .put(after.getBytes(StandardCharsets.ISO_8859_1))
                .flip();
    }

    private String framed(String body) {
        return answer.framing() == Answer.Framing.CHUNKED
                ? Integer.toHexString(body.length()) + "\r\n" + body + "\r\n"
                : body;
    }

    private void write(String text) throws IOException {
        layer.send(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static int part(int length, int piece, int pieces) {
        return (int) ((long) length * piece / pieces);
    }
}
