package io.waflab.proxy;

import static io.waflab.proxy.StreamLab.rest;
import static io.waflab.proxy.StreamLab.say;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** proxy_half_close: what a side sends after the other's FIN arrives, whenever that FIN came. */
@Tag("wire")
class StreamHalfCloseWireTest {

    private static final String HALF = "server { listen LISTEN; proxy_half_close on; proxy_pass ORIGIN; }";

    /** More than the kernels between two sockets of this machine take: the proxy has to wait for either side. */
    private static final String MUCH = "x".repeat(24 << 20);

    @TempDir
    private static Path folder;

    @RepeatedTest(5)
    void aFinBeforeOrAfterTheUpstreamIsConnected() throws Exception {
        try (var lab = new StreamLab(folder, HALF);
                var client = lab.client()) {
            say(client, "hi");
            client.shutdownOutput();
            var origin = lab.origin();
            assertThat(rest(origin)).isEqualTo("hiFIN");
            say(origin, "late");
            origin.close();
            assertThat(rest(client)).isEqualTo("lateFIN");
        }
    }

    @Test
    void aFinBeforeAnOriginThatTakesTheConnectionLate() throws Exception {
        try (var full = new FullBacklog();
                var lab = new StreamLab(
                        folder,
                        "server { listen LISTEN; proxy_half_close on; proxy_pass 127.0.0.1:" + full.port() + "; }");
                var client = lab.client()) {
            say(client, "hi");
            client.shutdownOutput();
            full.awaitAttempt();
            try (var origin = full.accept()) {
                assertThat(rest(origin)).isEqualTo("hiFIN");
                sayMuch(origin);
                assertThat(rest(client)).hasSize(MUCH.length() + 3).endsWith("xFIN");
            }
            assertThat(lab.ending()).contains("2/" + MUCH.length() + " bytes");
        }
    }

    @Test
    void moreThanTheKernelTakesAtOnceAfterTheFinOfEitherSide() throws Exception {
        try (var lab = new StreamLab(folder, HALF);
                var client = lab.client()) {
            client.shutdownOutput();
            var origin = lab.origin();
            assertThat(rest(origin)).isEqualTo("FIN");
            sayMuch(origin);
            assertThat(rest(client)).hasSize(MUCH.length() + 3).endsWith("xFIN");
        }
        try (var lab = new StreamLab(folder, HALF);
                var client = lab.client()) {
            var origin = lab.origin();
            origin.shutdownOutput();
            assertThat(rest(client)).isEqualTo("FIN");
            sayMuch(client);
            assertThat(rest(origin)).hasSize(MUCH.length() + 3).endsWith("xFIN");
        }
    }

    /** And FIN; on a thread of its own, as it is more than anything takes that nobody reads. */
    private static void sayMuch(Socket socket) {
        var thread = new Thread(() -> {
            try {
                say(socket, MUCH);
                socket.shutdownOutput();
            } catch (IOException gone) {
                // the other end says how much it got
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
