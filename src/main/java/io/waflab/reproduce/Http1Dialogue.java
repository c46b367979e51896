package io.waflab.reproduce;

import io.waflab.connection.Peer;
import io.waflab.journal.What;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/** The client's side of HTTP/1.1 on one connection: requests as they are, responses by their own framing. */
final class Http1Dialogue {

    private final Layer layer;
    private final Story story;
    private final MessageReader reader;
    /** The methods of the requests that have no answer yet: one to HEAD has no body. */
    private final Deque<String> asked = new ArrayDeque<>();

    /** @param patience for the next byte */
    Http1Dialogue(Layer layer, Story story, Duration patience) {
        this.layer = layer;
        this.story = story;
        reader = new MessageReader(layer, patience);
    }

    /** What is read from the connection, responses or what follows them. */
    MessageReader reader() {
        return reader;
    }

    /** Sends a request, or as much of it as it says. */
    void request(Request request, String host) throws IOException {
        var head = begin(request, host).getBytes(StandardCharsets.ISO_8859_1);
        if (request.sentHead() >= 0 && request.sentHead() < head.length) {
            layer.send(ByteBuffer.wrap(head, 0, request.sentHead()));
            return;
        }
        layer.send(ByteBuffer.wrap(head));
        for (long left = request.sentBody(); left > 0; left -= Request.PIECE) {
            int count = (int) Math.min(left, Request.PIECE);
            if (request.chunked()) {
                send(Integer.toHexString(count) + "\r\n");
            }
            layer.send(ByteBuffer.wrap(Request.bodyOf(count)));
            if (request.chunked()) {
                send("\r\n");
            }
        }
        if (request.chunked() && request.sentBody() >= request.body()) {
            send("0\r\n\r\n");
        }
    }

    /** Sends the heads of several requests in one write (RFC 9112 section 9.3.2). */
    void pipeline(List<Request> requests, String host) throws IOException {
        var all = new StringBuilder();
        for (var request : requests) {
            all.append(begin(request, host));
        }
        send(all.toString());
    }

    /** Tells the story of it. Returns its head. */
    private String begin(Request request, String host) {
        story.tell(story.clock().now(), Peer.CLIENT, What.REQUEST, 0, request.toString());
        asked.add(request.method());
        return request.head(host);
    }

    private void send(String bytes) throws IOException {
        layer.send(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /**
     * Reads the response to the oldest request that has none.
     *
     * @param ended what has been seen of the peer's end
     */
    Response response(Supplier<Ended> ended) throws IOException {
        var response = new ResponseReader(reader, story).read("HEAD".equals(asked.peek()), ended);
        if (response.status() > 0) {
            asked.poll();
        }
        return response;
    }

    /** What is read from here on answers none of the requests so far. */
    void forget() {
        asked.clear();
    }
}
