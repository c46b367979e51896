package io.waflab.capture;

import java.nio.ByteBuffer;

/**
 * How long the header of each packet of a pcap file is. Old programs wrote longer ones without saying so: Nokia's IPSO 4 bytes
 * more, Red Hat 6.1's libpcap 8, SuSE 6.3's 4 more than the modified format has. The second packet then shows which: its
 * numbers are impossible under the length that the file claims.
 */
final class PcapRecords {

    static final int USUAL = 16;
    /** Linux 2.2's libpcap (magic a1b2cd34) wrote interface, protocol and direction behind the usual header. */
    static final int MODIFIED = 24;

    private static final int NOKIA = 20;
    private static final int RED_HAT = 24;
    private static final int SUSE = 28;

    /** So many are looked at, as far as they lie in the file's first block. */
    private static final int MOST = 4;

    private PcapRecords() {}

    /**
     * What the first packets show under one length.
     *
     * @param possible how many have possible numbers, of the first {@value #MOST} that lie in memory
     * @param isBroken whether the next one has impossible ones
     */
    private record Look(int possible, boolean isBroken) {}

    /** @param source at the first packet of a whole file; is not moved */
    static int length(ByteSource source, PcapHeader header) {
        var claimed = header.modified() ? MODIFIED : USUAL;
        var others = header.modified() ? new int[] {SUSE} : new int[] {NOKIA, RED_HAT};
        source.ahead(ByteSource.BLOCK);
        if (!look(source, header, claimed).equals(new Look(1, true))) {
            return claimed;
        }
        for (var other : others) {
            var look = look(source, header, other);
            if (look.possible() > 1 && !look.isBroken()) {
                return other;
            }
        }
        return claimed;
    }

    private static Look look(ByteSource source, PcapHeader header, int length) {
        var numbers = source.bytes().duplicate().order(header.order());
        var end = source.at() + source.available();
        var at = source.at();
        for (var packet = 0; packet < MOST; packet++) {
            if (at + length > end) {
                return new Look(packet, false);
            }
            if (!isPossible(numbers, at, header.nanoseconds())) {
                return new Look(packet, true);
            }
            at += length + numbers.getInt(at + 8);
        }
        return new Look(MOST, false);
    }

    private static boolean isPossible(ByteBuffer numbers, int at, boolean nanoseconds) {
        var fraction = Integer.toUnsignedLong(numbers.getInt(at + 4));
        var captured = numbers.getInt(at + 8);
        return fraction < (nanoseconds ? 1_000_000_000 : 1_000_000)
                && captured >= 0
                && captured <= PacketReader.LARGEST_PACKET
                && numbers.getInt(at + 12) >= captured;
    }
}
