package io.waflab.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SocketTableTest {

    private static final String HEADING = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt";

    @Test
    void aLineIsASocketWithItsStateAndUnreadBytes() {
        assumeTrue(ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN, "the line below is a little-endian machine's");

        var socket = SocketTable.parse("   1: 0500000A:C958 0302012F:01BB 08 00000000:00000020 00:00000000 00000000")
                .orElseThrow();

        assertThat(socket.local()).isEqualTo(Packets.CLIENT);
        assertThat(socket.remote()).isEqualTo(Packets.SERVER);
        assertThat(socket.state()).isEqualTo(TcpState.CLOSE_WAIT);
        assertThat(socket.unread()).isEqualTo(32);
    }

    @Test
    void ipv4WithinIpv6IsIpv4() {
        assumeTrue(ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN, "the line below is a little-endian machine's");

        var socket = SocketTable.parse("0: 0000000000000000FFFF00000500000A:C958"
                        + " 0000000000000000FFFF00000302012F:01BB 05 00000000:00000000 00:00000000")
                .orElseThrow();

        assertThat(socket.local()).isEqualTo(Packets.CLIENT);
        assertThat(socket.state()).isEqualTo(TcpState.FIN_WAIT_2);
    }

    @Test
    void otherLinesAreNoSockets() {
        for (var line : List.of(
                HEADING,
                "",
                "1: xx:yy 00000000:0000 01 0:0",
                "1: 0500:1 0302012F:01BB 08 0:0",
                "1: 0500000A:C958 0302012F:01BB 0D 0:0")) {
            assertThat(SocketTable.parse(line)).as(line).isEmpty();
        }
    }

    @Test
    void aSystemWithoutTheListIsKnown() {
        assertThat(new SocketTable(List.of(Path.of("does-not-exist"))).isThere())
                .isFalse();
    }

    @Test
    @Tag("wire")
    void bothEndsOfAnOpenConnectionAreFound() throws IOException {
        assumeTrue(SocketWatch.isPossible(), "this system does not list its sockets");
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var client = new Socket(listener.getInetAddress(), listener.getLocalPort());
                var accepted = listener.accept()) {
            var here = Endpoint.of((InetSocketAddress) client.getLocalSocketAddress());
            var there = Endpoint.of((InetSocketAddress) client.getRemoteSocketAddress());
            accepted.getOutputStream().write(new byte[5]);

            assertThat(new SocketTable().find(there, here).orElseThrow().state())
                    .isEqualTo(TcpState.ESTABLISHED);
            assertThat(new SocketTable().find(here, there).orElseThrow().unread())
                    .isEqualTo(5);
        }
    }
}
