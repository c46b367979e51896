package io.waflab.reproduce;

import io.waflab.connection.Side;
import io.waflab.journal.Observation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * The lab's own client: one connection over a blocking socket, played step by step. It reads only in steps that read,
 * never answers close_notify unasked, and tells every record, FIN and RST with its time. One thread at a time.
 *
 * <p>Endings of the peer are values ({@link EndSeen}, {@link Response#ended()}); {@link ConnectionGone} is thrown only
 * by steps that send on a connection that can no longer carry it. Interrupting the thread ends any wait.
 */
public final class LabClient implements AutoCloseable {

    private static final int STORY = 20_000;

    private final ClientOptions options;
    private final LabClock clock;
    private final Story story;
    private Wire wire;
    private Layer layer;
    private TlsLayer tls;
    private Http1Dialogue http1;
    private Http2Dialogue http2;

    public LabClient(ClientOptions options) {
        this.options = options;
        this.clock = new LabClock(options.speed());
        this.story = new Story(Side.DOWNSTREAM, STORY, clock);
    }

    /** Plays a script on a connection of its own; what goes wrong is in the report. */
    public static ClientReport play(ClientScript script) throws IOException {
        try (var client = new LabClient(script.options())) {
            return new ClientPlayer(client).play(script);
        }
    }

    /** Opens TCP. Plain from here on until {@link #handshake()}. */
    public LabClient connect() throws IOException {
        wire = Wire.connect(options.address(), options.receiveBuffer(), options.limit(), story);
        use(new PlainLayer(wire));
        return this;
    }

    /**
     * The TLS handshake; does nothing when the options say plain.
     *
     * @throws SSLException when either side refused; the alert is in the story, and what comes is read as mere bytes
     */
    public LabClient handshake() throws IOException {
        if (options.tls().isPresent()) {
            try {
                begin(options.tls().get()).handshake(options.limit());
            } catch (SSLException refused) {
                use(new PlainLayer(wire));
                throw refused;
            }
        }
        return this;
    }

    /** The ClientHello, and nothing more of the handshake: what the server says to it is read as mere bytes. */
    public LabClient hello() throws IOException {
        if (options.tls().isPresent()) {
            begin(options.tls().get()).hello();
            tls = null;
            use(new PlainLayer(wire));
        }
        return this;
    }

    private TlsLayer begin(TlsOptions offered) throws IOException {
        tls = new TlsLayer(
                wire(),
                ClientEngine.of(offered, options.host(), options.port()),
                Optional.of(offered.rejects()).filter(name -> !name.isEmpty()).map(RejectingTrust::named));
        use(tls);
        return tls;
    }

    /** Whether ALPN chose HTTP/2, in which requests and answers then are, or {@link #http2()} began it. */
    public boolean isHttp2() {
        return http2 != null || tls != null && tls.protocol().equals("h2");
    }

    /**
     * HTTP/2's preface and SETTINGS (RFC 9113 section 3.4), which else go ahead of the first request. Without TLS this is
     * prior knowledge.
     *
     * @throws IOException when ALPN chose something else
     */
    public LabClient http2() throws IOException {
        if (tls != null && !isHttp2()) {
            throw new IOException("the server chose " + (tls.protocol().isEmpty() ? "no protocol" : tls.protocol())
                    + " (ALPN; expected: h2)");
        }
        dialogue().begin();
        return this;
    }

    /** Of HTTP/2: when GOAWAY came, in nanoseconds of the story, and {@code NO_ERROR, last stream 1}; empty for none. */
    public Optional<Map.Entry<Long, String>> goaway() {
        return http2 == null ? Optional.empty() : http2.goaway();
    }

    private Http2Dialogue dialogue() throws IOException {
        if (http2 == null) {
            http2 = new Http2Dialogue(layer(), story, tls != null, options.limit());
        }
        return http2;
    }

    public LabClient request(String target) throws IOException {
        return request(Request.get(target));
    }

    /** Sends a request, or as much of it as it says. */
    public LabClient request(Request request) throws IOException {
        if (isHttp2()) {
            dialogue().request(request, options.hostHeader());
            return this;
        }
        http1().request(request, options.hostHeader());
        return this;
    }

    /**
     * Several requests in one write (RFC 9112 section 9.3.2), in HTTP/2 each on a stream without waiting; a
     * {@link #response()} for each.
     */
    public LabClient pipeline(List<Request> requests) throws IOException {
        if (isHttp2()) {
            for (var request : requests) {
                dialogue().request(request, options.hostHeader());
            }
            return this;
        }
        http1().pipeline(requests, options.hostHeader());
        return this;
    }

    /** Reads one response to its end by its own framing, or until the peer ends or is silent for the options' limit. */
    public Response response() throws IOException {
        return isHttp2() ? dialogue().response(this::seen) : http1().response(this::seen);
    }

    /** Reads and drops up to so many bytes of the application, and then reads no more. */
    public long read(long bytes) throws IOException {
        if (isHttp2()) {
            return dialogue().read(bytes);
        }
        http1().forget();
        return http1().reader().skip(bytes);
    }

    /** From now on responses are taken so many bytes at a time, with a pause (scaled) after each. */
    public LabClient readSlowly(int bytes, Duration pause) throws IOException {
        refuseInHttp2("read-slowly");
        http1().reader().pace(new Pace(bytes, pause, clock));
        return this;
    }

    /**
     * The application's bytes as they come, for what is no HTTP/1.
     *
     * @return none when the peer has ended, or is silent for the options' limit
     */
    public byte[] receive() throws IOException {
        http1().forget();
        var received = layer().received();
        while (!received.hasRemaining() && !layer().ended() && layer().receive(options.limit()) > 0) {
            received = layer().received();
        }
        var bytes = new byte[received.remaining()];
        received.get(bytes);
        return bytes;
    }

    public EndSeen readToEnd() throws IOException {
        return readToEnd(options.limit());
    }

    /** Reads until the peer's FIN or RST; close_notify is not answered. @param limit in all, not divided by speed */
    public EndSeen readToEnd(Duration limit) throws IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        long bytes = drop();
        for (long left = limit.toNanos(); left > 0; left = deadline - System.nanoTime()) {
            if (layer().receive(Duration.ofNanos(left)) < 0) {
                break;
            }
            bytes += drop();
        }
        return end(bytes);
    }

    /** What has been seen of the peer's end so far; reads nothing. */
    public EndSeen end() {
        return end(0);
    }

    /** Waits without reading: what comes meanwhile stays in the kernel. @param scripted divided by speed */
    public LabClient pause(Duration scripted) throws IOException {
        clock.pause(scripted);
        return this;
    }

    /** Bytes as they are, through TLS where there is TLS: malformed requests. */
    public LabClient send(String bytes) throws IOException {
        layer().send(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)));
        return this;
    }

    /** Bytes on the socket itself, under TLS: what breaks it. */
    public LabClient sendUnderTls(String bytes) throws IOException {
        var buffer = ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1));
        if (tls == null) {
            layer().send(buffer);
        } else {
            tls.sendUnder(buffer);
        }
        return this;
    }

    /** Sends close_notify: the answer to the peer's, or the first. Nothing on a plain connection. */
    public LabClient closeNotify() throws IOException {
        if (tls != null) {
            tls.closeNotify();
        }
        return this;
    }

    /** FIN without an alert; reading goes on. */
    public LabClient halfClose() throws IOException {
        wire().halfClose();
        return this;
    }

    /** close(2) without an alert: FIN, or the kernel's RST when something is unread in it. */
    public LabClient fin() throws IOException {
        wire().close();
        return this;
    }

    /** RST: SO_LINGER 0 and close(2). */
    public LabClient rst() throws IOException {
        wire().reset();
        return this;
    }

    /** Asks for an upgrade and reads the answer; the WebSocket when it was 101 (RFC 6455 section 4). */
    public Optional<WebSocket> webSocket(String target) throws IOException {
        refuseInHttp2("websocket");
        request(Request.get(target)
                .withHeader("Upgrade: websocket")
                .withHeader("Connection: Upgrade")
                .withHeader("Sec-WebSocket-Key: " + WebSocket.KEY)
                .withHeader("Sec-WebSocket-Version: 13"));
        return response().status() == 101 ? Optional.of(new WebSocket(layer(), http1().reader())) : Optional.empty();
    }

    private void refuseInHttp2(String step) throws IOException {
        if (isHttp2()) {
            throw new IOException(step + " is of HTTP/1.1, and the server chose h2 (leave h2 out of alpn)");
        }
    }

    /** The connection's story so far. */
    public List<Observation> story() {
        return story.observations();
    }

    /** Observations that the story's bound left out. */
    public long omitted() {
        return story.omitted();
    }

    /** Every TLS record of the wire in order, by outer type; the first 10,000. Empty on a plain connection. */
    public List<TlsRecord> records() {
        return tls == null ? List.of() : tls.records();
    }

    public int localPort() throws IOException {
        return wire().port();
    }

    int localPortOrZero() {
        return wire == null ? 0 : wire.port();
    }

    public LabClock clock() {
        return clock;
    }

    ClientOptions options() {
        return options;
    }

    /** Closes what is still open, as {@link #fin()}. */
    @Override
    public void close() throws IOException {
        if (wire != null) {
            wire.close();
        }
    }

    private EndSeen end(long bytes) {
        if (wire == null) {
            return new EndSeen(Ended.STILL_OPEN, "", 0, 0, 0);
        }
        return new EndSeen(
                seen(),
                tls == null ? "" : tls.alert().orElse(""),
                tls == null ? 0 : tls.alertAt(),
                wire.peerEndAt(),
                bytes);
    }

    private Ended seen() {
        return Ended.of(wire.peerEnd(), tls == null ? Optional.empty() : tls.alert());
    }

    private long drop() throws IOException {
        // The server's SETTINGS may come before any request has been made.
        if (http2 != null || layer() == tls && isHttp2()) {
            return dialogue().take();
        }
        var received = layer().received();
        int count = received.remaining();
        received.position(received.limit());
        return count;
    }

    private void use(Layer next) {
        layer = next;
        http1 = new Http1Dialogue(next, story, options.limit());
        http2 = null;
    }

    private Wire wire() throws IOException {
        if (wire == null) {
            throw new ConnectionGone("there is no connection yet (the first step is connect)");
        }
        return wire;
    }

    private Layer layer() throws IOException {
        wire();
        return layer;
    }

    private Http1Dialogue http1() throws IOException {
        wire();
        return http1;
    }
}
