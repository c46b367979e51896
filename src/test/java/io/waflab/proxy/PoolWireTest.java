package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.connection.Peer;
import io.waflab.reproduce.LabClient;
import io.waflab.reproduce.LabOrigin;
import io.waflab.reproduce.OriginOptions;
import io.waflab.reproduce.Request;
import io.waflab.reproduce.Routes;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections to origins: which are used again, which server is tried next, and what the access log says of it. */
@Tag("wire")
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class PoolWireTest {

    private static final Duration AMPLE = Duration.ofSeconds(10);
    private static final String PASS = "\"/\" { proxy_pass = \"http://u\" }";

    @TempDir
    static Path folder;

    /** @param upstream lines of an upstream block named u */
    private static LabProxy.Setup group(String... upstream) {
        return LabProxy.Setup.in(folder)
                .plain()
                .http("imitates = \"nginx/1.31.3\"", "upstreams = { u {", String.join("\n", upstream), "} }")
                .locations(PASS);
    }

    private static LabProxy.Setup location(LabProxy.Setup setup, String... lines) {
        return setup.locations("\"/\" { proxy_pass = \"http://u\"", String.join("\n", lines), "}");
    }

    private static String servers(String... addresses) {
        return "servers = [\"" + String.join("\", \"", addresses) + "\"]";
    }

    private static void get(LabClient client, String target, int status) throws Exception {
        assertThat(client.request(target).response().status()).as(target).isEqualTo(status);
    }

    private static String refusing() throws Exception {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "127.0.0.1:" + socket.getLocalPort();
        }
    }

    private static LabOrigin always(String behaviour) throws Exception {
        return LabOrigin.start(OriginOptions.local().withRoutes(Routes.everywhere(behaviour)));
    }

    private static String address(LabOrigin origin) {
        return "127.0.0.1:" + origin.port();
    }

    @Test
    void anIdleConnectionServesTheNextRequestOfAnyClient() throws Exception {
        try (var proxy = group(servers("PEER"), "keepalive = 8").start();
                var first = proxy.client();
                var second = proxy.client()) {
            get(first, "/ok", 200);
            get(second, "/ok", 200);
            get(first, "/ok", 200);
            assertThat(proxy.origin().accepted()).isEqualTo(1);
            assertThat(proxy.origin().requests())
                    .hasSize(3)
                    .allSatisfy(
                            request -> assertThat(request.header("Connection")).isEmpty());
        }
    }

    @Test
    void withoutAPoolEachRequestHasItsConnectionAndSaysSo() throws Exception {
        try (var proxy = group(servers("PEER"), "keepalive = 0").start();
                var client = proxy.client()) {
            get(client, "/ok", 200);
            get(client, "/ok", 200);
            assertThat(proxy.origin().accepted()).isEqualTo(2);
            assertThat(proxy.origin().requests().get(0).header("Connection")).contains("close");
        }
    }

    @Test
    void anAddressThatNoBlockDeclaresHasNoPool() throws Exception {
        try (var proxy = LabProxy.Setup.in(folder).plain().start();
                var client = proxy.client()) {
            get(client, "/ok", 200);
            get(client, "/ok", 200);
            assertThat(proxy.origin().accepted()).isEqualTo(2);
            assertThat(proxy.origin().requests().get(0).header("Connection")).isEmpty();
        }
    }

    @Test
    void anIdleConnectionIsClosedAfterTheUpstreamsKeepaliveTimeout() throws Exception {
        try (var proxy = group(servers("PEER"), "keepalive_timeout = 200ms").start();
                var client = proxy.client()) {
            get(client, "/ok", 200);
            var close = proxy.origin().awaitClose(AMPLE).orElseThrow();
            assertThat(close.by()).isEqualTo(Peer.CLIENT);
            get(client, "/ok", 200);
            assertThat(proxy.origin().accepted()).isEqualTo(2);
        }
    }

    @Test
    void aConnectionServesNoMoreThanTheUpstreamsKeepaliveRequests() throws Exception {
        try (var proxy = group(servers("PEER"), "keepalive_requests = 2").start();
                var client = proxy.client()) {
            get(client, "/ok", 200);
            get(client, "/ok", 200);
            assertThat(proxy.origin().awaitClose(AMPLE)).isPresent();
            get(client, "/ok", 200);
            assertThat(proxy.origin().accepted()).isEqualTo(2);
        }
    }

    @Test
    void aConnectionOlderThanTheUpstreamsKeepaliveTimeIsNotKept() throws Exception {
        try (var proxy = group(servers("PEER"), "keepalive_time = 100ms").start();
                var client = proxy.client()) {
            get(client, "/wait?t=0.15", 200);
            assertThat(proxy.origin().awaitClose(AMPLE)).isPresent();
            get(client, "/ok", 200);
            assertThat(proxy.origin().accepted()).isEqualTo(2);
        }
    }

    @Test
    void anIdleConnectionThatTheOriginClosesIsForgotten() throws Exception {
        try (var proxy = group(servers("PEER")).start();
                var client = proxy.client()) {
            get(client, "/idleclose?t=0.1", 200);
            assertThat(proxy.origin().awaitClose(AMPLE)).isPresent();
            client.pause(Duration.ofMillis(100));
            get(client, "/ok", 200);
            assertThat(proxy.access("/ok")).endsWith("|200");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aGetOnAStaleConnectionIsTriedAgainOnAFreshOne(boolean resets) throws Exception {
        try (var origin = new OneShotOrigin(resets, "");
                var proxy = group(servers(origin.address())).start();
                var client = proxy.client()) {
            get(client, "/first", 200);
            get(client, "/second", 200);
            assertThat(origin.requests())
                    .containsExactly("GET /first HTTP/1.1", "GET /second HTTP/1.1", "GET /second HTTP/1.1");
            var address = origin.address();
            assertThat(proxy.access("/second")).endsWith("|OK|" + address + ", " + address + "|502, 200");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aPostOnAStaleConnectionIs502AndTheClientStays(boolean resets) throws Exception {
        try (var origin = new OneShotOrigin(resets, "");
                var proxy = group(servers(origin.address())).start();
                var client = proxy.client()) {
            get(client, "/first", 200);
            assertThat(client.request(Request.post("/second", 3)).response().words())
                    .startsWith("502 connection=keep-alive");
            get(client, "/third", 200);
            assertThat(proxy.access("/second")).endsWith("|OK|" + origin.address() + "|502");
            assertThat(origin.requests())
                    .containsExactly("GET /first HTTP/1.1", "POST /second HTTP/1.1", "GET /third HTTP/1.1");
        }
    }

    @Test
    void aPostOnAStaleConnectionIsTriedAgainWhereNonIdempotentSaysSo() throws Exception {
        try (var origin = new OneShotOrigin(false, "");
                var proxy = location(
                                group(servers(origin.address())),
                                "proxy_next_upstream = \"error timeout non_idempotent\"")
                        .start();
                var client = proxy.client()) {
            get(client, "/first", 200);
            assertThat(client.request(Request.post("/second", 3)).response().status())
                    .isEqualTo(200);
            assertThat(proxy.access("/second")).endsWith("|502, 200");
        }
    }

    @Test
    void anOriginThatSpeaksUnaskedIsNotKept() throws Exception {
        try (var origin = new OneShotOrigin(false, "HTTP/1.1 200 OK\r\n");
                var proxy = group(servers(origin.address())).start();
                var client = proxy.client()) {
            get(client, "/first", 200);
            assertThat(origin.ends().poll(10, TimeUnit.SECONDS)).isNotNull();
            get(client, "/second", 200);
            assertThat(proxy.access("/second")).endsWith("|200");
        }
    }

    @Test
    void aServerThatRefusesIsFollowedByTheNext() throws Exception {
        var dead = refusing();
        try (var proxy = group(servers(dead, "PEER")).start();
                var client = proxy.client()) {
            get(client, "/ok", 200);
            assertThat(proxy.access("/ok")).endsWith("|" + dead + ", " + address(proxy.origin()) + "|502, 200");
            assertThat(client.request(Request.post("/echo", 3)).response().status())
                    .isEqualTo(200);
            assertThat(proxy.access("/echo"))
                    .as("it rests for fail_timeout")
                    .endsWith("|" + address(proxy.origin()) + "|200");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy_next_upstream = off", "proxy_next_upstream_tries = 1"})
    void whereNoNextIsAllowedTheFirstFailureIsTheAnswer(String directive) throws Exception {
        try (var proxy = location(group(servers(refusing(), "PEER")), directive).start();
                var client = proxy.client()) {
            get(client, "/ok", 502);
            assertThat(proxy.access("/ok")).endsWith("|502");
        }
    }

    @Test
    void aSilentServerIsFollowedByTheNextAfterTheTimeout() throws Exception {
        try (var silent = always("silent");
                var proxy = location(group(servers(address(silent), "PEER")), "proxy_read_timeout = 200ms")
                        .start();
                var client = proxy.client()) {
            get(client, "/ok", 200);
            assertThat(proxy.access("/ok")).endsWith("|504, 200");
        }
    }

    @Test
    void noOtherServerIsTriedAfterProxyNextUpstreamTimeout() throws Exception {
        try (var silent = always("silent");
                var proxy = location(
                                group(servers(address(silent), "PEER")),
                                "proxy_read_timeout = 300ms",
                                "proxy_next_upstream_timeout = 100ms")
                        .start();
                var client = proxy.client()) {
            get(client, "/ok", 504);
            assertThat(proxy.access("/ok")).endsWith("|504");
        }
    }

    @Test
    void anAnswer500IsPassedOnUnlessHttp500IsNamed() throws Exception {
        try (var broken = always("status?c=500");
                var plain = group(servers(address(broken), "PEER")).start();
                var retrying = location(
                                group(servers(address(broken), "PEER")), "proxy_next_upstream = \"error http_500\"")
                        .start();
                var client = plain.client();
                var other = retrying.client()) {
            get(client, "/ok", 500);
            assertThat(plain.access("/ok")).endsWith("|500");
            get(other, "/ok", 200);
            assertThat(retrying.access("/ok")).endsWith("|500, 200");
        }
    }

    @Test
    void anAnswer500OfTheLastServerIsPassedOn() throws Exception {
        try (var one = always("status?c=500");
                var two = always("status?c=500");
                var proxy = location(
                                group(servers(address(one), address(two))), "proxy_next_upstream = \"error http_500\"")
                        .start();
                var client = proxy.client()) {
            get(client, "/ok", 500);
            assertThat(proxy.access("/ok")).endsWith("|500, 500");
        }
    }

    @Test
    void theBackupServesOnceAllOthersHaveFailed() throws Exception {
        try (var proxy = group(servers(refusing(), "PEER backup")).start();
                var client = proxy.client()) {
            get(client, "/ok", 200);
            assertThat(proxy.access("/ok")).endsWith("|502, 200");
            get(client, "/big", 200);
            assertThat(proxy.access("/big")).endsWith("|200").doesNotContain("502");
        }
    }

    @Test
    void aServerThatIsDownIsNeverTried() throws Exception {
        try (var proxy = group(servers(refusing() + " down", "PEER")).start();
                var client = proxy.client()) {
            get(client, "/ok", 200);
            assertThat(proxy.access("/ok")).endsWith("|200");
        }
    }

    @Test
    void withNobodyLeftTheGroupItselfIsToldAsTheServer() throws Exception {
        try (var proxy = group(servers(refusing(), refusing())).start();
                var client = proxy.client()) {
            get(client, "/ok", 502);
            assertThat(proxy.access("/ok")).endsWith("|502, 502");
            get(client, "/big", 502);
            assertThat(proxy.access("/big")).endsWith("|OK|u|502");
            assertThat(proxy.line("error.log", "no live upstreams")).contains("upstream: \"http://u/big\"");
        }
    }
}
