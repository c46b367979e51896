package io.waflab.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waflab.connection.Peer;
import io.waflab.journal.What;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each of the origin's behaviours as a plain client sees it. */
@Tag("wire")
@Timeout(60)
class LabOriginTest {

    private static final Duration SOON = Duration.ofMillis(400);
    private static final Duration AMPLE = Duration.ofSeconds(20);

    private LabOrigin origin;

    @BeforeEach
    void start() throws IOException {
        origin = LabOrigin.start(OriginOptions.local().withSpeed(10));
    }

    @AfterEach
    void stop() throws IOException {
        origin.close();
    }

    private LabClient client(Duration limit) throws IOException {
        return new LabClient(ClientOptions.plain("127.0.0.1", origin.port()).withLimit(limit)).connect();
    }

    @ParameterizedTest
    @CsvSource({
        "/ok?n=300, 200, 300, true, STILL_OPEN",
        "/ok/below, 200, 100, true, STILL_OPEN",
        "/wait?t=0.5, 200, 100, true, STILL_OPEN",
        "/close, 200, 100, true, FIN",
        "/noclen?n=300, 200, 300, true, FIN",
        "/status?c=404, 404, 4, true, STILL_OPEN",
        "/nosuch, 404, 0, true, STILL_OPEN",
        "/ok?n=many, 400, 0, true, STILL_OPEN",
        "/drip?k=4&gap=0.1, 200, 400, true, STILL_OPEN",
        "/slowhead?gap=0.1, 200, 100, true, STILL_OPEN",
        "/short, 200, 100, false, FIN",
        "/shortchunked, 200, 100, false, FIN",
        "/rstmid, 200, 100, false, RST",
        "/stall?t=1, 200, 100, false, FIN",
        "/stallchunked?t=1, 200, 100, false, FIN",
        "/sse?k=3&gap=0.1&t=1, 200, 27, false, FIN",
        "/idleclose?t=1, 200, 100, true, FIN",
        "/idlerst?t=1, 200, 100, true, RST",
        "/early, 0, 0, false, FIN",
        "/rst, 0, 0, false, RST",
        "/silent?t=1, 0, 0, false, FIN",
        "/halfhead?t=1, 0, 0, false, FIN",
        "/garbage, 0, 0, false, FIN",
    })
    void everyPathBehavesAsItsNameSays(String target, int status, long length, boolean complete, Ended ended)
            throws Exception {
        try (var client = client(AMPLE)) {
            var response = client.request(target).response();
            var end = client.readToEnd(SOON);

            assertThat(response.status()).isEqualTo(status);
            assertThat(response.bodyLength()).isEqualTo(length);
            assertThat(response.complete()).isEqualTo(complete);
            assertThat(end.ended()).isEqualTo(ended);
        }
    }

    @ParameterizedTest
    @CsvSource({"/silent", "/stall", "/stallchunked", "/halfhead", "/sse?gap=0.1"})
    void whatFallsSilentStaysOpen(String target) throws Exception {
        try (var client = client(Duration.ofMillis(300))) {
            var response = client.request(target).response();

            assertThat(response.complete()).isFalse();
            assertThat(response.ended()).isEqualTo(Ended.STILL_OPEN);
        }
    }

    @Test
    void theClientsEndInASilenceIsNoticedAtOnce() throws Exception {
        try (var client = client(AMPLE)) {
            client.request("/silent");
            origin.awaitRequest(AMPLE).orElseThrow();
            client.fin();
        }
        var close = origin.awaitClose(AMPLE).orElseThrow();
        assertThat(close.by()).isEqualTo(Peer.CLIENT);
        assertThat(close.what()).isEqualTo(What.FIN);
        assertThat(close.requests()).isEqualTo(1);
    }

    @Test
    void theClientsResetIsToldAsOne() throws Exception {
        try (var client = client(AMPLE)) {
            client.request("/silent");
            origin.awaitRequest(AMPLE).orElseThrow();
            client.rst();
        }
        assertThat(origin.awaitClose(AMPLE).orElseThrow().what()).isEqualTo(What.RST);
    }

    @Test
    void theCloseOfAConnectionWithManyRequestsIsToldToo() throws Exception {
        try (var client = client(AMPLE)) {
            for (int i = 0; i < 600; i++) {
                client.request("/ok?n=1").response();
            }
            client.fin();
        }
        var close = origin.awaitClose(AMPLE).orElseThrow();
        assertThat(close.by()).isEqualTo(Peer.CLIENT);
        assertThat(close.what()).isEqualTo(What.FIN);
        assertThat(close.requests()).isEqualTo(600);
    }

    @Test
    void requestHeadsAreKeptVerbatim() throws Exception {
        try (var client = client(AMPLE)) {
            client.request(Request.get("/ok").withHeader("X-MiXed:  Case ")).response();
        }
        var request = origin.awaitRequest(AMPLE).orElseThrow();
        assertThat(request.head()).isEqualTo("GET /ok HTTP/1.1\r\nHost: lab.test\r\nX-MiXed:  Case \r\n\r\n");
        assertThat(request.header("x-mixed")).contains("Case");
        assertThat(request.target()).isEqualTo("/ok");
        assertThat(origin.requests()).hasSize(1);
    }

    @Test
    void echoAnswersHeadAndBody() throws Exception {
        try (var client = client(AMPLE)) {
            var response = client.request(Request.post("/echo", 5)).response();

            assertThat(response.body()).startsWith("POST /echo HTTP/1.1\r\n").endsWith("\r\n\r\nbbbbb");
        }
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void sinkCountsTheBody(boolean chunked) throws Exception {
        var request = Request.post("/sink", 1_000_000);
        try (var client = client(AMPLE)) {
            var response =
                    client.request(chunked ? request.inChunks() : request).response();

            assertThat(response.body()).isEqualTo("1000000");
        }
    }

    @Test
    void sinkReadsAtItsRate() throws Exception {
        try (var client = client(AMPLE)) {
            long begun = System.nanoTime();
            var response =
                    client.request(Request.post("/sink?rate=10k", 30_000)).response();

            assertThat(response.body()).isEqualTo("30000");
            assertThat(System.nanoTime() - begun).isGreaterThan(250_000_000);
        }
    }

    @Test
    void earlyAnswerComesBeforeTheBody() throws Exception {
        try (var client = client(AMPLE)) {
            var response = client.request(Request.post("/early-answer", 100).sendingBody(0))
                    .response();

            assertThat(response.complete()).isTrue();
            client.send("b".repeat(100));
            assertThat(client.request("/ok").response().status()).isEqualTo(200);
        }
    }

    @Test
    void noreadReadsNoBody() throws Exception {
        try (var client = client(Duration.ofMillis(200))) {
            var response = client.request(Request.post("/noread?t=4", 1000)).response();

            assertThat(response.ended()).isEqualTo(Ended.STILL_OPEN);
            assertThat(client.readToEnd(AMPLE).ended()).isIn(Ended.FIN, Ended.RST);
        }
    }

    @Test
    void bigStreamsAnyLength() throws Exception {
        try (var client = client(AMPLE)) {
            assertThat(client.request("/big?n=200m").response().bodyLength()).isEqualTo(200L << 20);
        }
    }

    @Test
    void aKeptConnectionServesManyRequests() throws Exception {
        try (var client = client(AMPLE)) {
            client.pipeline(List.of(Request.get("/ok?n=1"), Request.get("/ok?n=2"), Request.get("/ok?n=3")));

            assertThat(client.response().bodyLength()).isEqualTo(1);
            assertThat(client.response().bodyLength()).isEqualTo(2);
            assertThat(client.response().bodyLength()).isEqualTo(3);
        }
        assertThat(origin.accepted()).isEqualTo(1);
    }

    @Test
    void aRequestWithinTheIdleTimeIsAnswered() throws Exception {
        try (var client = client(AMPLE)) {
            client.request("/idleclose?t=100").response();

            assertThat(client.request("/ok").response().status()).isEqualTo(200);
        }
    }

    @Test
    void http10AndConnectionCloseAreClosedAfterTheAnswer() throws Exception {
        try (var client = client(AMPLE)) {
            client.request(Request.get("/ok").withVersion("1.0")).response();
            assertThat(client.readToEnd().ended()).isEqualTo(Ended.FIN);
        }
        try (var client = client(AMPLE)) {
            client.request(Request.get("/ok").withHeader("Connection: close")).response();
            assertThat(client.readToEnd().ended()).isEqualTo(Ended.FIN);
        }
    }

    @Test
    void headHasNoBody() throws Exception {
        try (var client = client(AMPLE)) {
            var response = client.request(Request.get("/ok").withMethod("HEAD")).response();

            assertThat(response.header("Content-Length")).contains("100");
            assertThat(response.bodyLength()).isZero();
            assertThat(client.request("/ok").response().bodyLength()).isEqualTo(100);
        }
    }

    @Test
    void eachAnswerIsReadAsItsOwnRequestWants() throws Exception {
        try (var client = client(AMPLE)) {
            client.request(Request.get("/ok?n=1").withMethod("HEAD"));
            client.pipeline(
                    List.of(Request.get("/ok?n=2"), Request.get("/ok?n=3").withMethod("HEAD"), Request.get("/ok?n=4")));

            for (long length : new long[] {0, 2, 0, 4}) {
                assertThat(client.response().bodyLength()).isEqualTo(length);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/garbage, 'no HTTP: \"this is not http\", still-open'",
        "/halfhead?t=0.1, 'no whole head: \"HTTP/1.1 200 OK\", fin'",
        "/early, 'no response, fin'",
    })
    void whatCameIsShownThoughItIsNoResponse(String target, String words) throws Exception {
        try (var client = client(AMPLE)) {
            assertThat(client.request(target).response().words()).isEqualTo(words);
        }
    }

    /** RFC 9112 section 6.3: bytes behind a 204 or 304 are the next answer's. */
    @ParameterizedTest
    @CsvSource({"204", "304"})
    void anAnswerWithoutABodyHasNone(int status) throws Exception {
        try (var client = client(AMPLE)) {
            var answer = client.request("/status?c=" + status).response();

            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.header("Content-Length")).isEmpty();
            assertThat(client.request("/ok").response().status()).isEqualTo(200);
            assertThat(client.request("/status?c=" + status + "&n=3").response().header("Content-Length"))
                    .contains("3");
        }
    }

    @Test
    void aTextIsUtf8AndALargeFrameIsSaidToBeOne() throws Exception {
        try (var client = client(AMPLE)) {
            var socket = client.webSocket("/ws").orElseThrow();
            socket.text("gr\u00fc\u00df \u4f60");

            assertThat(socket.await(AMPLE).orElseThrow().words()).isEqualTo("gr\u00fc\u00df \u4f60");
        }
        try (var client = client(AMPLE)) {
            var socket = client.webSocket("/ws?raw=1").orElseThrow();
            client.send("\u0082\u007f" + "\0".repeat(5) + "\u0001\0\0");

            assertThatThrownBy(() -> socket.await(AMPLE))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("more than 65535 bytes");
        }
    }

    @Test
    void aWebSocketEchoesMessagesAndAnswersPings() throws Exception {
        try (var client = client(AMPLE)) {
            var socket = client.webSocket("/ws").orElseThrow();
            socket.text("hello");
            assertThat(socket.await(AMPLE)).contains(new WebSocket.Frame(1, "hello"));
            socket.ping();
            assertThat(socket.await(AMPLE)).contains(new WebSocket.Frame(10, ""));
            socket.text("x".repeat(1000));
            assertThat(socket.await(AMPLE).orElseThrow().text()).hasSize(1000);
            socket.sayClose();
            assertThat(socket.await(AMPLE).orElseThrow().opcode()).isEqualTo(8);
            assertThat(client.readToEnd().ended()).isEqualTo(Ended.FIN);
        }
    }

    @Test
    void aWebSocketPushesIsMuteOrCloses() throws Exception {
        try (var client = client(AMPLE)) {
            var socket = client.webSocket("/ws?push=2&gap=0.1&close=1").orElseThrow();
            assertThat(socket.await(AMPLE)).contains(new WebSocket.Frame(1, "push"));
            assertThat(socket.await(AMPLE)).contains(new WebSocket.Frame(1, "push"));
            assertThat(client.readToEnd().ended()).isEqualTo(Ended.FIN);
        }
        try (var client = client(AMPLE)) {
            var socket = client.webSocket("/ws?mute=1").orElseThrow();
            socket.text("hello");
            assertThat(socket.await(Duration.ofMillis(200))).isEmpty();
        }
    }

    @Test
    void oneBehaviourForEveryPath() throws Exception {
        try (var stalling = LabOrigin.start(OriginOptions.local().withRoutes(Routes.everywhere("stall?n=7")));
                var client = new LabClient(
                        ClientOptions.plain("127.0.0.1", stalling.port()).withLimit(Duration.ofMillis(200)))) {
            var response = client.connect().request("/any/thing").response();

            assertThat(response.bodyLength()).isEqualTo(7);
            assertThat(response.complete()).isFalse();
        }
        assertThatThrownBy(() -> Routes.everywhere("nosuch"))
                .hasMessageContaining("nosuch")
                .hasMessageContaining("/stall");
    }

    @Test
    void aBehaviourIsRefusedWithAParameterThatItDoesNotTake() {
        assertThatThrownBy(() -> Routes.everywhere("stall?m=7"))
                .hasMessage("\"m\" is no parameter of /stall (expected one of: n, t)");
        assertThatThrownBy(() -> Routes.everywhere("sse?n=1"))
                .hasMessage("\"n\" is no parameter of /sse (expected one of: gap, k, t)");
        Routes.everywhere("ws?push=1&gap=1&close=1&after=1&mute=1&raw=1");
        Routes.everywhere("ws?after=1");
        Routes.everywhere("status?c=204&n=3");
        Routes.everywhere("sink?rate=5");
    }

    @Test
    void fiveHundredConnectionsAreServedAtOnce() throws Exception {
        var clients = new ArrayList<LabClient>();
        var pool = Executors.newFixedThreadPool(16);
        try {
            for (int i = 0; i < 500; i++) {
                clients.add(client(AMPLE).request("/wait?t=1"));
            }
            var responses = new ArrayList<Callable<Integer>>();
            clients.forEach(client -> responses.add(() -> client.response().status()));
            for (var status : pool.invokeAll(responses)) {
                assertThat(status.get()).isEqualTo(200);
            }
        } finally {
            pool.shutdownNow();
            for (var client : clients) {
                client.close();
            }
        }
    }

    @Test
    void connectionsPastTheBoundWaitTheirTurn() throws Exception {
        try (var narrow = LabOrigin.start(OriginOptions.local().withConnections(1));
                var first = new LabClient(ClientOptions.plain("127.0.0.1", narrow.port()));
                var second = new LabClient(
                        ClientOptions.plain("127.0.0.1", narrow.port()).withLimit(AMPLE))) {
            first.connect().request("/ok").response();
            second.connect().request("/ok");
            assertThat(second.readToEnd(Duration.ofMillis(200)).bytes()).isZero();
            first.fin();
            assertThat(second.response().status()).isEqualTo(200);
        }
    }

    /** Accepts as a process does whose descriptors are all in use, while that is said. */
    private static final class ShortOfDescriptors extends ServerSocketChannel {

        private final ServerSocketChannel real = ServerSocketChannel.open();
        private final AtomicInteger refused = new AtomicInteger();
        private volatile boolean isShort = true;

        ShortOfDescriptors() throws IOException {
            super(SelectorProvider.provider());
            real.bind(new InetSocketAddress("127.0.0.1", 0));
        }

        @Override
        public SocketChannel accept() throws IOException {
            if (isShort) {
                refused.incrementAndGet();
                throw new IOException("Too many open files");
            }
            return real.accept();
        }

        @Override
        public ServerSocketChannel bind(SocketAddress local, int backlog) throws IOException {
            return real.bind(local, backlog);
        }

        @Override
        public <T> ServerSocketChannel setOption(SocketOption<T> name, T value) throws IOException {
            return real.setOption(name, value);
        }

        @Override
        public <T> T getOption(SocketOption<T> name) throws IOException {
            return real.getOption(name);
        }

        @Override
        public Set<SocketOption<?>> supportedOptions() {
            return real.supportedOptions();
        }

        @Override
        public ServerSocket socket() {
            return real.socket();
        }

        @Override
        public SocketAddress getLocalAddress() throws IOException {
            return real.getLocalAddress();
        }

        @Override
        protected void implCloseSelectableChannel() throws IOException {
            real.close();
        }

        @Override
        protected void implConfigureBlocking(boolean block) throws IOException {
            real.configureBlocking(block);
        }
    }

    @Test
    void whoIsOutOfDescriptorsSaysSoOnceAndWaits() throws Exception {
        try (var listener = new ShortOfDescriptors();
                var narrow = LabOrigin.start(OriginOptions.local(), listener);
                var client = new LabClient(
                        ClientOptions.plain("127.0.0.1", narrow.port()).withLimit(AMPLE))) {
            client.connect().request("/ok");

            assertThat(narrow.awaitEvent(AMPLE).orElseThrow())
                    .contains("cannot accept: Too many open files; new connections wait (expected ");
            assertThat(narrow.awaitEvent(Duration.ofMillis(200))).isEmpty();
            assertThat(listener.refused.get()).isLessThan(100);
            listener.isShort = false;
            assertThat(client.response().status()).isEqualTo(200);
        }
    }

    @Test
    void closingTheOriginEndsEveryConnection() throws Exception {
        try (var client = client(AMPLE)) {
            client.request("/silent");
            origin.awaitRequest(AMPLE).orElseThrow();
            origin.close();

            assertThat(client.readToEnd().ended()).isIn(Ended.FIN, Ended.RST);
            assertThat(origin.open()).isZero();
        }
    }

    @Test
    void aPortInUseIsNamed() {
        assertThatThrownBy(() -> LabOrigin.start(OriginOptions.local().withPort(origin.port())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("127.0.0.1:" + origin.port());
    }

    @Test
    void aBlackholeNeverAnswersTheSyn() throws Exception {
        try (var hole = Blackhole.open();
                var client = new LabClient(
                        ClientOptions.plain("127.0.0.1", hole.port()).withLimit(Duration.ofMillis(500)))) {
            assertThatThrownBy(client::connect).isInstanceOf(IOException.class).hasMessageContaining("timed out");
        }
    }
}
