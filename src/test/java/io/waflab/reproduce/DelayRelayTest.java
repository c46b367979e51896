package io.waflab.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("wire")
@Timeout(30)
class DelayRelayTest {

    private static final double ONE_WAY = 0.15;

    private static DelayRelay relay(int port) throws IOException {
        return DelayRelay.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), Duration.ofMillis(150));
    }

    private static LabClient client(DelayRelay relay) throws IOException {
        return new LabClient(ClientOptions.plain("127.0.0.1", relay.port())).connect();
    }

    @Test
    void requestAndAnswerTakeARoundTripAndStayWhole() throws IOException {
        try (var origin = LabOrigin.start(OriginOptions.local());
                var relay = relay(origin.port());
                var client = client(relay)) {
            long sent = client.clock().now();
            var response = client.request("/big?n=3m").response();

            assertThat(response.complete()).isTrue();
            assertThat(response.bodyLength()).isEqualTo(3 << 20);
            assertThat((response.headNanos() - sent) / 1e9).isBetween(2 * ONE_WAY, 4.0);
        }
    }

    @Test
    void finArrivesLaterToo() throws IOException {
        try (var origin = LabOrigin.start(OriginOptions.local());
                var relay = relay(origin.port());
                var client = client(relay)) {
            long sent = client.clock().now();
            client.request("/close").response();
            var end = client.readToEnd();

            assertThat(end.ended()).isEqualTo(Ended.FIN);
            assertThat((end.endNanos() - sent) / 1e9).isGreaterThan(2 * ONE_WAY);
        }
    }

    @Test
    void resetArrivesAsReset() throws IOException {
        try (var origin = LabOrigin.start(OriginOptions.local());
                var relay = relay(origin.port());
                var client = client(relay)) {
            client.request("/rst");

            assertThat(client.readToEnd().ended()).isEqualTo(Ended.RST);
        }
    }

    @Test
    void theClientsFinReachesTheServerAndItsAnswerComesBack() throws IOException {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var relay = relay(listener.getLocalPort());
                var client = client(relay);
                var server = listener.accept()) {
            client.send("question").halfClose();

            assertThat(server.getInputStream().readAllBytes()).asString().isEqualTo("question");
            server.getOutputStream().write("answer".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            server.shutdownOutput();
            assertThat(client.receive()).asString().isEqualTo("answer");
            assertThat(client.readToEnd().ended()).isEqualTo(Ended.FIN);
        }
    }

    @Test
    void whereNobodyListensTheClientIsReset() throws IOException {
        int free;
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = listener.getLocalPort();
        }
        // The reset may be there before the client is done with connecting.
        try (var relay = relay(free)) {
            assertThatThrownBy(() -> {
                        try (var socket = new Socket(InetAddress.getLoopbackAddress(), relay.port())) {
                            socket.getInputStream().read();
                        }
                    })
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
    }

    @Test
    void whatIsUnderWayAtItsEndIsReleased() throws IOException {
        var buffers = new UnpooledByteBufAllocator(true);
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var relay = DelayRelay.start(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.getLocalPort()),
                        Duration.ofHours(1),
                        buffers);
                var client = client(relay)) {
            client.send("question");
            while (used(buffers) == 0) {
                Thread.onSpinWait();
            }
        }
        assertThat(used(buffers)).isZero();
    }

    private static long used(UnpooledByteBufAllocator buffers) {
        return buffers.metric().usedDirectMemory() + buffers.metric().usedHeapMemory();
    }
}
