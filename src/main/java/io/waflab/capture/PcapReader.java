package io.waflab.capture;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Reads a pcap file packet by packet (draft-ietf-opsawg-pcap). Holds one packet at a time, at most 256 KiB.
 *
 * <p>Both magics (µs, ns) and both byte orders; the link types are those of {@link LinkType}.
 */
final class PcapReader implements Closeable {

    private static final int RECORD_HEADER = 16;
    private static final int LARGEST_PACKET = 262_144;

    private final InputStream in;
    private final PcapHeader header;
    private long offset;
    private int frame;

    /** @throws CaptureException if this does not begin as a pcap file, or cannot be read */
    PcapReader(InputStream in) throws CaptureException {
        this.in = in;
        var bytes = read(PcapHeader.SIZE);
        if (bytes.length < PcapHeader.SIZE) {
            throw new CaptureException("file header: " + bytes.length + " bytes (expected: 24) at byte 0");
        }
        header = PcapHeader.parse(bytes);
        offset = PcapHeader.SIZE;
    }

    PcapHeader header() {
        return header;
    }

    /**
     * The next packet; empty at the end of the file.
     *
     * @throws CaptureException if the file ends within a packet, or says something impossible
     */
    Optional<Packet> next() throws CaptureException {
        var bytes = read(RECORD_HEADER);
        if (bytes.length == 0) {
            return Optional.empty();
        }
        frame++;
        if (bytes.length < RECORD_HEADER) {
            throw cutShort("header of packet", bytes.length, RECORD_HEADER);
        }
        var record = ByteBuffer.wrap(bytes).order(header.order());
        var captured = record.getInt(8);
        var length = record.getInt(12);
        if (captured < 0 || captured > LARGEST_PACKET) {
            throw new CaptureException("captured length of packet " + frame + ": " + Integer.toUnsignedString(captured)
                    + " (expected: 0 to " + LARGEST_PACKET + ") at byte " + (offset + 8));
        }
        if (length < captured) {
            throw new CaptureException("length of packet " + frame + ": " + Integer.toUnsignedString(length)
                    + " (expected: at least its captured length " + captured + ") at byte " + (offset + 12));
        }
        offset += RECORD_HEADER;
        var content = read(captured);
        if (content.length < captured) {
            throw cutShort("packet", content.length, captured);
        }
        offset += captured;
        return Optional.of(new Packet(frame, nanos(record), header.linkType(), ByteBuffer.wrap(content), length));
    }

    private long nanos(ByteBuffer record) {
        var seconds = Integer.toUnsignedLong(record.getInt(0));
        var fraction = Integer.toUnsignedLong(record.getInt(4));
        return seconds * 1_000_000_000 + (header.nanoseconds() ? fraction : fraction * 1_000);
    }

    private CaptureException cutShort(String what, int got, int expected) {
        return new CaptureException(what + " " + frame + ": " + got + " bytes (expected: " + expected
                + "; the file is cut short, copy it again after the capture was stopped) at byte " + offset);
    }

    private byte[] read(int length) throws CaptureException {
        try {
            return in.readNBytes(length);
        } catch (IOException failed) {
            throw new CaptureException("cannot be read at byte " + offset + ": " + failed.getMessage(), failed);
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
