package io.waflab.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class HandshakeTest {

    private static final String RANDOM = "00".repeat(32);
    private final Handshake handshake = new Handshake();

    @Test
    void messagesOfOneRecordAreNamed() {
        assertThat(handshake.read(ByteBuffer.wrap(Packets.hex("0b000002 ffff 0c000001 00 0e000000"))))
                .containsExactly("Certificate", "ServerKeyExchange", "ServerHelloDone");
    }

    @Test
    void aMessageMaySpanRecordsEvenInItsHeader() {
        var named = new ArrayList<String>();
        for (var part : new String[] {"0b00", "0005ff", "ffffffff0e", "000000"}) {
            named.addAll(handshake.read(ByteBuffer.wrap(Packets.hex(part))));
        }

        assertThat(named).containsExactly("Certificate", "ServerHelloDone");
    }

    @Test
    void anUnknownMessageIsNamedByItsNumber() {
        assertThat(handshake.read(ByteBuffer.wrap(Packets.hex("fe000000")))).containsExactly("handshake message 254");
    }

    @Test
    void withoutTheExtensionTheVersionIsThatOfTheHello() {
        read("0303" + RANDOM + "00" + "c02f" + "00" + "0005" + "ff01000100");

        assertThat(handshake.version()).contains("TLSv1.2");
    }

    @Test
    void supportedVersionsDecides() {
        read("0303" + RANDOM + "02abcd" + "1301" + "00" + "000c" + "00330002ffff" + "002b00020304");

        assertThat(handshake.version()).contains("TLSv1.3");
    }

    @Test
    void aServerHelloThatIsNoneGivesNoVersion() {
        read("0303");

        assertThat(handshake.version()).isEmpty();
    }

    @Test
    void aBrokenExtensionIsNotReadPastTheEnd() {
        read("0303" + RANDOM + "ff" + "1301");

        assertThat(handshake.version()).contains("TLSv1.2");
    }

    private void read(String hello) {
        var length = String.format("%06x", hello.length() / 2);
        handshake.read(ByteBuffer.wrap(Packets.hex("02" + length + hello)));
    }
}
