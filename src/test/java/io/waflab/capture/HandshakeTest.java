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

    /** A record holds up to 4096 empty messages, and a connection hundreds of such records. */
    @Test
    void noMoreThanSixteenMessagesOfARecordAreNamed() {
        assertThat(handshake.read(ByteBuffer.wrap(Packets.hex("fe000000".repeat(4096)))))
                .hasSize(17)
                .startsWith("handshake message 254")
                .endsWith("handshake message 254", "and more");
        assertThat(handshake.read(ByteBuffer.wrap(Packets.hex("0e000000".repeat(16)))))
                .hasSize(16)
                .containsOnly("ServerHelloDone");
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

        assertThat(handshake.hello().version()).isEqualTo(0x0303);
    }

    @Test
    void supportedVersionsDecides() {
        read("0303" + RANDOM + "02abcd" + "1301" + "00" + "000c" + "00330002ffff" + "002b00020304");

        assertThat(handshake.hello().version()).isEqualTo(0x0304);
    }

    @Test
    void aServerHelloThatIsNoneGivesNoVersion() {
        read("0303");

        assertThat(handshake.hello()).isEqualTo(Hello.NONE);
    }

    @Test
    void aBrokenExtensionIsNotReadPastTheEnd() {
        read("0303" + RANDOM + "ff" + "1301");

        assertThat(handshake.hello().version()).isEqualTo(0x0303);
    }

    @Test
    void certificatesAreCountedAcrossRecords() {
        var message = Packets.hex("0b00000f 00000c 000003 aabbcc 000003 ddeeff" + "0e000000");
        for (var b : message) {
            handshake.read(ByteBuffer.wrap(new byte[] {b}));
        }

        assertThat(handshake.certificates()).isEqualTo(2);
    }

    @Test
    void withoutCertificateMessageTheirNumberIsNotKnown() {
        assertThat(handshake.certificates()).isEqualTo(-1);
    }

    @Test
    void aHelloMaySpanRecords() {
        handshake.read(ByteBuffer.wrap(Packets.hex("02000026 0303" + "07".repeat(20))));
        handshake.read(ByteBuffer.wrap(Packets.hex("07".repeat(12) + "00 c02f 00")));

        assertThat(handshake.hello().random()).isEqualTo("07".repeat(32));
        assertThat(handshake.hello().cipher()).isEqualTo(0xc02f);
        assertThat(handshake.hellos()).isEqualTo(1);
    }

    @Test
    void itHoldsAHelloUntilItIsWhole() {
        handshake.read(ByteBuffer.wrap(Packets.hex("02002000 0303" + "07".repeat(20))));

        assertThat(handshake.weight()).isEqualTo(0x2000);
        handshake.read(ByteBuffer.wrap(new byte[0x2000 - 22]));
        assertThat(handshake.weight()).isEqualTo(64);
    }

    @Test
    void aLostRecordGivesUpTheMessageItWasPartOf() {
        handshake.read(ByteBuffer.wrap(Packets.hex("0b0000ff 00")));
        handshake.lose();

        assertThat(handshake.read(ByteBuffer.wrap(Packets.hex("0e000000")))).containsExactly("ServerHelloDone");
    }

    private void read(String hello) {
        var length = String.format("%06x", hello.length() / 2);
        handshake.read(ByteBuffer.wrap(Packets.hex("02" + length + hello)));
    }
}
