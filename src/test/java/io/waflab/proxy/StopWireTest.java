package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waflab.reproduce.LabClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What the connections of a proxy that is stopped see, gracefully (nginx's SIGQUIT) and at once (SIGTERM). */
@Tag("wire")
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class StopWireTest {

    private static final String NOTIFY = "close_notify + FIN";
    private static final String SILENT = "FIN without close_notify";
    private static final Duration AMPLE = Duration.ofSeconds(10);

    @TempDir
    static Path folder;

    private static LabProxy.Setup setup(TlsCase tls) {
        return LabProxy.Setup.in(folder, tls)
                .locations(
                        "\"/\" { proxy_pass = \"ORIGIN\"",
                        "proxy_set_header = { Upgrade = \"$http_upgrade\", Connection = \"upgrade\" } }");
    }

    private static LabProxy proxy(TlsCase tls, String... http) throws Exception {
        return setup(tls).http(http).start();
    }

    private static LabClient idle(LabProxy proxy) throws Exception {
        var client = proxy.client();
        client.request("/ok").response();
        return client;
    }

    private static LabClient running(LabProxy proxy, String target) throws Exception {
        var client = proxy.client();
        client.request(target);
        for (var seen = proxy.origin().awaitRequest(AMPLE);
                !seen.orElseThrow().target().equals(target); ) {
            seen = proxy.origin().awaitRequest(AMPLE);
        }
        return client;
    }

    private static String stopped(String act, String where, int requests) {
        return "ended by the server: " + act + " after T s " + where + ", " + requests
                + (requests == 1 ? " request" : " requests") + " [shutdown]";
    }

    @EveryTls
    void aGracefulStopEndsIdleConnectionsWithCloseNotifyAndLetsRequestsFinish(TlsCase tls) throws Exception {
        try (var origin = new ScriptedOrigin("", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                var proxy = LabProxy.Setup.in(folder, tls)
                        .locations(
                                "\"/\" { proxy_pass = \"ORIGIN\" }",
                                "\"/held\" { proxy_pass = \"" + origin.url() + "\" }")
                        .start();
                var idle = idle(proxy);
                var running = proxy.client()) {
            running.request("/held");
            origin.awaitRequest();
            var done = proxy.server().stop();
            idle.readToEnd();
            Closing.isNotifyAndFin(idle, tls);
            assertThat(proxy.ending(idle)).isEqualTo(stopped(NOTIFY, "idle", 1));
            assertThatThrownBy(proxy::connected).isInstanceOf(IOException.class);

            origin.next();
            assertThat(running.response().words()).isEqualTo("200 connection=close, 2 bytes, complete");
            running.readToEnd();
            Closing.isNotifyAndFin(running, tls);
            assertThat(proxy.ending(running)).contains(NOTIFY).endsWith("[shutdown]");
            done.get(10, TimeUnit.SECONDS);
            assertThat(proxy.server().connections()).isZero();
        }
    }

    @EveryTls
    void aGracefulStopCutsWhatIsLeftAfterItsLimit(TlsCase tls) throws Exception {
        try (var proxy = setup(tls).set("worker_shutdown_timeout=400ms").start();
                var waiting = running(proxy, "/silent");
                var tunnel = proxy.client()) {
            tunnel.webSocket("/ws").orElseThrow();
            var done = proxy.server().stop();
            waiting.readToEnd();
            tunnel.readToEnd();
            Closing.isSilentFin(waiting);
            Closing.isSilentFin(tunnel);
            assertThat(proxy.ending(waiting)).isEqualTo(stopped(SILENT, "awaiting the response", 1));
            assertThat(proxy.ending(tunnel)).isEqualTo(stopped(SILENT, "idle in the tunnel", 1));
            done.get(10, TimeUnit.SECONDS);
            assertThat(proxy.access("/silent")).contains("|000|0|0|");
            assertThat(proxy.access("/ws")).contains("|101|");
        }
    }

    @EveryTls
    void anUnusedConnectionOutlivesAGracefulStop(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls, "client_header_timeout = 300ms")) {
            outlivesAStop(proxy, tls);
        }
    }

    private static void outlivesAStop(LabProxy proxy, TlsCase tls) throws Exception {
        var done = new AtomicReference<CompletableFuture<Void>>();
        try (var unused = proxy.still(() -> {
            var client = proxy.client();
            done.set(proxy.server().stop());
            proxy.pass(Duration.ZERO);
            return client;
        })) {
            unused.readToEnd();
            Closing.isNotifyAndFin(unused, tls);
            assertThat(proxy.ending(unused)).endsWith("[unused-connection-timeout]");
            done.get().get(10, TimeUnit.SECONDS);
        }
    }

    @EveryTls
    void anImmediateCloseIsFinAloneForAll(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls);
                var idle = idle(proxy);
                var waiting = running(proxy, "/silent");
                var tunnel = proxy.client()) {
            tunnel.webSocket("/ws").orElseThrow();
            proxy.server().close();
            for (var client : new LabClient[] {idle, waiting, tunnel}) {
                client.readToEnd();
                Closing.isSilentFin(client);
                assertThat(proxy.ending(client)).contains(SILENT).endsWith("[shutdown]");
            }
            assertThat(proxy.server().connections()).isZero();
        }
    }
}
