package io.waflab.reproduce;

import io.netty.buffer.Unpooled;
import io.waflab.connection.Http2Error;
import io.waflab.connection.Peer;
import io.waflab.http.HeadLimits;
import io.waflab.http.HpackReader;
import io.waflab.http.Http2Failure;
import io.waflab.journal.What;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The client's side of a connection in HTTP/2 (RFC 9113): preface and SETTINGS, requests each on a stream of its own, and
 * their answers in the same order. Its windows are as large as they may be, so that TCP alone holds a server up; SETTINGS
 * and PING are acknowledged whenever it reads. Header blocks are bounded to 64 KiB, bodies are counted and only their start
 * is kept.
 */
final class Http2Dialogue {

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
    private static final int ENABLE_PUSH = 2;
    private static final int INITIAL_WINDOW_SIZE = 4;
    private static final int FIRST_WINDOW = 65_535;
    /** Once so much has come, the windows are opened as wide again. */
    private static final int OPEN_AGAIN = 1 << 30;
    /** Frames that want an acknowledgement, before anything may be sent. */
    private static final int MOST_OWED = 64;

    private final Layer layer;
    private final Story story;
    private final boolean secure;
    private final Duration patience;
    private final int openAgain;
    private final HpackReader fields = new HpackReader(HeadLimits.DEFAULT);
    private final Map<Integer, Http2Answer> answers = new HashMap<>();
    private final List<Http2Frame> owed = new ArrayList<>();
    private ByteArrayOutputStream block = new ByteArrayOutputStream();
    private ByteBuffer pending = ByteBuffer.allocate(0);
    private boolean begun;
    private int nextStream = 1;
    private int nextAnswer = 1;
    private long streamWindow = FIRST_WINDOW;
    private long initialWindow = FIRST_WINDOW;
    private long connectionWindow = FIRST_WINDOW;
    private int taken;
    private long goawayAt;
    private String goaway = "";

    /** @param patience for the next byte */
    Http2Dialogue(Layer layer, Story story, boolean secure, Duration patience) {
        this(layer, story, secure, patience, OPEN_AGAIN);
    }

    /** @param openAgain bytes of DATA after which a window is opened by as many, 1 to 2^30 */
    Http2Dialogue(Layer layer, Story story, boolean secure, Duration patience, int openAgain) {
        this.openAgain = openAgain;
        this.layer = layer;
        this.story = story;
        this.secure = secure;
        this.patience = patience;
    }

    /** Sends the preface, SETTINGS and a wider window, in one record; then what was not acknowledged before. */
    void begin() throws IOException {
        if (begun) {
            return;
        }
        begun = true;
        var settings = ByteBuffer.allocate(12)
                .putShort((short) ENABLE_PUSH)
                .putInt(0)
                .putShort((short) INITIAL_WINDOW_SIZE)
                .putInt(Integer.MAX_VALUE)
                .array();
        var all = ByteBuffer.allocate(PREFACE.length + 2 * Http2Frame.HEAD + settings.length + 4);
        all.put(PREFACE);
        Http2Frame.of(Http2Frame.SETTINGS, 0, 0, settings).write(all);
        Http2Frame.number(Http2Frame.WINDOW_UPDATE, 0, Integer.MAX_VALUE - FIRST_WINDOW)
                .write(all);
        layer.send(all.flip());
        for (var acknowledgement : owed) {
            send(acknowledgement);
        }
        owed.clear();
    }

    /** Sends a request, or as much of it as it says. */
    void request(Request request, String host) throws IOException {
        begin();
        int stream = nextStream;
        nextStream += 2;
        story.tell(
                story.clock().now(),
                Peer.CLIENT,
                What.REQUEST,
                0,
                request.method() + " " + request.target() + " HTTP/2, stream " + stream);
        answers.put(stream, new Http2Answer());
        streamWindow = initialWindow;
        var head = Http2Request.frames(request, stream, secure, host);
        if (request.sentHead() >= 0 && request.sentHead() < head.remaining()) {
            layer.send(head.limit(request.sentHead()));
            return;
        }
        layer.send(head);
        for (long left = request.sentBody(); left > 0 && !answers.get(stream).isOver(); ) {
            int count = (int) Math.min(left, Math.min(Http2Frame.LARGEST, window(stream)));
            left -= count;
            var last = left == 0 && request.sentBody() >= request.body() ? Http2Frame.END_STREAM : 0;
            layer.send(Http2Frame.of(Http2Frame.DATA, last, stream, Request.bodyOf(count))
                    .bytes());
            streamWindow -= count;
            connectionWindow -= count;
        }
    }

    /** Waits for room where there is none; at least 1. */
    private long window(int stream) throws IOException {
        while (Math.min(streamWindow, connectionWindow) <= 0) {
            if (!read(patience)) {
                throw new ConnectionGone("stream " + stream + ": the server gave no room for more of the body");
            }
        }
        return Math.min(streamWindow, connectionWindow);
    }

    /** The answer to the oldest request that has none yet, to its end or as far as it comes. */
    Response response(Supplier<Ended> ended) throws IOException {
        var answer = answers.get(nextAnswer);
        if (answer == null) {
            throw new ConnectionGone("no request is without an answer");
        }
        while (!answer.isOver() && read(patience)) {
            // A frame may be another stream's, or the connection's.
        }
        answers.remove(nextAnswer);
        nextAnswer += 2;
        return answer.response(ended.get(), story.clock().now());
    }

    /** Reads until so many bytes of bodies have come; fewer when nothing more does. */
    long read(long bytes) throws IOException {
        var before = answers.values().stream().mapToLong(Http2Answer::length).sum();
        var now = before;
        while (now - before < bytes && read(patience)) {
            now = answers.values().stream().mapToLong(Http2Answer::length).sum();
        }
        return now - before;
    }

    /** What is left of a GOAWAY that came: when, in nanoseconds of the story, and {@code NO_ERROR, last stream 1}. */
    Optional<Map.Entry<Long, String>> goaway() {
        return goawayAt == 0 ? Optional.empty() : Optional.of(Map.entry(goawayAt, goaway));
    }

    /** @return false when nothing came within the limit, or nothing more will */
    private boolean read(Duration limit) throws IOException {
        if (!layer.received().hasRemaining() && (layer.ended() || layer.receive(limit) <= 0)) {
            return false;
        }
        take();
        return true;
    }

    /** Takes what the layer has. @return bytes of bodies in it */
    long take() throws IOException {
        var received = layer.received();
        pending = ByteBuffer.allocate(pending.remaining() + received.remaining())
                .put(pending)
                .put(received)
                .flip();
        long bytes = 0;
        try {
            for (var frame = Http2Frame.take(pending); frame.isPresent(); frame = Http2Frame.take(pending)) {
                bytes += take(frame.get());
            }
        } catch (IllegalArgumentException broken) {
            throw new IOException(broken.getMessage(), broken);
        }
        return bytes;
    }

    private long take(Http2Frame frame) throws IOException {
        var answer = answers.getOrDefault(frame.stream(), new Http2Answer());
        switch (frame.type()) {
            case Http2Frame.DATA -> {
                return data(frame, answer);
            }
            case Http2Frame.HEADERS, Http2Frame.CONTINUATION -> headers(frame, answer);
            case Http2Frame.RST_STREAM -> {
                var code = Http2Error.word(word(frame, 0) & 0xffff_ffffL);
                story.tell(
                        story.clock().now(), Peer.SERVER, What.RST_STREAM, 0, "stream " + frame.stream() + ": " + code);
                answer.reset();
            }
            case Http2Frame.SETTINGS -> settings(frame);
            case Http2Frame.PING -> acknowledge(frame, frame.payload());
            case Http2Frame.GOAWAY -> {
                goawayAt = story.clock().now();
                goaway = Http2Error.word(word(frame, 4) & 0xffff_ffffL) + ", last stream "
                        + (word(frame, 0) & Integer.MAX_VALUE);
                story.tell(goawayAt, Peer.SERVER, What.GOAWAY, 0, goaway);
            }
            case Http2Frame.WINDOW_UPDATE -> {
                if (frame.stream() == 0) {
                    connectionWindow += word(frame, 0);
                } else if (frame.stream() == nextStream - 2) {
                    streamWindow += word(frame, 0);
                }
            }
            default -> {
                // PUSH_PROMISE was forbidden; others mean nothing here.
            }
        }
        return 0;
    }

    private static int word(Http2Frame frame, int at) {
        return frame.payload().length < at + 4
                ? 0
                : ByteBuffer.wrap(frame.payload()).getInt(at);
    }

    private long data(Http2Frame frame, Http2Answer answer) throws IOException {
        var content = frame.content();
        long bytes = content.remaining();
        answer.body(content);
        if (frame.has(Http2Frame.END_STREAM)) {
            answer.end();
        }
        taken += frame.payload().length;
        if (taken >= openAgain) {
            send(Http2Frame.number(Http2Frame.WINDOW_UPDATE, 0, taken));
            taken = 0;
        }
        int room = answer.room(frame.payload().length, openAgain);
        if (room > 0) {
            send(Http2Frame.number(Http2Frame.WINDOW_UPDATE, frame.stream(), room));
        }
        return bytes;
    }

    private void headers(Http2Frame frame, Http2Answer answer) throws IOException {
        var content = frame.content();
        if (block.size() + content.remaining() > MessageReader.LIMIT) {
            throw new IOException("a header block of more than " + MessageReader.LIMIT + " bytes came");
        }
        block.write(content.array(), content.position(), content.remaining());
        answer.mayEnd(frame.type() == Http2Frame.HEADERS && frame.has(Http2Frame.END_STREAM));
        if (frame.has(Http2Frame.END_HEADERS)) {
            var whole = Unpooled.wrappedBuffer(block.toByteArray());
            block = new ByteArrayOutputStream();
            try {
                var status = answer.head(fields.read(whole), story.clock().now());
                status.ifPresent(code -> story.tell(
                        story.clock().now(),
                        Peer.SERVER,
                        What.RESPONSE,
                        code,
                        "HTTP/2 " + code + ", stream " + frame.stream()));
            } catch (Http2Failure | IndexOutOfBoundsException broken) {
                throw new IOException("stream " + frame.stream() + ": a header block that cannot be read", broken);
            }
        }
    }

    private void settings(Http2Frame frame) throws IOException {
        var values = ByteBuffer.wrap(frame.payload());
        while (!frame.has(Http2Frame.ACK) && values.remaining() >= 6) {
            int id = values.getShort();
            int value = values.getInt();
            if (id == INITIAL_WINDOW_SIZE) {
                streamWindow += value - initialWindow;
                initialWindow = value;
            }
        }
        acknowledge(frame);
    }

    /** The preface goes ahead of everything else: until then it is owed. At most {@value #MOST_OWED} are. */
    private void acknowledge(Http2Frame frame, byte... payload) throws IOException {
        if (frame.has(Http2Frame.ACK)) {
            return;
        }
        var acknowledgement = Http2Frame.of(frame.type(), Http2Frame.ACK, 0, payload);
        if (begun) {
            send(acknowledgement);
        } else if (owed.size() < MOST_OWED) {
            owed.add(acknowledgement);
        } else {
            throw new IOException("more than " + MOST_OWED + " frames of SETTINGS and PING came before the client's"
                    + " preface (expected: one of SETTINGS)");
        }
    }

    /** What the connection says on its own account; nobody may be there any more. */
    private void send(Http2Frame frame) throws IOException {
        try {
            layer.send(frame.bytes());
        } catch (ConnectionGone gone) {
            // The peer's end is told where it is read.
        }
    }
}
