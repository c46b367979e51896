package io.waflab.capture;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Reads a pcap file packet by packet (draft-ietf-opsawg-pcap): µs and ns, both byte orders; also the longer packet headers of
 * {@link PcapRecords}.
 */
final class PcapReader implements PacketReader {

    private final ByteSource source;
    private final PcapHeader header;
    private final int recordHeader;
    private final ByteBuffer numbers;
    private final ByteBuffer packet;
    private int frame;

    /**
     * What libpcap is writing, read while it does.
     *
     * @throws CaptureException if this does not begin as a pcap file, or cannot be read
     */
    PcapReader(ByteSource source) throws CaptureException {
        this(source, false);
    }

    private PcapReader(ByteSource source, boolean isFile) throws CaptureException {
        this.source = source;
        if (!source.has(PcapHeader.SIZE)) {
            throw new CaptureException(
                    "file header: " + source.available() + " bytes (expected: 24 of a pcap file) at byte 0");
        }
        var bytes = new byte[PcapHeader.SIZE];
        source.bytes().get(source.at(), bytes);
        header = PcapHeader.parse(bytes);
        source.skip(PcapHeader.SIZE);
        recordHeader = isFile
                ? PcapRecords.length(source, header)
                : header.modified() ? PcapRecords.MODIFIED : PcapRecords.USUAL;
        numbers = source.bytes().duplicate().order(header.order());
        packet = source.bytes().duplicate();
    }

    /** A file of any program, which is there whole. */
    static PcapReader ofFile(ByteSource source) throws CaptureException {
        return new PcapReader(source, true);
    }

    PcapHeader header() {
        return header;
    }

    @Override
    public Optional<Packet> next() throws CaptureException {
        if (!source.has(recordHeader)) {
            if (source.available() == 0) {
                return Optional.empty();
            }
            throw cutShort("header of packet", recordHeader);
        }
        if (frame == MOST_PACKETS) {
            throw new CaptureException("more than " + MOST_PACKETS + " packets at byte " + source.offset()
                    + " (cut the file: editcap -c 1000000000 FILE OUT)");
        }
        frame++;
        var at = source.at();
        var captured = numbers.getInt(at + 8);
        var length = length(numbers.getInt(at + 12), captured);
        if (captured < 0 || captured > LARGEST_PACKET) {
            throw new CaptureException("captured length of packet " + frame + ": " + Integer.toUnsignedString(captured)
                    + " (expected: 0 to " + LARGEST_PACKET + ") at byte " + (source.offset() + 8));
        }
        var nanos = nanos(numbers.getInt(at), numbers.getInt(at + 4));
        source.skip(recordHeader);
        if (!source.has(captured)) {
            frame--;
            throw cutShort("packet", captured);
        }
        packet.limit(source.at() + captured).position(source.at());
        source.skip(captured);
        return Optional.of(new Packet(frame, nanos, header.linkType(), packet, length));
    }

    /** There are programs that write less than they captured: the packet was then at least as long as what is there. */
    private static int length(int written, int captured) {
        return written < 0 ? Integer.MAX_VALUE : Math.max(written, captured);
    }

    private long nanos(int seconds, int fraction) {
        var whole = Integer.toUnsignedLong(fraction);
        return Integer.toUnsignedLong(seconds) * 1_000_000_000 + (header.nanoseconds() ? whole : whole * 1_000);
    }

    private CaptureException cutShort(String what, int expected) {
        return new CaptureException(what + " " + (frame + 1) + ": " + source.available() + " bytes (expected: "
                + expected + "; the file is cut short, copy it again after the capture was stopped) at byte "
                + source.offset());
    }
}
