package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import io.waflab.http.Http2FrameReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** HTTP/2 with prior knowledge: requests, windows and limits, frame by frame. */
@Tag("wire")
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class Http2WireTest {

    @TempDir
    static Path folder;

    private static LabProxy.Setup setup(String... http) {
        var lines = new ArrayList<>(List.of(http));
        lines.add("http2 = on");
        lines.add("lingering_close = off");
        return LabProxy.Setup.in(folder).plain().http(lines.toArray(String[]::new));
    }

    @Test
    void aPlainListenerSpeaksBoth() throws Exception {
        try (var proxy = setup().start();
                var one = proxy.client();
                var two = Http2Client.of(proxy)) {
            assertThat(one.request("/ok").response().status()).isEqualTo(200);
            two.sends(Http2Client.get(1, "/ok"));
            assertThat(two.stream(1)).contains(":status=200");
        }
    }

    @Test
    void aClientThatStillSendsBehindTheLastAnswerGetsAllOfIt() throws Exception {
        try (var proxy = LabProxy.Setup.in(folder)
                        .plain()
                        .http("http2 = on", "keepalive_requests = 1")
                        .start();
                var client = Http2Client.of(proxy)) {
            client.sends(
                    Http2Client.setting(4, 1 << 20),
                    Http2Client.window(0, 1 << 20),
                    Http2Client.get(1, "/big?n=50000"));
            proxy.access("|200|");
            client.sends(Http2Client.ping());
            var frames = client.toEnd();
            assertThat(frames.get(frames.size() - 1)).startsWith("DATA 1 END");
            Closing.isSilentFin(client.client());
        }
    }

    @Test
    void thePrefaceIsKnownHoweverItIsSplit() throws Exception {
        try (var proxy = setup().start();
                var client = Http2Client.silent(proxy)) {
            var preface = ByteBufUtil.hexDump(Http2FrameReader.PREFACE);
            for (int i = 0; i < preface.length(); i += 2) {
                client.sends(preface.substring(i, i + 2));
            }
            client.sends(Http2Client.frame(4, 0, 0, ""), Http2Client.get(1, "/ok"));
            assertThat(client.stream(1)).contains(":status=200");
        }
    }

    @Test
    void whereItIsOffThePrefaceIsNoRequest() throws Exception {
        try (var proxy = LabProxy.Setup.in(folder).plain().start();
                var client = proxy.client()) {
            client.send(new String(Http2FrameReader.PREFACE, StandardCharsets.ISO_8859_1));
            assertThat(client.response().status()).isEqualTo(400);
        }
    }

    @Test
    void aBodyGoesUpAndIsHeldToItsLength() throws Exception {
        try (var proxy = setup().start();
                var client = Http2Client.of(proxy)) {
            client.sends(Http2Client.post(1, "/ok", "content-length: 10"), Http2Client.data(1, true, 10));
            assertThat(client.stream(1)).contains(":status=200");
            client.sends(Http2Client.post(3, "/ok", "content-length: 10"), Http2Client.data(3, true, 9));
            assertThat(client.stream(3)).contains(":status=400").doesNotContain("RST");
            client.sends(Http2Client.post(5, "/ok", "content-length: 10"), Http2Client.data(5, false, 11));
            assertThat(client.stream(5)).contains(":status=400");
            assertThat(client.next()).hasToString("RST_STREAM 5 NO_ERROR");
            client.sends(Http2Client.frame(1, 5, 7, Http2Client.block("POST", "/ok", "content-length: 10")));
            assertThat(client.stream(7)).contains(":status=400");
        }
    }

    @Test
    void aBodyWithoutALengthIsHeldToClientMaxBodySize() throws Exception {
        try (var proxy = setup("client_max_body_size = 1000").start();
                var client = Http2Client.of(proxy)) {
            client.sends(Http2Client.post(1, "/ok"), Http2Client.data(1, false, 600), Http2Client.data(1, false, 600));
            assertThat(client.stream(1)).contains(":status=413");
            assertThat(client.next()).hasToString("RST_STREAM 1 NO_ERROR");
            client.sends(Http2Client.post(3, "/ok"), Http2Client.data(3, true, 1000));
            assertThat(client.stream(3)).contains(":status=200");
        }
    }

    @Test
    void answersWithoutABodyEndWithTheirHead() throws Exception {
        try (var proxy = setup().locations(
                                "\"/none\" { return = 204 }",
                                "\"/empty\" { return = 200 }",
                                "\"/\" { proxy_pass = \"ORIGIN\" }")
                        .start();
                var client = Http2Client.of(proxy)) {
            client.sends(Http2Client.get(1, "/none"));
            assertThat(client.stream(1)).startsWith("HEADERS 1 END :status=204").doesNotContain("content-length");
            client.sends(Http2Client.get(3, "/empty"));
            assertThat(client.stream(3)).startsWith("HEADERS 3 END :status=200").contains("content-length=0");
            client.sends(Http2Client.frame(1, 5, 5, Http2Client.block("HEAD", "/ok")));
            assertThat(client.stream(5)).startsWith("HEADERS 5 END :status=200").contains("content-length=100");
        }
    }

    @Test
    void streamsBeyondTheLimitAreRefused() throws Exception {
        try (var proxy = setup("http2_max_concurrent_streams = 1").start();
                var client = Http2Client.of(proxy)) {
            client.sends(Http2Client.get(1, "/silent"), Http2Client.get(3, "/ok"));
            assertThat(client.stream(3)).isEqualTo("RST_STREAM 3 REFUSED_STREAM");
            client.sends(Http2Client.reset(1, 8), Http2Client.get(5, "/ok"));
            assertThat(client.stream(5)).contains(":status=200");
        }
    }

    @Test
    void numbersOfStreamsRise() throws Exception {
        try (var proxy = setup().start();
                var client = Http2Client.of(proxy)) {
            client.sends(Http2Client.get(3, "/ok"));
            client.stream(3);
            client.sends(Http2Client.get(1, "/ok"));
            assertThat(client.toEnd()).containsExactly("GOAWAY last 3 PROTOCOL_ERROR");
        }
    }

    @Test
    void pingsAreAnsweredAndSettingsAcknowledged() throws Exception {
        try (var proxy = setup().start();
                var client = Http2Client.of(proxy)) {
            client.sends(Http2Client.ping());
            var frames = client.until(frame -> frame.type() == 6);
            assertThat(frames)
                    .extracting(Http2Client.Frame::text)
                    .contains("SETTINGS ACK", "PING ACK 0102030405060708");
        }
    }

    @Test
    void theTableIsSaidToBeEmptyOnceTheClientSpeaksOfIt() throws Exception {
        try (var proxy = setup().start();
                var client = Http2Client.of(proxy)) {
            client.sends(Http2Client.setting(1, 100), Http2Client.get(1, "/ok"));
            var heads = client.until(frame -> frame.ends()).stream()
                    .filter(frame -> frame.type() == 1)
                    .toList();
            assertThat(heads.get(0).payload()[0]).isEqualTo((byte) 0x20);
        }
    }

    @Test
    void longHeadsAreContinued() throws Exception {
        try (var proxy = setup().server("large_client_header_buffers = \"4 64k\"")
                        .locations("\"/\" { return = \"200 ok\", add_header = [\"X-Long $http_x_long\"] }")
                        .start();
                var client = Http2Client.of(proxy)) {
            client.sends(Http2Client.get(1, "/", "x-long: " + "{".repeat(40_000)));
            var types = client.until(frame -> frame.ends()).stream()
                    .map(Http2Client.Frame::type)
                    .filter(type -> type != 4 && type != 8)
                    .collect(Collectors.toList());
            assertThat(types).containsExactly(1, 9, 9, 0);
        }
    }

    @Test
    void malformedRequestsAre400OnTheirStream() throws Exception {
        try (var proxy = setup().start();
                var client = Http2Client.of(proxy)) {
            client.sends(Http2Client.get(1, "/ok", "connection: close"));
            assertThat(client.stream(1)).contains(":status=400");
            client.sends(Http2Client.get(3, "no-slash"));
            assertThat(client.stream(3)).contains(":status=400");
            client.sends(Http2Client.get(5, "/ok"));
            assertThat(client.stream(5)).contains(":status=200");
        }
    }

    @Test
    void headersBeyondTheirLimitEndTheConnection() throws Exception {
        try (var proxy = setup("large_client_header_buffers = \"4 512\"").start();
                var client = Http2Client.of(proxy)) {
            client.sends(Http2Client.get(1, "/ok", "x-long: " + "{".repeat(513)));
            assertThat(client.toEnd()).containsExactly("GOAWAY last 1 ENHANCE_YOUR_CALM");
        }
    }

    @Test
    void windowsThatOverflowAreErrors() throws Exception {
        try (var proxy = setup().start();
                var client = Http2Client.of(proxy)) {
            client.sends(Http2Client.get(1, "/silent"), Http2Client.window(1, Integer.MAX_VALUE));
            assertThat(client.stream(1)).isEqualTo("RST_STREAM 1 FLOW_CONTROL_ERROR");
            client.sends(Http2Client.window(0, Integer.MAX_VALUE));
            assertThat(client.toEnd()).containsExactly("GOAWAY last 1 FLOW_CONTROL_ERROR");
        }
    }

    @Test
    void aBodyBeyondItsWindowResetsTheStream() throws Exception {
        try (var proxy = setup("http2_body_preread_size = 100")
                        .locations(
                                "\"/\" { proxy_pass = \"ORIGIN\", proxy_request_buffering = off, client_body_buffer_size = 100 }")
                        .start();
                var client = Http2Client.of(proxy)) {
            client.sends(
                    Http2Client.frame(4, 1, 0, ""), Http2Client.post(1, "/silent"), Http2Client.data(1, false, 101));
            assertThat(client.stream(1)).isEqualTo("RST_STREAM 1 FLOW_CONTROL_ERROR");
        }
    }

    @Test
    void bodiesBeforeTheSettingsAreKnownAreRefusedWhereTheWindowIsSmall() throws Exception {
        try (var proxy = setup("http2_body_preread_size = 100").start();
                var client = Http2Client.of(proxy)) {
            client.sends(Http2Client.post(1, "/ok"));
            assertThat(client.stream(1)).isEqualTo("RST_STREAM 1 REFUSED_STREAM");
        }
    }

    @Test
    void itsWindowIsOpenedAgainAsABodyGoesUp() throws Exception {
        try (var proxy = setup("client_max_body_size = 0")
                        .locations(
                                "\"/\" { proxy_pass = \"ORIGIN\", proxy_request_buffering = off, client_body_buffer_size = 1000 }")
                        .start();
                var client = Http2Client.of(proxy)) {
            client.sends(Http2Client.post(1, "/ok"));
            long window = 65_536;
            long left = 1_000_000;
            while (left > 0) {
                int size = (int) Math.min(Math.min(window, 16_000), left);
                if (size > 0) {
                    client.sends(Http2Client.data(1, size == left, size));
                    left -= size;
                    window -= size;
                } else {
                    var frame = client.next();
                    window += frame.type() == 8 && frame.stream() == 1
                            ? Integer.parseInt(frame.text().split(" ")[2])
                            : 0;
                }
                assertThat(window).isBetween(0L, 65_536L);
            }
            assertThat(client.stream(1)).contains(":status=200");
        }
    }

    /** After nginx 1.22 as measured: nothing is said to what still comes of the body, and the connection lives. */
    @Test
    void behindA502TheRestOfABodyIsNotWantedAndOpensNoWindow() throws Exception {
        try (var proxy = setup("client_max_body_size = 0")
                        .locations(
                                "\"/\" { proxy_pass = \"ORIGIN\" }",
                                "\"/nobody\" { proxy_pass = \"http://127.0.0.1:1\", proxy_request_buffering = off }")
                        .start();
                var client = Http2Client.of(proxy)) {
            client.until(frame -> frame.text().equals("SETTINGS ACK"));
            client.sends(Http2Client.post(1, "/nobody"), Http2Client.data(1, false, 1000));
            var answer = client.until(frame -> frame.type() == 3);
            assertThat(answer)
                    .extracting(frame -> frame.text().replaceFirst(":status=502.*", ":status=502"))
                    .satisfies(frames -> assertThat(frames.get(0)).isEqualTo("HEADERS 1 :status=502"))
                    .satisfies(frames -> assertThat(frames.get(1)).startsWith("DATA 1 END "))
                    .hasSize(3)
                    .endsWith("RST_STREAM 1 NO_ERROR");
            client.sends(Http2Client.data(1, false, 16_000), Http2Client.data(1, true, 100), Http2Client.get(3, "/ok"));
            assertThat(client.until(Http2Client.Frame::ends))
                    .allMatch(frame -> frame.stream() == 3)
                    .last()
                    .satisfies(frame -> assertThat(frame.text()).startsWith("DATA 3 END"));
        }
    }

    /** After nginx 1.22 as measured: the response has its head already. */
    @Test
    void aStreamedBodyFoundWrongBehindTheResponsesHeadResetsTheStream() throws Exception {
        try (var origin =
                        new ScriptedOrigin("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", "");
                var proxy = setup().locations("\"/\" { proxy_pass = \"" + origin.url()
                                + "\", proxy_request_buffering = off, proxy_buffering = off }")
                        .start();
                var client = Http2Client.of(proxy)) {
            client.sends(Http2Client.post(1, "/", "content-length: 20"), Http2Client.data(1, false, 5));
            assertThat(client.until(frame -> frame.type() == 0))
                    .filteredOn(frame -> frame.type() == 1)
                    .hasSize(1);
            client.sends(Http2Client.data(1, false, 30));
            assertThat(client.until(frame -> frame.stream() == 1 && frame.type() != 8))
                    .last()
                    .satisfies(frame -> assertThat(frame.text()).isEqualTo("RST_STREAM 1 INTERNAL_ERROR"));
        }
    }

    @Test
    void noWindowIsEverOversent() throws Exception {
        var random = new Random(7);
        try (var proxy = setup().start();
                var client = Http2Client.of(proxy)) {
            client.sends(Http2Client.setting(4, 1000));
            client.until(frame -> frame.text().equals("SETTINGS ACK"));
            client.until(frame -> frame.text().equals("SETTINGS ACK"));
            long connection = 65_535;
            long initial = 1000;
            var windows = new long[4];
            var left = new long[] {40_000, 90_000, 10, 200_000};
            for (int i = 0; i < 4; i++) {
                windows[i] = initial;
                client.sends(Http2Client.get(2 * i + 1, "/big?n=" + left[i]));
            }
            while (left[0] + left[1] + left[2] + left[3] > 0) {
                while (!stuck(windows, left, connection)) {
                    var frame = client.next();
                    if (frame.type() == 0) {
                        int i = frame.stream() / 2;
                        windows[i] -= frame.payload().length;
                        left[i] -= frame.payload().length;
                        connection -= frame.payload().length;
                        assertThat(windows[i])
                                .as("window of stream %d", frame.stream())
                                .isNotNegative();
                        assertThat(connection).as("window of the connection").isNotNegative();
                        assertThat(left[i]).isNotNegative();
                    }
                }
                if (random.nextInt(4) == 0) {
                    int next = random.nextInt(5000);
                    for (int i = 0; i < 4; i++) {
                        windows[i] += next - initial;
                    }
                    initial = next;
                    client.sends(Http2Client.setting(4, next));
                    // What was on its way is not counted against the window that it may have crossed.
                    client.until(frame -> frame.type() == 4);
                }
                int more = 1 + random.nextInt(30_000);
                int i = random.nextInt(4);
                windows[i] += more;
                connection += more;
                client.sends(Http2Client.window(2 * i + 1, more), Http2Client.window(0, more));
            }
        }
    }

    /** Whether nothing can come before a window opens. */
    private static boolean stuck(long[] windows, long[] left, long connection) {
        for (int i = 0; i < windows.length; i++) {
            if (left[i] > 0 && windows[i] > 0 && connection > 0) {
                return false;
            }
        }
        return true;
    }

    @Test
    void floodsOfPrioritiesAndRefusedStreamsEndTheConnection() throws Exception {
        try (var proxy = setup("http2_max_concurrent_streams = 1").start();
                var priorities = Http2Client.of(proxy);
                var streams = Http2Client.of(proxy)) {
            priorities.sends(Http2Client.frame(2, 0, 1, "0000000010").repeat(100));
            assertThat(priorities.toEnd()).containsExactly("GOAWAY last 0 ENHANCE_YOUR_CALM");
            var all = new StringBuilder(Http2Client.get(1, "/silent"));
            for (int i = 0; i < 102; i++) {
                all.append(Http2Client.get(3 + 2 * i, "/ok"));
            }
            streams.sends(all.toString());
            var frames = streams.toEnd();
            assertThat(frames.get(frames.size() - 1)).isEqualTo("GOAWAY last 205 NO_ERROR");
        }
    }

    @Test
    void uselessFramesAreAFlood() throws Exception {
        try (var proxy = setup().start();
                var client = Http2Client.of(proxy)) {
            var useless = Http2Client.frame(0x20, 0, 0, "00".repeat(16_000));
            try {
                for (int i = 0; i < 700; i++) {
                    client.sends(useless);
                }
            } catch (IOException gone) {
                // Closed over what it did not read.
            }
            assertThat(proxy.line("error.log", "flood"))
                    .matches(
                            ".* \\[info\\] \\d+#\\d+: \\*\\d+ http2 flood detected while processing HTTP/2 connection, "
                                    + "client: 127\\.0\\.0\\.1, server: 127\\.0\\.0\\.1:\\d+");
        }
    }

    @Test
    void acknowledgementsBehindDataThatTheClientDoesNotReadAreAFlood() throws Exception {
        try (var proxy = setup("send_timeout = 60s").start();
                var client = Http2Client.of(proxy, 4096)) {
            client.sends(
                    Http2Client.setting(4, Integer.MAX_VALUE),
                    Http2Client.window(0, 1 << 30),
                    Http2Client.get(1, "/big?n=20000000"));
            client.until(frame -> frame.type() == 0);
            var settings = Http2Client.frame(4, 0, 0, "").repeat(1000);
            try {
                // Less than what is a flood by its bytes alone.
                for (int i = 0; i < 500; i++) {
                    client.sends(settings);
                }
            } catch (IOException gone) {
                // Closed over what it did not read.
            }
            assertThat(proxy.ending(client.client())).doesNotContain("GOAWAY").contains("[request-refused]");
        }
    }

    @Test
    void thereIsNoLimitThatRefusesAllStreams() throws Exception {
        try (var proxy = setup("http2_max_concurrent_streams = 2000000000").start();
                var client = Http2Client.of(proxy)) {
            client.sends(Http2Client.get(1, "/ok"));
            assertThat(client.stream(1)).contains(":status=200");
        }
    }

    @Test
    void theRestOfAFrameForAStreamThatIsOverIsDropped() throws Exception {
        try (var proxy = setup("client_body_timeout = 300ms", "client_body_buffer_size = 1k")
                        .start();
                var client = Http2Client.of(proxy)) {
            var frame = Http2Client.data(1, true, 40_000);
            client.sends(Http2Client.post(1, "/ok", "content-length: 40000"), frame.substring(0, 40_000));
            assertThat(client.stream(1)).contains("RST_STREAM 1 PROTOCOL_ERROR");
            client.sends(frame.substring(40_000), Http2Client.get(3, "/ok"));
            assertThat(client.stream(3)).contains(":status=200");
            client.sends(Http2Client.get(5, "/ok"));
            assertThat(client.stream(5)).contains(":status=200");
        }
    }

    @Test
    void logsTellTheProtocol() throws Exception {
        try (var proxy = setup(
                                "log_format = { test = \"$http2|$server_protocol|$connection_requests|$request_length\" }")
                        .start();
                var client = Http2Client.of(proxy)) {
            client.sends(Http2Client.get(1, "/ok"));
            client.stream(1);
            int length = Http2Client.block("GET", "/ok").length() / 2;
            assertThat(proxy.access("h2c")).isEqualTo("h2c|HTTP/2.0|1|" + length);
        }
    }

    @Test
    void manyStreamsShareAConnection() throws Exception {
        try (var proxy = setup().start();
                var client = Http2Client.of(proxy)) {
            var all = new StringBuilder(Http2Client.setting(4, 1 << 20)).append(Http2Client.window(0, 1 << 24));
            for (int i = 0; i < 100; i++) {
                all.append(Http2Client.get(2 * i + 1, "/big?n=20000"));
            }
            client.sends(all.toString());
            int ended = 0;
            long bytes = 0;
            while (ended < 100) {
                var frame = client.next();
                bytes += frame.type() == 0 ? frame.payload().length : 0;
                ended += frame.ends() ? 1 : 0;
            }
            assertThat(bytes).isEqualTo(2_000_000);
        }
    }
}
