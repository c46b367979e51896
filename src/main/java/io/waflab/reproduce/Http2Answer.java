package io.waflab.reproduce;

import io.waflab.http.HpackReader;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What has come of an answer on one stream of HTTP/2. */
final class Http2Answer {

    private static final String STATUS = ":status";
    private static final int FINAL = 200;

    private final List<String> headers = new ArrayList<>();
    private final ByteArrayOutputStream start = new ByteArrayOutputStream();
    private long length;
    private int taken;
    private int status;
    private long headAt;
    private boolean ending;
    private boolean complete;
    private boolean reset;

    /** What the server says, not of this client's asking, is answered by nobody: see {@link #isOver}. */
    boolean isOver() {
        return complete || reset;
    }

    long length() {
        return length;
    }

    /** Whether the header block in work is the stream's last. */
    void mayEnd(boolean endStream) {
        ending |= endStream;
    }

    /**
     * A whole block of fields: an interim head, the head, or trailers.
     *
     * @return the status, where it was a head's
     */
    Optional<Integer> head(List<HpackReader.Field> fields, long at) {
        var code = fields.stream()
                .filter(field -> field.name().contentEquals(STATUS))
                .map(field -> field.value().toString())
                .filter(text -> text.matches("[1-9]\\d\\d"))
                .map(Integer::valueOf)
                .findFirst();
        if (code.filter(number -> number >= FINAL).isPresent() && status == 0) {
            status = code.get();
            headAt = at;
            fields.stream()
                    .filter(field -> !field.name().startsWith(":"))
                    .forEach(field -> headers.add(field.name() + ": " + field.value()));
        }
        complete = ending;
        return code;
    }

    void body(ByteBuffer bytes) {
        length += bytes.remaining();
        var kept = Math.min(bytes.remaining(), MessageReader.LIMIT - start.size());
        start.write(bytes.array(), bytes.position(), kept);
    }

    /**
     * Counts what DATA took of the stream's window.
     *
     * @param bytes padding included
     * @param least below which the window is left as it is
     * @return by how much it is to be opened; 0 for not now, and where nothing more follows
     */
    int room(int bytes, int least) {
        taken += bytes;
        if (taken < least || isOver()) {
            return 0;
        }
        int room = taken;
        taken = 0;
        return room;
    }

    void end() {
        complete = true;
    }

    /** Behind a whole answer it says only that the request's body is not wanted (RFC 9113 section 8.1). */
    void reset() {
        reset = !complete;
    }

    /** @param at when reading stopped, since the story began */
    Response response(Ended ended, long at) {
        return new Response(
                status,
                status == 0 ? "" : "HTTP/2 " + status,
                headers,
                start.toString(StandardCharsets.ISO_8859_1),
                length,
                complete && !reset && status > 0,
                ended,
                headAt,
                at);
    }
}
