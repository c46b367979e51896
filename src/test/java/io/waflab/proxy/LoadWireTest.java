package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.ResourceLeakDetector;
import io.waflab.reproduce.Ended;
import io.waflab.reproduce.LabClient;
import io.waflab.reproduce.Request;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many connections at once: all served, all gone afterwards, nothing leaked. */
@Tag("wire")
@Timeout(120)
class LoadWireTest {

    private static final int CLIENTS = 500;
    private static final int IDLE = 2_500;

    @TempDir
    static Path folder;

    @Test
    void aLostBufferIsHeardOf() {
        Leaks.lost();
        assertThat(Leaks.told()).isNotEmpty();
    }

    @Test
    void beyondWorkerConnectionsNobodyIsServedUntilOneEnds() throws Exception {
        try (var proxy = LabProxy.Setup.in(folder)
                .set("worker_processes=1", "worker_connections=2")
                .start()) {
            try (var first = proxy.client();
                    var second = proxy.client()) {
                first.request("/ok").response();
                second.request("/ok").response();
                try (var third = proxy.connected()) {
                    assertThat(third.readToEnd(Duration.ofSeconds(10)).ended()).isEqualTo(Ended.FIN);
                }
                first.fin();
                proxy.ending(first);
            }
            try (var next = proxy.client()) {
                assertThat(next.request("/ok").response().status()).isEqualTo(200);
            }
        }
    }

    /** Each has its connection open before any sends its last request. */
    @Test
    void fiveHundredClientsAtOnceAreAllAnsweredAndAllEnd() throws Exception {
        assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
        var threads = Executors.newFixedThreadPool(CLIENTS);
        var everyone = new CountDownLatch(CLIENTS);
        try (var proxy = LabProxy.Setup.in(folder).start()) {
            var clients = new ArrayList<Callable<Integer>>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(() -> good(proxy, everyone));
            }
            int answered = 0;
            for (var good : threads.invokeAll(clients)) {
                answered += good.get();
            }
            assertThat(answered).isEqualTo(4 * CLIENTS);
            proxy.server().stop().get(20, TimeUnit.SECONDS);
            assertThat(proxy.server().connections()).isZero();
            assertThat(Leaks.told()).isEmpty();
        } finally {
            threads.shutdownNow();
        }
    }

    /** How many of its four requests got a whole 200. */
    private static int good(LabProxy proxy, CountDownLatch everyone) throws Exception {
        int good = 0;
        try (var client = new LabClient(proxy.options().withLimit(Duration.ofSeconds(60)))
                .connect()
                .handshake()) {
            for (var request : List.of(
                    Request.get("/ok?n=1000"),
                    Request.post("/sink", 20_000),
                    Request.get("/big?n=100k"),
                    Request.get("/noclen"))) {
                if (good == 3) {
                    everyone.countDown();
                    everyone.await();
                }
                var answer = client.request(request).response();
                good += answer.status() == 200 && answer.complete() ? 1 : 0;
            }
        }
        return good;
    }

    /** Three observations each: what a story of an idle connection is made of. */
    @Test
    void thousandsOfIdleConnectionsHoldLittleAndEndWithTheProxy() throws Exception {
        var sockets = new ArrayList<SocketChannel>();
        try (var proxy = LabProxy.Setup.in(folder).plain().start()) {
            var address = new InetSocketAddress("127.0.0.1", proxy.port());
            long before = used();
            for (int i = 0; i < IDLE; i++) {
                sockets.add(SocketChannel.open(address));
            }
            try (var last = proxy.client()) {
                last.request("/ok").response();
                assertThat(proxy.server().connections()).isEqualTo(IDLE + 1);
                assertThat((used() - before) / IDLE)
                        .as("bytes of heap for each")
                        .isLessThan(12 << 10);
            }
            proxy.server().close();
            assertThat(proxy.server().connections()).isZero();
        } finally {
            for (var socket : sockets) {
                socket.close();
            }
        }
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
