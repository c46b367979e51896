package io.waflab.capture;

import static io.waflab.connection.Peer.CLIENT;
import static io.waflab.connection.Peer.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TwinsTest {

    private final Scene scene = new Scene().open();

    @Test
    void aPacketThatTheCaptureHasTwiceIsToldOnce() {
        scene.id(7).client(Scene.clientHello()).again(30).fin(SERVER).again(30);

        assertThat(scene.last(2)).containsExactly("CLIENT HANDSHAKE 60 ClientHello", "SERVER FIN 0 ");
        assertThat(scene.story().sight().twice()).isEqualTo(2);
        assertThat(scene.story().fromClient().packets()).isEqualTo(3);
    }

    @Test
    void thatIsNoRetransmissionButLaterItIs() {
        scene.client(Scene.clientHello()).again(50_000);

        assertThat(scene.last(1)).containsExactly("CLIENT RETRANSMISSION 65 ");
        assertThat(scene.story().sight().twice()).isZero();
        assertThat(scene.story().fromClient().retransmissions()).isEqualTo(1);
    }

    @Test
    void anotherIdentificationIsAnotherPacket() {
        scene.id(7).client(Scene.clientHello()).id(8).odd(CLIENT, -65, TcpSegment.ACK, 1_000, Scene.clientHello());

        assertThat(scene.last(1)).containsExactly("CLIENT RETRANSMISSION 65 ");
    }
}
