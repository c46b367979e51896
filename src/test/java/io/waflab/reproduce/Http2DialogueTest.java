package io.waflab.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waflab.connection.Peer;
import io.waflab.connection.Side;
import io.waflab.journal.What;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lab's client in HTTP/2, against the real proxy before the lab's origin. */
@Tag("wire")
class Http2DialogueTest {

    private static final long LARGE = 300_000;
    private static final int PREFACE = 24;

    @TempDir
    static Path folder;

    private static LabOrigin origin;
    private static LabProxy proxy;

    @BeforeAll
    static void start() throws Exception {
        origin = LabOrigin.start(OriginOptions.local());
        var part = new LabScenario.ProxyPart(
                "nginx-1.22",
                true,
                "",
                Map.of("http2", "on", "keepalive_timeout", "300ms", "client_max_body_size", "10m"),
                Optional.empty());
        var scenario = new LabScenario(
                1,
                new LabScenario.ClientPart("", "", List.of(), "lab.test", "", Duration.ofSeconds(9), List.of()),
                part,
                new LabScenario.OriginPart(true, Map.of()),
                PathDeed.PASS,
                null);
        proxy = LabProxy.start(scenario, origin.url(), folder.resolve("certs"), folder.resolve("keys"));
    }

    @AfterAll
    static void stop() throws Exception {
        proxy.close();
        origin.close();
    }

    private static LabClient client(String... alpn) throws IOException {
        return new LabClient(ClientOptions.plain("127.0.0.1", proxy.port())
                        .withTls(TlsOptions.trustingAnyone("lab.test").withAlpn(alpn))
                        .withLimit(Duration.ofSeconds(9)))
                .connect()
                .handshake();
    }

    @Test
    void anAnswerIsReadWithItsStatusItsFieldsAndItsWholeBody() throws Exception {
        try (var client = client("h2", "http/1.1")) {
            var response = client.request("/big?n=" + LARGE).response();

            assertThat(response.status()).isEqualTo(200);
            assertThat(response.header("Content-Length")).contains(String.valueOf(LARGE));
            assertThat(response.bodyLength()).isEqualTo(LARGE);
            assertThat(response.complete()).isTrue();
        }
    }

    @Test
    void aBodyLargerThanTheServersWindowsGoesOut() throws Exception {
        try (var client = client("h2")) {
            var response = client.request(Request.post("/sink", LARGE)).response();

            assertThat(response.body()).contains(String.valueOf(LARGE));
        }
    }

    @Test
    void answersAreToldInTheOrderOfTheirRequests() throws Exception {
        try (var client = client("h2")) {
            client.pipeline(List.of(Request.get("/wait?t=0.2s"), Request.get("/status?c=404")));

            assertThat(client.response().status()).isEqualTo(200);
            assertThat(client.response().status()).isEqualTo(404);
            assertThatThrownBy(client::response).hasMessage("no request is without an answer");
        }
    }

    /** RFC 9113 section 8.1: behind a whole answer RST_STREAM only says that the request's body is not wanted. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anAnswerIsWholeThoughItsStreamIsResetBehindIt(boolean whole) throws Exception {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var client = new LabClient(ClientOptions.plain("127.0.0.1", listener.getLocalPort())
                        .withLimit(Duration.ofSeconds(9)))) {
            client.connect().http2().request(Request.post("/", 10).sendingBody(0));
            try (var server = listener.accept()) {
                var answer = new ByteArrayOutputStream();
                for (var frame : List.of(
                        Http2Frame.of(Http2Frame.SETTINGS, 0, 0),
                        Http2Frame.of(Http2Frame.HEADERS, Http2Frame.END_HEADERS, 1, (byte) 0x88),
                        Http2Frame.of(Http2Frame.DATA, whole ? Http2Frame.END_STREAM : 0, 1, "ok".getBytes()),
                        Http2Frame.number(Http2Frame.RST_STREAM, 1, 0))) {
                    answer.write(frame.bytes().array());
                }
                server.getOutputStream().write(answer.toByteArray());
                var response = client.response();

                assertThat(response.status()).isEqualTo(200);
                assertThat(response.bodyLength()).isEqualTo(2);
                assertThat(response.complete()).isEqualTo(whole);
            }
        }
    }

    @Test
    void halfAHeadIsHalfAFrame() throws Exception {
        try (var client = client("h2")) {
            client.request(Request.get("/half").sendingHead(12));

            assertThat(client.records().get(client.records().size() - 1).size()).isLessThan(12 + 40);
            assertThat(origin.requests()).noneMatch(request -> request.target().equals("/half"));
        }
    }

    @Test
    void theIdleEndIsGoawayCloseNotifyAndFin() throws Exception {
        try (var client = client("h2")) {
            client.request("/ok").response();

            assertThat(client.readToEnd().ended()).isEqualTo(Ended.CLOSE_NOTIFY_FIN);
            assertThat(client.goaway().orElseThrow().getValue()).isEqualTo("NO_ERROR, last stream 1");
            assertThat(client.story())
                    .filteredOn(seen -> seen.by() == Peer.SERVER)
                    .extracting(seen -> seen.what())
                    .endsWith(What.GOAWAY, What.ALERT, What.FIN);
        }
    }

    /** The frames come in two records, cut in the middle of SETTINGS, and no request has been made. */
    @Test
    void whatComesBeforeTheFirstRequestIsReadFromItsStart() throws Exception {
        var firstRead = new CountDownLatch(1);
        try (var peer = new TlsPeer(server -> {
            var parameters = server.tls().getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2"});
            server.tls().setSSLParameters(parameters);
            var settings = Http2Frame.of(Http2Frame.SETTINGS, 0, 0, new byte[] {0, 3, 0, 0, 0, 100})
                    .bytes()
                    .array();
            server.tls().getOutputStream().write(settings, 0, 5);
            firstRead.await();
            server.tls().getOutputStream().write(settings, 5, settings.length - 5);
            server.tls()
                    .getOutputStream()
                    .write(Http2Frame.of(Http2Frame.GOAWAY, 0, 0, new byte[8])
                            .bytes()
                            .array());
            server.closeNotifyAndFin();
        })) {
            try (var client = new LabClient(ClientOptions.plain("127.0.0.1", peer.port())
                            .withTls(TlsOptions.trustingAnyone("lab.test").withAlpn("h2"))
                            .withLimit(Duration.ofSeconds(9)))
                    .connect()
                    .handshake()) {
                assertThat(client.readToEnd(Duration.ofMillis(300)).ended()).isEqualTo(Ended.STILL_OPEN);
                firstRead.countDown();

                assertThat(client.readToEnd().ended()).isEqualTo(Ended.CLOSE_NOTIFY_FIN);
                assertThat(client.goaway().orElseThrow().getValue()).isEqualTo("NO_ERROR, last stream 0");
            }
        }
    }

    /** An acknowledgement of the server's SETTINGS ahead of the preface would end the connection. */
    @Test
    void aClientThatFirstOnlyReadsIsAnsweredLater() throws Exception {
        try (var client = client("h2")) {
            assertThat(client.readToEnd(Duration.ofMillis(200)).ended()).isEqualTo(Ended.STILL_OPEN);

            assertThat(client.request(Request.post("/sink", 10)).response().body())
                    .contains("10");
        }
    }

    /** Bytes that are there at once, and what is sent on them. */
    private static final class Played implements Layer {

        private final ByteBuffer received;
        private final List<String> sent = new ArrayList<>();

        Played(ByteBuffer received) {
            this.received = received;
        }

        @Override
        public int receive(Duration limit) {
            return -1;
        }

        @Override
        public ByteBuffer received() {
            return received;
        }

        @Override
        public boolean ended() {
            return true;
        }

        @Override
        public boolean endedInOrder() {
            return true;
        }

        @Override
        public void send(ByteBuffer bytes, String detail) {
            bytes.position(bytes.get(0) == 'P' ? PREFACE : 0);
            for (var frame = Http2Frame.take(bytes); frame.isPresent(); frame = Http2Frame.take(bytes)) {
                if (frame.get().type() == Http2Frame.WINDOW_UPDATE) {
                    sent.add(frame.get().stream() + ": "
                            + ByteBuffer.wrap(frame.get().payload()).getInt());
                }
            }
        }
    }

    private static void data(ByteBuffer to, int stream, int bytes, int flags) {
        Http2Frame.of(Http2Frame.DATA, flags, stream, new byte[bytes]).write(to);
    }

    /** More than a stream took of its window is a FLOW_CONTROL_ERROR (RFC 9113 section 6.9.1). */
    @Test
    void eachStreamsWindowIsOpenedByWhatThatStreamTook() throws Exception {
        var frames = ByteBuffer.allocate(10_000);
        data(frames, 1, 600, 0);
        data(frames, 3, 500, 0);
        data(frames, 1, 400, 0);
        data(frames, 3, 700, Http2Frame.END_STREAM);
        var layer = new Played(frames.flip());
        var story = new Story(Side.DOWNSTREAM, 100, new LabClock(1));
        var dialogue = new Http2Dialogue(layer, story, true, Duration.ofSeconds(1), 1_000);
        dialogue.begin();
        layer.sent.clear();
        dialogue.request(Request.get("/a"), "lab.test");
        dialogue.request(Request.get("/b"), "lab.test");

        assertThat(dialogue.take()).isEqualTo(2_200);
        assertThat(layer.sent).containsExactly("0: 1100", "1: 1000", "0: 1100");
    }

    @Test
    void whatOnlyHttp1HasIsRefusedByName() throws Exception {
        try (var client = client("h2")) {
            assertThatThrownBy(() -> client.webSocket("/ws")).hasMessageContaining("websocket is of HTTP/1.1");
            assertThatThrownBy(() -> client.readSlowly(1, Duration.ZERO)).hasMessageContaining("read-slowly");
        }
    }

    @Test
    void aServerThatChoseAnotherProtocolIsNotSpokenToInHttp2() throws Exception {
        try (var client = client("http/1.1")) {
            assertThatThrownBy(client::http2).hasMessageContaining("the server chose http/1.1");
            assertThat(client.request("/ok").response().statusLine()).startsWith("HTTP/1.1 200");
        }
    }
}
