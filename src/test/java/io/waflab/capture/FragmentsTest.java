package io.waflab.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FragmentsTest {

    private static final long SECOND = 1_000_000_000L;
    private final byte[] payload = new byte[40];
    private final Fragments fragments = new Fragments();
    private final IpPacket ip = new IpPacket();

    @BeforeEach
    void fill() {
        for (var i = 0; i < payload.length; i++) {
            payload[i] = (byte) i;
        }
    }

    @Test
    void fragmentsInAnyOrderMakeTheWhole() {
        assertThat(give(7, 32, 40, false, 0)).isFalse();
        assertThat(give(7, 0, 16, true, 0)).isFalse();
        assertThat(give(7, 16, 32, true, 0)).isTrue();

        assertThat(whole()).isEqualTo(payload);
        assertThat(ip.length()).isEqualTo(40);
        assertThat(ip.isFragment()).isFalse();
    }

    @Test
    void ipv6IsPutTogetherToo() {
        assertThat(give6(0, 16, true)).isFalse();
        assertThat(give6(16, 40, false)).isTrue();

        assertThat(whole()).isEqualTo(payload);
        assertThat(ip.protocol()).isEqualTo(IpPacket.TCP);
    }

    @Test
    void packetsAreToldApartByTheirNumbers() {
        give(7, 0, 16, true, 0);

        assertThat(give(8, 16, 40, false, 0)).isFalse();
        assertThat(give(7, 16, 40, false, 0)).isTrue();
    }

    @Test
    void aFragmentThatCameTwiceDoesNoHarm() {
        give(7, 0, 16, true, 0);
        give(7, 0, 16, true, 0);

        assertThat(give(7, 16, 40, false, 0)).isTrue();
        assertThat(whole()).isEqualTo(payload);
    }

    /** RFC 5722: who sends them wants to be read differently by different readers. */
    @Test
    void fragmentsThatOverlapSpoilThePacket() {
        give(7, 0, 24, true, 0);

        assertThat(give(7, 16, 40, false, 0)).isFalse();
        assertThat(give(7, 24, 40, false, 0)).isFalse();
    }

    @Test
    void aPacketOfTwoEndsIsSpoiled() {
        give(7, 24, 32, false, 0);
        give(7, 32, 40, false, 0);

        assertThat(give(7, 0, 24, true, 0)).isFalse();
        assertThat(give(7, 24, 40, false, 0)).isFalse();
    }

    @Test
    void whatIsNotWholeAfter30SecondsIsGivenUp() {
        give(7, 0, 16, true, 0);
        give(8, 0, 16, true, SECOND);

        assertThat(give(7, 16, 40, false, 30 * SECOND + 1)).isFalse();
        assertThat(give(8, 16, 40, false, 30 * SECOND + 1)).isTrue();
    }

    @Test
    void theOldestIsGivenUpWhenTooManyWait() {
        for (var id = 0; id <= 1_024; id++) {
            give(id, 0, 16, true, 0);
        }

        assertThat(give(0, 16, 40, false, 0)).isFalse();
        assertThat(give(1_024, 16, 40, false, 0)).isTrue();
    }

    /** 300 of 60,000 bytes are 18 MB. */
    @Test
    void theOldestIsGivenUpWhenTheyHoldTooMuch() {
        var large = new byte[60_000];
        for (var id = 0; id < 300; id++) {
            assertThat(take(id, 0, true, large, 0)).isFalse();
        }

        assertThat(take(0, 60_000, false, new byte[8], 0)).isFalse();
        assertThat(take(299, 60_000, false, new byte[8], 0)).isTrue();
        assertThat(ip.length()).isEqualTo(60_008);
    }

    @Test
    void behindBytesThatWereNotCapturedNothingIsMadeUp() {
        var cut = Arrays.copyOf(fragment(7, 0, true, Arrays.copyOf(payload, 16)), 30);
        assertThat(ip.read(ByteBuffer.wrap(cut), 0, 36)).isTrue();
        assertThat(fragments.complete(ip, 0)).isFalse();

        assertThat(give(7, 16, 40, false, 0)).isTrue();

        assertThat(whole()).isEqualTo(Arrays.copyOf(payload, 10));
        assertThat(ip.length()).isEqualTo(40);
    }

    @Test
    void moreThanAnIpPacketCanHoldIsSpoiled() {
        assertThat(take(7, 65_528, false, new byte[8], 0)).isFalse();
        assertThat(take(7, 0, true, new byte[65_528 - 100], 0)).isFalse();

        assertThat(take(7, 65_528 - 100, true, new byte[100], 0)).isFalse();
    }

    private boolean give(int id, int from, int to, boolean more, long nanos) {
        return take(id, from, more, Arrays.copyOfRange(payload, from, to), nanos);
    }

    private boolean take(int id, int offset, boolean more, byte[] part, long nanos) {
        var packet = fragment(id, offset, more, part);
        assertThat(ip.read(ByteBuffer.wrap(packet), 0, packet.length)).isTrue();
        return fragments.complete(ip, nanos);
    }

    private boolean give6(int from, int to, boolean more) {
        var header = ByteBuffer.allocate(8).put((byte) IpPacket.TCP).put((byte) 0);
        header.putShort((short) (from | (more ? 1 : 0))).putInt(77);
        var packet = Packets.ipv6(44, Packets.join(header.array(), Arrays.copyOfRange(payload, from, to)));
        assertThat(ip.read(ByteBuffer.wrap(packet), 0, packet.length)).isTrue();
        return fragments.complete(ip, 0);
    }

    static byte[] fragment(int id, int offset, boolean more, byte[] part) {
        var packet = Packets.ipv4(IpPacket.TCP, part);
        ByteBuffer.wrap(packet).putShort(4, (short) id).putShort(6, (short) (offset / 8 | (more ? 0x2000 : 0)));
        return packet;
    }

    private byte[] whole() {
        var bytes = new byte[ip.end() - ip.start()];
        ip.bytes().get(ip.start(), bytes);
        return bytes;
    }
}
