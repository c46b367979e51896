package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.reproduce.LabClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What becomes of the streams of a client that leaves: for their origins, on the wire and in the log, as of nginx 1.22.1. */
@Tag("wire")
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class Http2LeavingWireTest {

    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n";

    @TempDir
    static Path folder;

    private interface Leaving {
        void of(LabClient client) throws IOException;
    }

    /** {@code /kept} ignores that its client leaves, {@code /silent} does not. */
    private static LabProxy proxy(TlsCase tls, ScriptedOrigin origin, String... server) throws Exception {
        var pass = "proxy_pass = \"" + origin.url() + "\"";
        return LabProxy.Setup.in(folder, tls)
                .http("http2 = on", "lingering_close = off")
                .server(server)
                .locations(
                        "\"/kept\" { " + pass + ", proxy_ignore_client_abort = on }",
                        "\"/streamed\" { " + pass + ", proxy_ignore_client_abort = on, proxy_buffering = off,"
                                + " proxy_request_buffering = off }",
                        "\"/silent\" { proxy_pass = \"ORIGIN\" }")
                .start();
    }

    private static void leaves(LabProxy proxy, Http2Client client, Leaving how) throws IOException {
        how.of(client.client());
        proxy.untilTold("\"by\":\"client\".*\"(fin|rst)\"");
    }

    @EveryTls
    void aStreamThatGoesOnHasItsAnswerAndThenTheClientFin(TlsCase tls) throws Exception {
        for (Leaving how : List.<Leaving>of(
                LabClient::halfClose, client -> client.closeNotify().halfClose())) {
            try (var origin = new ScriptedOrigin("", HEAD + "0123456789");
                    var proxy = proxy(tls, origin);
                    var client = Http2Client.of(proxy)) {
                client.sends(Http2Client.get(1, "/kept"));
                origin.awaitRequest();
                leaves(proxy, client, how);
                origin.next();
                assertThat(client.toEnd()).isEmpty();
                Closing.isSilentFin(client.client());
                assertThat(proxy.access("/kept"))
                        .startsWith("GET /kept HTTP/2.0|200|0|0|")
                        .endsWith("|200");
                assertThat(proxy.ending(client.client())).endsWith("1 request [client-gave-up]");
            }
        }
    }

    @EveryTls
    void soItDoesWhereTheClientWasReset(TlsCase tls) throws Exception {
        try (var origin = new ScriptedOrigin("", HEAD + "0123456789");
                var proxy = proxy(tls, origin);
                var client = Http2Client.of(proxy)) {
            client.sends(Http2Client.get(1, "/kept"));
            origin.awaitRequest();
            leaves(proxy, client, LabClient::rst);
            origin.next();
            assertThat(proxy.access("/kept"))
                    .startsWith("GET /kept HTTP/2.0|200|")
                    .endsWith("|200");
        }
    }

    @EveryTls
    void theOthersEndAtOnce(TlsCase tls) throws Exception {
        try (var origin = new ScriptedOrigin("", HEAD + "0123456789");
                var proxy = proxy(tls, origin);
                var client = Http2Client.of(proxy)) {
            client.sends(Http2Client.get(1, "/kept"), Http2Client.get(3, "/silent"));
            origin.awaitRequest();
            proxy.origin().awaitRequest(Duration.ofSeconds(20)).orElseThrow();
            leaves(proxy, client, LabClient::halfClose);
            assertThat(proxy.access("/silent")).startsWith("GET /silent HTTP/2.0|499|");
            assertThat(proxy.server().connections()).isEqualTo(1);
            origin.next();
            assertThat(client.toEnd()).isEmpty();
            assertThat(proxy.access("/kept")).startsWith("GET /kept HTTP/2.0|200|");
        }
    }

    @EveryTls
    void proxyReadTimeoutIs499(TlsCase tls) throws Exception {
        try (var origin = new ScriptedOrigin("", "");
                var proxy = proxy(tls, origin, "proxy_read_timeout = 300ms");
                var client = Http2Client.of(proxy)) {
            proxy.still(() -> {
                client.sends(Http2Client.get(1, "/kept"));
                leaves(proxy, client, LabClient::halfClose);
                return client;
            });
            assertThat(client.toEnd()).isEmpty();
            Closing.isSilentFin(client.client());
            assertThat(proxy.access("/kept"))
                    .startsWith("GET /kept HTTP/2.0|499|")
                    .endsWith("|-");
            assertThat(proxy.line("error.log", "upstream timed out")).contains("[error]");
        }
    }

    /** Without proxy_buffering the first bytes that cannot be sent are the last that are read. */
    @EveryTls
    void anAnswerThatIsPassedOnAsItComesEndsWithItsNextPiece(TlsCase tls) throws Exception {
        try (var origin = new ScriptedOrigin(HEAD + "012", "345", "6789");
                var proxy = proxy(tls, origin);
                var client = Http2Client.of(proxy)) {
            client.sends(Http2Client.get(1, "/streamed"));
            client.until(frame -> frame.type() == 0);
            leaves(proxy, client, LabClient::halfClose);
            origin.next();
            assertThat(client.toEnd()).isEmpty();
            assertThat(proxy.access("/streamed")).matches("GET /streamed HTTP/2\\.0\\|200\\|\\d+\\|3\\|.*");
        }
    }

    @EveryTls
    void halfABodyThatIsPassedOnIs400InTheLog(TlsCase tls) throws Exception {
        try (var origin = new ScriptedOrigin("", "");
                var proxy = proxy(tls, origin);
                var client = Http2Client.of(proxy)) {
            client.sends(Http2Client.post(1, "/streamed", "content-length: 100"), Http2Client.data(1, false, 40));
            origin.awaitRequest();
            leaves(proxy, client, LabClient::halfClose);
            assertThat(client.toEnd()).isEmpty();
            assertThat(proxy.access("/streamed")).startsWith("POST /streamed HTTP/2.0|400|");
        }
    }
}
