package io.waflab.capture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The 24 bytes that begin a pcap file (draft-ietf-opsawg-pcap, section 4).
 *
 * @param order how the file's numbers are written
 * @param nanoseconds whether the fractions of a second are nanoseconds; else microseconds
 * @param modified whether each packet's header has 8 bytes more, as Kuznetzov's libpcap wrote it
 * @param snapLength the most bytes kept of one packet
 * @param linkType what each packet begins with
 */
record PcapHeader(ByteOrder order, boolean nanoseconds, boolean modified, int snapLength, LinkType linkType) {

    PcapHeader(ByteOrder order, boolean nanoseconds, int snapLength, LinkType linkType) {
        this(order, nanoseconds, false, snapLength, linkType);
    }

    static final int SIZE = 24;
    private static final int MICROSECOND_MAGIC = 0xa1b2c3d4;
    private static final int NANOSECOND_MAGIC = 0xa1b23c4d;
    private static final int MODIFIED_MAGIC = 0xa1b2cd34;

    /** @throws CaptureException if these are not the first bytes of a pcap file */
    static PcapHeader parse(byte[] bytes) throws CaptureException {
        var header = ByteBuffer.wrap(bytes);
        if (!isMagic(header.getInt(0))) {
            header.order(ByteOrder.LITTLE_ENDIAN);
        }
        var magic = header.getInt(0);
        if (!isMagic(magic)) {
            throw new CaptureException(
                    String.format("magic: %08x (expected: a1b2c3d4 or a1b23c4d, a pcap file) at byte 0", magic));
        }
        var major = header.getShort(4);
        if (major != 2) {
            throw new CaptureException("pcap version: " + major + " (expected: 2) at byte 4");
        }
        var snapLength = header.getInt(16);
        var number = header.getInt(20) & 0x03ff_ffff;
        var linkType =
                LinkType.of(number).orElseThrow(() -> new CaptureException(LinkType.unread(number) + " at byte 20"));
        return new PcapHeader(
                header.order(),
                magic == NANOSECOND_MAGIC,
                magic == MODIFIED_MAGIC,
                snapLength <= 0 || snapLength > PacketReader.LARGEST_PACKET ? PacketReader.LARGEST_PACKET : snapLength,
                linkType);
    }

    /** True for the first four bytes of a pcap file, read in the file's own byte order. */
    static boolean isMagic(int number) {
        return number == MICROSECOND_MAGIC || number == NANOSECOND_MAGIC || number == MODIFIED_MAGIC;
    }

    byte[] toBytes() {
        return ByteBuffer.allocate(SIZE)
                .order(order)
                .putInt(nanoseconds ? NANOSECOND_MAGIC : modified ? MODIFIED_MAGIC : MICROSECOND_MAGIC)
                .putShort((short) 2)
                .putShort((short) 4)
                .putInt(0)
                .putInt(0)
                .putInt(snapLength)
                .putInt(linkType.number())
                .array();
    }
}
