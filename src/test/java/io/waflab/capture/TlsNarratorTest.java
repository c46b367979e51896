package io.waflab.capture;

import static io.waflab.connection.Peer.CLIENT;
import static io.waflab.connection.Peer.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.connection.Peer;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class TlsNarratorTest {

    private static final String HELLO_12 = "02000026 0303" + "00".repeat(32) + "00 c02f 00";
    private static final String HELLO_13 = "0200002e 0303" + "00".repeat(32) + "00 1301 00 0006 002b00020304";

    private final TlsNarrator tls = new TlsNarrator();

    @Test
    void inTls12EveryRecordShowsItsType() {
        assertThat(told(CLIENT, 22, 4, "01000000")).isEqualTo("HANDSHAKE ClientHello");
        assertThat(told(SERVER, 22, 42, HELLO_12)).isEqualTo("HANDSHAKE ServerHello TLSv1.2");
        assertThat(told(CLIENT, 20, 1, "")).isEqualTo("CHANGE_CIPHER_SPEC ");
        assertThat(told(CLIENT, 22, 40, "ab".repeat(40))).isEqualTo("HANDSHAKE Finished, encrypted");
        assertThat(told(CLIENT, 23, 19, "")).isEqualTo("DATA ");
        assertThat(tls.mayBeAlert(record(23, 19, ""))).isFalse();
    }

    @Test
    void theVersionIsSaidOfTheServerHelloAlone() {
        assertThat(told(SERVER, 22, 46, HELLO_12 + "0e000000"))
                .isEqualTo("HANDSHAKE ServerHello TLSv1.2, ServerHelloDone");
    }

    @Test
    void inTls13PlaceTellsTheHandshakeFromData() {
        told(CLIENT, 22, 4, "01000000");
        assertThat(told(SERVER, 22, 50, HELLO_13)).isEqualTo("HANDSHAKE ServerHello TLSv1.3");
        assertThat(told(SERVER, 23, 1_600, "")).endsWith("the server's handshake");
        assertThat(told(CLIENT, 23, 69, "")).endsWith("Finished");
        assertThat(told(SERVER, 23, 282, "")).endsWith("session tickets or settings");
        assertThat(told(CLIENT, 23, 100, "")).isEqualTo("DATA ");
        assertThat(told(SERVER, 23, 200, "")).isEqualTo("DATA ");
    }

    @Test
    void inTls13ARecordOf19BytesMayBeAnAlert() {
        told(SERVER, 22, 50, HELLO_13);

        assertThat(tls.mayBeAlert(record(23, 19, ""))).isTrue();
        assertThat(tls.mayBeAlert(record(23, 20, ""))).isFalse();
        assertThat(tls.disguisedAlert(CLIENT)).endsWith("an alert in the handshake");
        told(CLIENT, 23, 69, "");
        assertThat(tls.disguisedAlert(CLIENT)).endsWith("close_notify");
    }

    private String told(Peer by, int type, int size, String fragment) {
        var words = tls.tell(by, record(type, size, fragment));
        return words.what() + " " + words.detail();
    }

    private static TlsRecord record(int type, int size, String fragment) {
        return new TlsRecord(type, size, ByteBuffer.wrap(Packets.hex(fragment)));
    }
}
