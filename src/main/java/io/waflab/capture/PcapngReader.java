package io.waflab.capture;

import io.waflab.capture.CaptureSummary.Interface;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a pcapng file packet by packet (draft-ietf-opsawg-pcapng): any number of sections, of either byte order, each with
 * its own interfaces; enhanced, simple and old packet blocks. Comments and TLS secrets go to {@link FileNotes}; other blocks
 * are left out.
 *
 * <p>Bounds: a packet's or an interface's block of 1 MiB, 4096 interfaces in a section.
 */
final class PcapngReader implements PacketReader {

    static final int SECTION_HEADER = 0x0a0d0d0a;
    private static final int INTERFACE = 1;
    private static final int OLD_PACKET = 2;
    private static final int SIMPLE_PACKET = 3;
    private static final int ENHANCED_PACKET = 6;
    private static final int JOURNAL_ENTRY = 9;
    private static final int SECRETS = 10;
    private static final int TLS_KEY_LOG = 0x544c_534b;
    private static final int BYTE_ORDER = 0x1a2b_3c4d;
    private static final int SMALLEST_BLOCK = 12;
    private static final int MOST_INTERFACES = 4_096;
    /** In a packet's block the bytes begin here, and the block's length follows behind them. */
    private static final int PACKET_HEADER = 28;

    private static final int SIMPLE_HEADER = 12;
    private static final int COMMENT = 1;

    private final ByteSource source;
    private final FileNotes notes;
    private final List<PcapngInterface> interfaces = new ArrayList<>();
    private final ByteBuffer packet;
    private ByteBuffer numbers;
    private int frame;
    private boolean hasKnownLink;
    /** What is wrong with the first interface that is not read; null where there is none. */
    private String unread;

    private long latestNanos;

    PcapngReader(ByteSource source, FileNotes notes) {
        this.source = source;
        this.notes = notes;
        packet = source.bytes().duplicate();
        numbers = source.bytes().duplicate();
    }

    @Override
    public Optional<Packet> next() throws CaptureException {
        while (source.has(SMALLEST_BLOCK)) {
            var type = numbers.getInt(source.at());
            if (type == SECTION_HEADER) {
                setByteOrder();
            }
            var length = blockLength();
            var found = Optional.<Packet>empty();
            switch (type) {
                case SECTION_HEADER -> section(length);
                case INTERFACE -> capturedOn(length);
                case ENHANCED_PACKET -> found = Optional.of(packet(length, numbers.getInt(source.at() + 8)));
                case OLD_PACKET -> found = Optional.of(packet(length, numbers.getShort(source.at() + 8) & 0xffff));
                case SIMPLE_PACKET -> found = Optional.of(simplePacket(length));
                case SECRETS -> secrets(length);
                default -> leaveOut(type, length);
            }
            if (found.isPresent()) {
                return found;
            }
        }
        if (source.available() > 0) {
            throw cutShort(SMALLEST_BLOCK);
        }
        if (frame > 0 && !hasKnownLink && unread != null) {
            throw new CaptureException(unread);
        }
        return Optional.empty();
    }

    private void setByteOrder() throws CaptureException {
        numbers.order(ByteOrder.BIG_ENDIAN);
        var magic = numbers.getInt(source.at() + 8);
        if (magic != BYTE_ORDER) {
            numbers.order(ByteOrder.LITTLE_ENDIAN);
        }
        if (numbers.getInt(source.at() + 8) != BYTE_ORDER) {
            throw new CaptureException(String.format(
                    "byte-order magic of a section: %08x (expected: 1a2b3c4d or 4d3c2b1a) at byte %d",
                    magic, source.offset() + 8));
        }
    }

    private long blockLength() throws CaptureException {
        var length = Integer.toUnsignedLong(numbers.getInt(source.at() + 4));
        if (length < SMALLEST_BLOCK || length % 4 != 0) {
            throw new CaptureException("length of a block: " + length + " (expected: at least " + SMALLEST_BLOCK
                    + ", in steps of 4) at byte " + (source.offset() + 4));
        }
        return length;
    }

    private void section(long length) throws CaptureException {
        need(length, 28);
        var version = numbers.getShort(source.at() + 12);
        if (version != 1) {
            throw new CaptureException(
                    "pcapng version: " + version + " (expected: 1) at byte " + (source.offset() + 12));
        }
        interfaces.clear();
        comments(0, source.at() + 24, length);
        source.skip((int) length);
    }

    private void capturedOn(long length) throws CaptureException {
        need(length, 20);
        if (interfaces.size() == MOST_INTERFACES) {
            throw new CaptureException(
                    "more than " + MOST_INTERFACES + " interfaces in one section at byte " + source.offset());
        }
        var at = source.at();
        var number = numbers.getShort(at + 8) & 0xffff;
        var linkType = LinkType.of(number).orElse(LinkType.OTHER);
        if (linkType == LinkType.OTHER && unread == null) {
            unread = LinkType.unread(number) + " at byte " + (source.offset() + 8);
        }
        hasKnownLink |= linkType != LinkType.OTHER;
        var options = new PcapngOptions(numbers, at + 16, at + (int) length - 4);
        var name = "";
        var resolution = PcapngInterface.MICROSECONDS;
        var offset = 0L;
        while (options.next(source)) {
            switch (options.code()) {
                case COMMENT -> notes.comment(0, options.text());
                case 2 -> name = options.text();
                case 9 -> resolution = options.length() < 1 ? resolution : numbers.get(options.at()) & 0xff;
                case 14 -> offset = options.length() < 8 ? offset : numbers.getLong(options.at());
                default -> {
                    continue;
                }
            }
        }
        if (!PcapngInterface.isResolution(resolution)) {
            throw new CaptureException("if_tsresol: " + resolution
                    + " (expected: 0 to 19, or 128 to 191) in the block at byte " + source.offset());
        }
        var snapLength = Math.max(0, numbers.getInt(at + 12));
        interfaces.add(new PcapngInterface(linkType, snapLength, resolution, offset));
        notes.add(new Interface(
                name, linkType == LinkType.OTHER ? Integer.toString(number) : linkType.word(), snapLength));
        source.skip((int) length);
    }

    private Packet packet(long length, int interfaceNumber) throws CaptureException {
        need(length, PACKET_HEADER + 4);
        var at = source.at();
        var capturedOn = capturedOn(interfaceNumber);
        var captured = numbers.getInt(at + 20);
        var wireLength = numbers.getInt(at + 24);
        var padded = (captured + 3L) & ~3L;
        if (captured < 0 || captured > LARGEST_PACKET || PACKET_HEADER + padded + 4 > length) {
            throw new CaptureException("captured length of packet " + (frame + 1) + ": "
                    + Integer.toUnsignedString(captured) + " (expected: 0 to "
                    + Math.min(LARGEST_PACKET, length - PACKET_HEADER - 4) + ") at byte " + (source.offset() + 20));
        }
        countFrame();
        comments(frame, at + PACKET_HEADER + (int) padded, length);
        var time = (long) numbers.getInt(at + 12) << 32 | Integer.toUnsignedLong(numbers.getInt(at + 16));
        latestNanos = capturedOn.nanos(time);
        return take(capturedOn, latestNanos != 0, PACKET_HEADER, captured, wireLength, length);
    }

    /** It has no time of its own: it is given that of the packet before. Its captured length follows from the others. */
    private Packet simplePacket(long length) throws CaptureException {
        need(length, SIMPLE_HEADER + 4);
        var capturedOn = capturedOn(0);
        var wireLength = numbers.getInt(source.at() + 8);
        var snapLength = capturedOn.snapLength() == 0 ? LARGEST_PACKET : capturedOn.snapLength();
        var most = Math.min(Math.min(snapLength, LARGEST_PACKET), (int) length - SIMPLE_HEADER - 4);
        countFrame();
        var captured = wireLength < 0 ? most : Math.min(wireLength, most);
        return take(capturedOn, false, SIMPLE_HEADER, captured, wireLength, length);
    }

    private Packet take(PcapngInterface on, boolean timed, int header, int captured, int wireLength, long block) {
        var start = source.at() + header;
        packet.limit(start + captured).position(start);
        source.skip((int) block);
        var length = wireLength < 0 ? Integer.MAX_VALUE : Math.max(wireLength, captured);
        return new Packet(frame, latestNanos, timed, on.linkType(), packet, length);
    }

    private PcapngInterface capturedOn(int number) throws CaptureException {
        if (number < 0 || number >= interfaces.size()) {
            throw new CaptureException("interface of packet " + (frame + 1) + ": " + Integer.toUnsignedString(number)
                    + " (expected: one of the " + interfaces.size()
                    + " that the section has named) in the block at byte " + source.offset());
        }
        return interfaces.get(number);
    }

    private void countFrame() throws CaptureException {
        if (frame == MOST_PACKETS) {
            throw new CaptureException("more than " + MOST_PACKETS + " packets at byte " + source.offset()
                    + " (cut the file: editcap -c 1000000000 FILE OUT)");
        }
        frame++;
    }

    private void secrets(long length) throws CaptureException {
        if (length > FileNotes.MOST_KEY_LOG || !source.has(SMALLEST_BLOCK + 8)) {
            leaveOut(SECRETS, length);
            return;
        }
        var type = numbers.getInt(source.at() + 8);
        var size = Integer.toUnsignedLong(numbers.getInt(source.at() + 12));
        if (length < 20 || size > length - 20) {
            throw new CaptureException("length of secrets: " + size + " (expected: at most " + Math.max(0, length - 20)
                    + ") at byte " + (source.offset() + 12));
        }
        if (type != TLS_KEY_LOG) {
            leaveOut(SECRETS, length);
            return;
        }
        var start = source.offset();
        source.skip(16);
        var lines = source.take((int) size);
        if (lines.length < size || !source.skipUnseen(start + length - 4 - source.offset())) {
            throw cutShort((int) size);
        }
        notes.secrets(lines);
        checkTrailer(length);
    }

    private void leaveOut(int type, long length) throws CaptureException {
        if (type == JOURNAL_ENTRY) {
            // Wireshark numbers these among the packets.
            countFrame();
        }
        var start = source.offset();
        if (!source.skipUnseen(length - 4)) {
            throw new CaptureException("block at byte " + start + ": " + (source.offset() - start)
                    + " bytes (expected: " + length + "; the file is cut short) at byte " + source.offset());
        }
        checkTrailer(length);
    }

    private void checkTrailer(long length) throws CaptureException {
        if (!source.has(4)) {
            throw cutShort(4);
        }
        var said = Integer.toUnsignedLong(numbers.getInt(source.at()));
        if (said != length) {
            throw wrongTrailer(said, length, source.offset());
        }
        source.skip(4);
    }

    /** The whole block is in memory after this, and its two lengths are the same. */
    private void need(long length, int least) throws CaptureException {
        if (length < least || length > ByteSource.BLOCK) {
            throw new CaptureException("length of a block: " + length + " (expected: " + least + " to "
                    + ByteSource.BLOCK + " for its type) at byte " + (source.offset() + 4));
        }
        if (!source.has((int) length)) {
            throw cutShort((int) length);
        }
        var said = Integer.toUnsignedLong(numbers.getInt(source.at() + (int) length - 4));
        if (said != length) {
            throw wrongTrailer(said, length, source.offset() + length - 4);
        }
    }

    private void comments(int about, int from, long length) throws CaptureException {
        var options = new PcapngOptions(numbers, from, source.at() + (int) length - 4);
        while (options.next(source)) {
            if (options.code() == COMMENT) {
                notes.comment(about, options.text());
            }
        }
    }

    private static CaptureException wrongTrailer(long said, long length, long offset) {
        return new CaptureException("length of a block at its end: " + said + " (expected: " + length
                + " as at its beginning) at byte " + offset);
    }

    private CaptureException cutShort(int expected) {
        return new CaptureException("block behind packet " + frame + ": " + source.available() + " bytes (expected: "
                + expected + "; the file is cut short, copy it again after the capture was stopped) at byte "
                + source.offset());
    }
}
