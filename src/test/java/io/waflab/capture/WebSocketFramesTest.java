package io.waflab.capture;

import static io.waflab.connection.Peer.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WebSocketFramesTest {

    private final Scene scene = new Scene()
            .open()
            .client("GET /chat HTTP/1.1\r\nUpgrade: websocket\r\n\r\n")
            .server("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n");

    @Test
    void framesAndTheCodeOfACloseAreTold() {
        scene.client(Packets.hex("81 82 01020304 6062"))
                .server(Packets.hex("8900 88 02 03e9"))
                .client(Packets.hex("88 82 01020304 02ea"));

        assertThat(scene.last(4))
                .containsExactly(
                        "CLIENT DATA 8 ",
                        "SERVER DATA 2 WebSocket ping",
                        "SERVER DATA 4 WebSocket close 1001",
                        "CLIENT DATA 8 WebSocket close 1000");
    }

    @Test
    void longFramesAreSkipped() {
        scene.server(Packets.join(Packets.hex("82 7e 012c"), new byte[200]))
                .server(Packets.join(new byte[100], Packets.hex("82 7f 0000000000000001 aa"), Packets.hex("8800")));

        assertThat(scene.last(2)).containsExactly("SERVER DATA 315  x2", "SERVER DATA 2 WebSocket close");
    }

    @Test
    void behindAGapFramesAreNotGuessed() {
        scene.lost(SERVER, 10).server(Packets.hex("8800")).ack(io.waflab.connection.Peer.CLIENT);

        assertThat(scene.last(2)).containsExactly("SERVER DATA 10 not in the capture", "SERVER DATA 2 behind a gap");
    }
}
