package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a stream of HTTP/2 is answered where a directive decides it: as requests of HTTP/1 are. */
@Tag("wire")
@Timeout(60)
class Http2AnswersWireTest {

    @TempDir
    static Path folder;

    @EveryTls
    void withoutACertificateEveryStreamIsRefused(TlsCase tls) throws Exception {
        var root = folder.resolve("certs").resolve("root.pem");
        try (var proxy = LabProxy.Setup.in(folder, tls)
                        .http("http2 = on")
                        .server("ssl_verify_client = on", "ssl_trusted_certificate = \"" + root + "\"")
                        .start();
                var client = Http2Client.of(proxy)) {
            client.sends(Http2Client.get(1, "/ok"));
            assertThat(client.stream(1)).startsWith("HEADERS 1 :status=400");
            assertThat(proxy.access("/ok")).contains("|400|");
            assertThat(proxy.origin().accepted()).isZero();
        }
    }

    /**
     * 3000 bytes at 1000 a second are not there before the answer to a later request, which has no limit. Whole seconds count,
     * so that one that ends just then allows another 1000.
     */
    @Test
    void aStreamOfLimitedRateLeavesTheOthersTheirTurn() throws Exception {
        try (var proxy = LabProxy.Setup.in(folder)
                        .plain()
                        .http("http2 = on")
                        .locations(
                                "\"/slow\" { proxy_pass = \"ORIGIN/ok\", limit_rate = 1000 }",
                                "\"/\" { proxy_pass = \"ORIGIN\" }")
                        .start();
                var client = Http2Client.of(proxy)) {
            client.sends(Http2Client.get(1, "/slow?n=3000"));
            var begun = client.until(frame -> frame.stream() == 1 && frame.type() == 0);
            assertThat(begun.get(begun.size() - 1).ends()).isFalse();
            assertThat(begun.get(begun.size() - 1).payload().length).isLessThanOrEqualTo(2000);
            client.sends(Http2Client.get(3, "/ok"));
            var meanwhile = client.until(frame -> frame.stream() == 3 && frame.ends());
            assertThat(meanwhile).noneMatch(frame -> frame.stream() == 1 && frame.ends());
            var rest = client.until(frame -> frame.stream() == 1 && frame.ends());
            begun.addAll(meanwhile);
            begun.addAll(rest);
            assertThat(begun.stream()
                            .filter(frame -> frame.stream() == 1 && frame.type() == 0)
                            .mapToInt(frame -> frame.payload().length)
                            .sum())
                    .isEqualTo(3000);
        }
    }

    /** nginx's fc->error: no frame goes out for a stream that is no more, and no window is spent on it. */
    @ParameterizedTest
    @CsvSource({"false", "true"})
    void aStreamThatItsClientHasResetGetsNoFrameThoughTheOriginMayAnswer(boolean begun) throws Exception {
        var head = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n";
        try (var origin = new ScriptedOrigin(begun ? head + "begun" : "", begun ? "after" : head + "0123456789");
                var proxy = LabProxy.Setup.in(folder)
                        .plain()
                        .http("http2 = on")
                        .locations("\"/\" { proxy_pass = \"" + origin.url()
                                + "\", proxy_ignore_client_abort = on, proxy_buffering = off }")
                        .start();
                var client = Http2Client.of(proxy)) {
            client.sends(Http2Client.get(1, "/reset"));
            if (begun) {
                client.until(frame -> frame.type() == 0);
            }
            client.sends(Http2Client.reset(1, 8), Http2Client.ping());
            client.until(frame -> frame.type() == 6);
            origin.next();
            assertThat(proxy.access("/reset")).contains("|200|").endsWith("|200");
            client.sends(Http2Client.ping());
            assertThat(client.until(frame -> frame.type() == 6)).noneMatch(frame -> frame.stream() == 1);
        }
    }

    /** nginx counts all of a stream's frames as sent, and none of their headers as the body's. */
    @ParameterizedTest
    @CsvSource({"/ok?n=20000, GET, 20000", "/ok?n=0, GET, 0", "/drip?n=50&k=2&gap=0.1s, GET, 100", "/ok, HEAD, 0"})
    void whatIsLoggedAsSentAreTheStreamsFrames(String target, String method, int body) throws Exception {
        try (var proxy = LabProxy.Setup.in(folder)
                        .plain()
                        .http("http2 = on")
                        .locations("\"/\" { proxy_pass = \"ORIGIN\", add_trailer = [\"X-End $uri\"] }")
                        .start();
                var client = Http2Client.of(proxy)) {
            client.sends(Http2Client.frame(1, 5, 1, Http2Client.block(method, target)));
            int sent = client.until(frame -> frame.stream() == 1 && frame.ends()).stream()
                    .filter(frame -> frame.stream() == 1)
                    .mapToInt(frame -> 9 + frame.payload().length)
                    .sum();
            assertThat(proxy.access(target)).contains("|200|" + sent + "|" + body + "|");
        }
    }

    @Test
    void trailersFollowAnEmptyBody() throws Exception {
        try (var proxy = LabProxy.Setup.in(folder)
                        .plain()
                        .http("http2 = on")
                        .locations("\"/\" { proxy_pass = \"ORIGIN\", add_trailer = [\"X-End $uri\"] }")
                        .start();
                var client = Http2Client.of(proxy)) {
            client.sends(Http2Client.get(1, "/ok?n=0"));
            assertThat(client.stream(1))
                    .startsWith("HEADERS 1 :status=200")
                    .contains("content-length=0")
                    .contains("HEADERS 1 END x-end=/ok")
                    .doesNotContain("DATA");
            client.sends(Http2Client.frame(1, 5, 3, Http2Client.block("HEAD", "/ok?n=0")));
            assertThat(client.stream(3)).startsWith("HEADERS 3 END :status=200").doesNotContain("x-end");
        }
    }
}
