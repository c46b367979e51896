package io.waflab.capture;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** Writes a pcap file, in the byte order and resolution that its header says. */
final class PcapWriter {

    private final OutputStream out;
    private final PcapHeader header;

    PcapWriter(OutputStream out, PcapHeader header) throws IOException {
        this.out = out;
        this.header = header;
        out.write(header.toBytes());
    }

    void write(Packet packet) throws IOException {
        var fraction = packet.nanos() % 1_000_000_000;
        var captured = packet.bytes().remaining();
        var record = ByteBuffer.allocate(16 + captured)
                .order(header.order())
                .putInt((int) (packet.nanos() / 1_000_000_000))
                .putInt((int) (header.nanoseconds() ? fraction : fraction / 1_000))
                .putInt(captured)
                .putInt(packet.length())
                .put(packet.bytes().duplicate());
        out.write(record.array());
    }
}
