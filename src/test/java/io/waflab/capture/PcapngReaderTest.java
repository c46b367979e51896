package io.waflab.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waflab.capture.CaptureSummary.Comment;
import io.waflab.capture.CaptureSummary.Interface;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PcapngReaderTest {

    private static final byte[] FIVE = Packets.hex("0102030405");
    private final Pcapng file = new Pcapng();
    private final FileNotes notes = new FileNotes();

    @Test
    void sectionsOfEitherByteOrderHaveTheirOwnInterfaces() throws CaptureException {
        file.section(ByteOrder.LITTLE_ENDIAN).capturedOn(LinkType.ETHERNET, 0).packet(0, 1_000_007, FIVE);
        file.section(ByteOrder.BIG_ENDIAN)
                .capturedOn(LinkType.RAW, 0, file.order(ByteOrder.BIG_ENDIAN).option(9, (byte) 9))
                .capturedOn(LinkType.LINUX_SLL2, 0, file.option(9, (byte) 0x8a), file.option(14, new byte[] {
                    0, 0, 0, 0, 0, 0, 0, 9
                }))
                .packet(1, 1_536, FIVE)
                .packet(0, 5_000_000_001L, FIVE);

        assertThat(read())
                .containsExactly(
                        "1 ETHERNET 1000007000 0102030405 5",
                        "2 LINUX_SLL2 10500000000 0102030405 5",
                        "3 RAW 5000000001 0102030405 5");
    }

    @Test
    void oldAndSimplePacketsAreReadToo() throws CaptureException {
        file.section(ByteOrder.LITTLE_ENDIAN)
                .capturedOn(LinkType.RAW, 3)
                .oldPacket(0, 2_000_000, FIVE)
                .simplePacket(5, Packets.hex("010203"))
                .simplePacket(2, Packets.hex("0102"));

        assertThat(read())
                .containsExactly(
                        "1 RAW 2000000000 0102030405 5", "2 RAW 2000000000 010203 5", "3 RAW 2000000000 0102 2");
    }

    @Test
    void commentsAndSecretsAreKept() throws CaptureException {
        file.section(ByteOrder.LITTLE_ENDIAN, file.option(1, "from the customer"))
                .capturedOn(LinkType.ETHERNET, 96, file.option(2, "eth0"))
                .secrets(0x544c534b, "CLIENT_RANDOM 01 02\n")
                .secrets(0x57474b4c, "a WireGuard key")
                .packet(0, 0, FIVE, file.option(2, new byte[4]), file.option(1, "here"));

        assertThat(read()).hasSize(1);
        assertThat(notes.comments()).containsExactly(new Comment(0, "from the customer"), new Comment(1, "here"));
        assertThat(notes.interfaces()).containsExactly(new Interface("eth0", "ethernet", 96));
        assertThat(notes.keyLog()).isEqualTo("CLIENT_RANDOM 01 02\n");
    }

    @Test
    void blocksThatSayNothingOfPacketsAreLeftOut() throws CaptureException {
        file.section(ByteOrder.LITTLE_ENDIAN)
                .capturedOn(LinkType.RAW, 0)
                .block(4, new byte[8])
                .block(5, new byte[12])
                .block(0x4000_0bad, new byte[3_000_000])
                .packet(0, 0, FIVE);

        assertThat(read()).containsExactly("1 RAW 0 0102030405 5");
    }

    /** Wireshark numbers the entries of the system's journal among the packets. */
    @Test
    void framesAreNumberedAsWiresharkDoes() throws CaptureException {
        file.section(ByteOrder.LITTLE_ENDIAN)
                .capturedOn(LinkType.RAW, 0)
                .block(9, new byte[8])
                .packet(0, 0, FIVE);

        assertThat(read()).containsExactly("2 RAW 0 0102030405 5");
    }

    @Test
    void packetsOfALinkThatIsNotReadAreStillPackets() throws CaptureException {
        var head = file.numbers(8).putShort((short) 105).putShort((short) 0).putInt(0);
        file.section(ByteOrder.LITTLE_ENDIAN).block(1, head.array()).packet(0, 0, FIVE);
        file.capturedOn(LinkType.RAW, 0);

        assertThat(read()).containsExactly("1 OTHER 0 0102030405 5");
        assertThat(notes.interfaces()).startsWith(new Interface("", "105", 0));
    }

    @Test
    void aFileOfNoOtherLinkIsRefusedAtItsEnd() {
        var head = file.numbers(8).putShort((short) 105).putShort((short) 0).putInt(0);
        file.section(ByteOrder.LITTLE_ENDIAN).block(1, head.array()).packet(0, 0, FIVE);

        assertThatThrownBy(this::read)
                .hasMessageStartingWith("link type: 105 IEEE 802.11 (expected: one of 0 null, 1 ethernet")
                .hasMessageEndingWith("at byte 36");
    }

    @Test
    void damageIsToldWithItsPlace() {
        file.section(ByteOrder.LITTLE_ENDIAN).capturedOn(LinkType.RAW, 0).packet(0, 0, FIVE);
        var whole = file.bytes();

        assertDamage(with(whole, 8, 9), "byte-order magic of a section: 093c2b1a .* at byte 8");
        assertDamage(with(whole, 12, 2), "pcapng version: 2 \\(expected: 1\\) at byte 12");
        assertDamage(with(whole, 4, 27), "length of a block: 27 \\(expected: at least 12, in steps of 4\\) at byte 4");
        assertDamage(with(whole, 24, 32), "length of a block at its end: 32 \\(expected: 28 as .*\\) at byte 24");
        assertDamage(with(whole, 28 + 20 + 8, 1), "interface of packet 1: 1 \\(expected: one of the 1 .* at byte 48");
        assertDamage(with(whole, 28 + 20 + 20, 9), "captured length of packet 1: 9 \\(expected: 0 to 8\\) at byte 68");
        assertDamage(
                Arrays.copyOf(whole, whole.length - 1),
                "block behind packet 0: 39 bytes \\(expected: 40; .* at byte 48");
        assertDamage(Arrays.copyOf(whole, 53), "block behind packet 0: 5 bytes \\(expected: 12; .* at byte 48");
    }

    @Test
    void anUnknownBlocksOtherLengthIsCheckedToo() {
        file.section(ByteOrder.LITTLE_ENDIAN).block(77, new byte[8]);
        var whole = file.bytes();

        assertDamage(with(whole, whole.length - 4, 24), "length of a block at its end: 24 .* at byte 44");
        assertDamage(Arrays.copyOf(whole, whole.length - 6), "block at byte 28: .*cut short.* at byte 42");
    }

    @Test
    void aBlockOfAPacketCannotBeEndless() {
        file.section(ByteOrder.LITTLE_ENDIAN).block(1, new byte[2 << 20]);

        assertDamage(file.bytes(), "length of a block: 2097164 \\(expected: 20 to 1048576 for its type\\) at byte 32");
    }

    @Test
    void aResolutionThatCannotBeIsRefused() {
        file.section(ByteOrder.LITTLE_ENDIAN).capturedOn(LinkType.RAW, 0, file.option(9, (byte) 40));

        assertDamage(file.bytes(), "if_tsresol: 40 \\(expected: 0 to 19, or 128 to 191\\) in the block at byte 28");
    }

    @Test
    void secretsLongerThanTheirBlockAreRefused() {
        file.section(ByteOrder.LITTLE_ENDIAN).secrets(0x544c534b, "CLIENT_RANDOM 01 02\n");

        assertDamage(with(file.bytes(), 28 + 12, 21), "length of secrets: 21 \\(expected: at most 20\\) at byte 40");
    }

    private void assertDamage(byte[] bytes, String pattern) {
        assertThatThrownBy(() -> read(bytes))
                .isInstanceOf(CaptureException.class)
                .hasMessageMatching(pattern);
    }

    private static byte[] with(byte[] whole, int at, int value) {
        var changed = whole.clone();
        changed[at] = (byte) value;
        return changed;
    }

    private List<String> read() throws CaptureException {
        return read(file.bytes());
    }

    private List<String> read(byte[] bytes) throws CaptureException {
        var reader = new PcapngReader(new ByteSource(new ByteArrayInputStream(bytes)), notes);
        var seen = new ArrayList<String>();
        for (var packet = reader.next(); packet.isPresent(); packet = reader.next()) {
            var one = packet.get();
            var content = new byte[one.bytes().remaining()];
            ByteBuffer.wrap(content).put(one.bytes().duplicate());
            seen.add(one.frame() + " " + one.linkType() + " " + one.nanos() + " "
                    + java.util.HexFormat.of().formatHex(content) + " " + one.length());
        }
        return seen;
    }
}
