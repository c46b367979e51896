package io.waflab.proxy;

import static io.waflab.proxy.StreamLab.hear;
import static io.waflab.proxy.StreamLab.reset;
import static io.waflab.proxy.StreamLab.rest;
import static io.waflab.proxy.StreamLab.say;
import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.connection.Peer;
import io.waflab.connection.Phase;
import io.waflab.connection.SessionLife;
import io.waflab.journal.Observation;
import io.waflab.journal.What;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How sessions of stream end, as the sockets of both sides see it; after nginx 1.22 as measured. */
@Tag("wire")
class StreamWireTest {

    private static final String PASS = "server { listen LISTEN; proxy_pass ORIGIN; }";

    @TempDir
    private static Path folder;

    private static StreamLab lab(String stream) throws Exception {
        return new StreamLab(folder, stream);
    }

    @Test
    void bytesGoBothWaysAndTheClientsFinEndsBoth() throws Exception {
        try (var lab = lab(PASS);
                var client = lab.client()) {
            say(client, "hi");
            var origin = lab.origin();
            assertThat(hear(origin, 2)).isEqualTo("hi");
            say(origin, "you");
            assertThat(hear(client, 3)).isEqualTo("you");
            client.shutdownOutput();
            assertThat(rest(origin)).isEqualTo("FIN");
            assertThat(rest(client)).isEqualTo("FIN");
            assertThat(lab.ending())
                    .isEqualTo("ended by the client's FIN: FIN without close_notify after T s idle in the tunnel,"
                            + " 2/3 bytes from/to the client [normal-close]");
            assertThat(lab.access()).startsWith("200 2 3 127.0.0.1:");
        }
    }

    /** It may stay in the old generation for long, and what it names with it. */
    @Test
    void aSessionThatIsOverNamesNothingThatWasMadeForItsEnd() throws Exception {
        try (var lab = lab(PASS);
                var client = lab.client()) {
            lab.origin();
            var served = new CompletableFuture<Served>();
            lab.server().workers().tell(served::complete);
            var session = (StreamSession) served.get(20, TimeUnit.SECONDS);
            assertThat(session.life().phase()).isEqualTo(Phase.TUNNEL);
            client.shutdownOutput();
            lab.ending();
            lab.server().workers().first().loop().submit(() -> {}).get(20, TimeUnit.SECONDS);
            assertThat(session.life()).isSameAs(SessionLife.OVER);
            assertThat(session.isEnding()).isTrue();
        }
    }

    @Test
    void whatTheClientSentBeforeItsFinReachesTheOrigin() throws Exception {
        try (var lab = lab(PASS);
                var client = lab.client()) {
            var origin = lab.origin();
            var much = "x".repeat(1 << 20);
            say(client, much);
            client.shutdownOutput();
            assertThat(rest(origin)).isEqualTo(much + "FIN");
            assertThat(rest(client)).isEqualTo("FIN");
        }
    }

    @Test
    void whatTheOriginSentBeforeItsFinReachesTheClient() throws Exception {
        try (var lab = lab(PASS);
                var client = lab.client()) {
            var origin = lab.origin();
            var much = "x".repeat(1 << 20);
            say(origin, much);
            origin.shutdownOutput();
            assertThat(rest(client)).isEqualTo(much + "FIN");
            assertThat(rest(origin)).isEqualTo("FIN");
            assertThat(lab.ending()).startsWith("ended by the upstream's FIN: FIN without close_notify");
        }
    }

    @Test
    void anRstOfEitherSideIsAFinToTheOther() throws Exception {
        try (var lab = lab(PASS);
                var client = lab.client()) {
            say(client, "hi");
            var origin = lab.origin();
            hear(origin, 2);
            reset(client);
            assertThat(rest(origin)).isEqualTo("FIN");
            assertThat(lab.ending()).startsWith("ended by the client's RST: no answer");
        }
        try (var lab = lab(PASS);
                var client = lab.client()) {
            say(client, "hi");
            var origin = lab.origin();
            hear(origin, 2);
            reset(origin);
            assertThat(rest(client)).isEqualTo("FIN");
            assertThat(lab.ending()).contains("[server-reset]");
        }
    }

    @Test
    void proxyTimeoutEndsBothWithoutAWord() throws Exception {
        try (var lab = lab("server { listen LISTEN; proxy_timeout 300ms; proxy_pass ORIGIN; }");
                var client = lab.client()) {
            var origin = lab.origin();
            assertThat(rest(client)).isEqualTo("FIN");
            assertThat(rest(origin)).isEqualTo("FIN");
            assertThat(lab.ending())
                    .startsWith("ended by proxy_timeout 300ms (")
                    .endsWith("idle in the tunnel, 0/0 bytes from/to the client [tunnel-idle-timeout]");
            assertThat(lab.access()).startsWith("200 ");
        }
    }

    @Test
    void withHalfCloseOneSideMayEndWhileTheOtherGoesOn() throws Exception {
        try (var lab = lab("server { listen LISTEN; proxy_half_close on; proxy_pass ORIGIN; }");
                var client = lab.client()) {
            say(client, "hi");
            var origin = lab.origin();
            assertThat(hear(origin, 2)).isEqualTo("hi");
            client.shutdownOutput();
            assertThat(rest(origin)).isEqualTo("FIN");
            say(origin, "late");
            origin.close();
            assertThat(rest(client)).isEqualTo("lateFIN");
        }
    }

    @Test
    void anUpstreamThatRefusesEndsTheClient() throws Exception {
        try (var lab = lab("server { listen LISTEN; proxy_pass 127.0.0.1:1; }");
                var client = lab.client()) {
            assertThat(rest(client)).isEqualTo("FIN");
            assertThat(lab.access()).startsWith("502 0 0 127.0.0.1:1 ");
            assertThat(lab.line("error.log", "connect() failed"))
                    .contains(
                            "connect() failed (111: Connection refused) while connecting to upstream, client: 127.0.0.1")
                    .contains("upstream: \"127.0.0.1:1\", bytes from/to client:0/0, bytes from/to upstream:0/0");
            assertThat(lab.ending()).contains("[connect-refused]");
        }
    }

    @Test
    void theNextServerIsTried() throws Exception {
        try (var lab = lab(
                        "upstream u { server 127.0.0.1:1; server ORIGIN; } server { listen LISTEN; proxy_pass u; }");
                var client = lab.client()) {
            say(client, "hi");
            assertThat(hear(lab.origin(), 2)).isEqualTo("hi");
            client.shutdownOutput();
            assertThat(lab.access()).startsWith("200 2 0 127.0.0.1:1, 127.0.0.1:");
        }
        try (var lab = lab("upstream u { server 127.0.0.1:1; server ORIGIN; }"
                        + " server { listen LISTEN; proxy_next_upstream off; proxy_pass u; }");
                var client = lab.client()) {
            assertThat(rest(client)).isEqualTo("FIN");
            assertThat(lab.isUntouched()).isTrue();
        }
    }

    @Test
    void prereadTimesOutOrRoutesByName() throws Exception {
        try (var lab = lab("server { listen LISTEN; ssl_preread on; preread_timeout 300ms; proxy_pass ORIGIN; }");
                var client = lab.client()) {
            say(client, "\u0016\u0003\u0001");
            assertThat(rest(client)).isEqualTo("FIN");
            assertThat(lab.ending()).startsWith("ended by preread_timeout 300ms (");
            assertThat(lab.access()).startsWith("200 ");
            assertThat(lab.isUntouched()).isTrue();
        }
    }

    @Test
    void whatIsNoTlsIsPassedOnAsItCame() throws Exception {
        try (var lab = lab("server { listen LISTEN; ssl_preread on; proxy_pass ORIGIN; }");
                var client = lab.client()) {
            say(client, "GET / HTTP/1.0");
            assertThat(hear(lab.origin(), 14)).isEqualTo("GET / HTTP/1.0");
        }
    }

    @Test
    void aMapOfTheNameInTheClientHelloPicksTheUpstream() throws Exception {
        try (var lab = lab("map $ssl_preread_server_name $to { lab.test ORIGIN; default 127.0.0.1:1; }"
                + " server { listen LISTEN; ssl_preread on; proxy_pass $to; }")) {
            var thread = new Thread(() -> {
                try {
                    lab.tlsClient().close();
                } catch (java.io.IOException noTlsThere) {
                    // the origin hangs up on it
                }
            });
            thread.start();
            var origin = lab.origin();
            assertThat(hear(origin, 1)).isEqualTo("\u0016");
            origin.close();
            thread.join();
            assertThat(lab.access()).startsWith("200 ").endsWith(" lab.test");
        }
    }

    @Test
    void aPrereadBufferThatIsFullIsTheEnd() throws Exception {
        try (var lab = lab("server { listen LISTEN; ssl_preread on; preread_buffer_size 16; proxy_pass ORIGIN; }");
                var client = lab.client()) {
            say(client, "\u0016\u0003\u0001\u0010\u0000\u0001\u0000\u000f\u00fc\u0003\u0003" + "x".repeat(60));
            assertThat(rest(client)).isEqualTo("RST");
            assertThat(lab.access()).startsWith("400 ");
            lab.line("error.log", "preread buffer full while prereading client data");
        }
    }

    @Test
    void whileWhatCameIsDealtWithTimeStands() throws Exception {
        try (var lab = lab("server { listen LISTEN; ssl_preread on; return bye; }");
                var client = lab.client()) {
            say(client, "no TLS");
            assertThat(rest(client)).startsWith("bye");
            var passed = lab.story().observations().stream()
                    .filter(one -> one.what() == What.DATA)
                    .toList();
            assertThat(passed).extracting(Observation::by).containsExactly(Peer.CLIENT, Peer.SERVER);
            assertThat(passed.get(1).nanos()).isEqualTo(passed.get(0).nanos());
        }
    }

    @Test
    void returnAnswersAndDenyDoesNot() throws Exception {
        try (var lab = lab("server { listen LISTEN; set $x you; return \"bye $x $remote_addr\"; }");
                var client = lab.client()) {
            assertThat(rest(client)).isEqualTo("bye you 127.0.0.1FIN");
            assertThat(lab.access()).startsWith("200 0 17 ");
            assertThat(lab.ending()).startsWith("ended by return ");
        }
        try (var lab = lab("server { listen LISTEN; deny all; proxy_pass ORIGIN; }");
                var client = lab.client()) {
            assertThat(rest(client)).isEqualTo("FIN");
            assertThat(lab.access()).startsWith("403 ");
            assertThat(lab.ending()).startsWith("ended by deny all (").contains("[request-refused]");
            assertThat(lab.isUntouched()).isTrue();
        }
    }

    @Test
    void oneConnectionTooManyIsHungUpOn() throws Exception {
        try (var lab = lab("limit_conn_zone $binary_remote_addr zone=z:64k;"
                        + " server { listen LISTEN; limit_conn z 1; proxy_pass ORIGIN; }");
                var first = lab.client()) {
            var origin = lab.origin();
            try (var second = lab.client()) {
                assertThat(rest(second)).isEqualTo("FIN");
            }
            assertThat(lab.access()).startsWith("503 ");
            first.shutdownOutput();
            assertThat(rest(origin)).isEqualTo("FIN");
            lab.line("error.log", "[normal-close]");
            try (var third = lab.client()) {
                say(third, "hi");
                assertThat(hear(lab.origin(), 2)).as("the first counts no more").isEqualTo("hi");
            }
        }
    }

    @Test
    void aRateHoldsBackWhatGoesToTheClient() throws Exception {
        try (var lab = lab("server { listen LISTEN; proxy_download_rate 1000; proxy_pass ORIGIN; }");
                var client = lab.client()) {
            var origin = lab.origin();
            long before = System.nanoTime();
            say(origin, "x".repeat(2000));
            origin.shutdownOutput();
            assertThat(rest(client)).isEqualTo("x".repeat(2000) + "FIN");
            assertThat(System.nanoTime() - before).as("nanoseconds").isGreaterThan(900_000_000L);
        }
    }

    /** nginx 1.22: with proxy_half_close and without, its FIN comes behind what the rate held back. */
    @Test
    void aClientsFinWaitsForWhatTheUploadRateHoldsBack() throws Exception {
        for (var half : new String[] {"", "proxy_half_close on; "}) {
            try (var lab = lab("server { listen LISTEN; proxy_upload_rate 1000; " + half + "proxy_pass ORIGIN; }");
                    var client = lab.client()) {
                var origin = lab.origin();
                say(client, "x".repeat(1500));
                client.shutdownOutput();
                assertThat(rest(origin)).isEqualTo("x".repeat(1500) + "FIN");
                say(origin, "you");
                origin.close();
                assertThat(rest(client)).isEqualTo(half.isEmpty() ? "FIN" : "youFIN");
            }
        }
    }

    /** Of what waits for a download rate a client that has sent FIN gets the rest with proxy_half_close only. */
    @Test
    void behindTheClientsFinADownloadRateHoldsOnOnlyWithHalfClose() throws Exception {
        for (var half : new String[] {"", "proxy_half_close on; "}) {
            try (var lab = lab("server { listen LISTEN; proxy_download_rate 1000; " + half + "proxy_pass ORIGIN; }");
                    var client = lab.client()) {
                var origin = lab.origin();
                say(origin, "x".repeat(6000));
                assertThat(hear(client, 1)).isEqualTo("x");
                client.shutdownOutput();
                origin.shutdownOutput();
                int came = rest(client).length() - "FIN".length();
                assertThat(came).satisfies(bytes -> {
                    if (half.isEmpty()) {
                        assertThat(bytes).isLessThan(5999);
                    } else {
                        assertThat(bytes).isEqualTo(5999);
                    }
                });
            }
        }
    }
}
