package io.waflab.capture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The 24 bytes that begin a pcap file (draft-ietf-opsawg-pcap, section 4).
 *
 * @param order how the file's numbers are written
 * @param nanoseconds whether the fractions of a second are nanoseconds; else microseconds
 * @param snapLength the most bytes kept of one packet
 * @param linkType what each packet begins with
 */
record PcapHeader(ByteOrder order, boolean nanoseconds, int snapLength, LinkType linkType) {

    static final int SIZE = 24;
    private static final int MICROSECOND_MAGIC = 0xa1b2c3d4;
    private static final int NANOSECOND_MAGIC = 0xa1b23c4d;
    private static final int PCAPNG_MAGIC = 0x0a0d0d0a;
    private static final int LARGEST_PACKET = 262_144;

    /** @throws CaptureException if these are not the first bytes of a pcap file */
    static PcapHeader parse(byte[] bytes) throws CaptureException {
        var header = ByteBuffer.wrap(bytes);
        if (header.getInt(0) == PCAPNG_MAGIC) {
            throw new CaptureException("magic: 0a0d0d0a at byte 0 is pcapng (expected: pcap; convert it with:"
                    + " editcap -F pcap FILE.pcapng FILE.pcap)");
        }
        var magic = header.getInt(0);
        if (magic != MICROSECOND_MAGIC && magic != NANOSECOND_MAGIC) {
            header.order(ByteOrder.LITTLE_ENDIAN);
            magic = header.getInt(0);
        }
        if (magic != MICROSECOND_MAGIC && magic != NANOSECOND_MAGIC) {
            throw new CaptureException(
                    String.format("magic: %08x (expected: a1b2c3d4 or a1b23c4d, a pcap file) at byte 0", magic));
        }
        var major = header.getShort(4);
        if (major != 2) {
            throw new CaptureException("pcap version: " + major + " (expected: 2) at byte 4");
        }
        var snapLength = header.getInt(16);
        var number = header.getInt(20) & 0x03ff_ffff;
        var linkType = LinkType.of(number)
                .orElseThrow(() -> new CaptureException(
                        "link type: " + number + " (expected: one of " + LinkType.numbers() + ") at byte 20"));
        return new PcapHeader(
                header.order(),
                magic == NANOSECOND_MAGIC,
                snapLength <= 0 || snapLength > LARGEST_PACKET ? LARGEST_PACKET : snapLength,
                linkType);
    }

    byte[] toBytes() {
        return ByteBuffer.allocate(SIZE)
                .order(order)
                .putInt(nanoseconds ? NANOSECOND_MAGIC : MICROSECOND_MAGIC)
                .putShort((short) 2)
                .putShort((short) 4)
                .putInt(0)
                .putInt(0)
                .putInt(snapLength)
                .putInt(linkType.number())
                .array();
    }
}
