package io.waflab.capture;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;

/** Makes packets, segments and pcap files for tests. */
final class Packets {

    static final Endpoint CLIENT = endpoint("10.0.0.5", 51544);
    static final Endpoint SERVER = endpoint("47.1.2.3", 443);
    private static final long SECOND = 1_000_000_000L;

    private Packets() {}

    static Endpoint endpoint(String address, int port) {
        try {
            return new Endpoint(InetAddress.getByName(address), port);
        } catch (UnknownHostException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** A segment from the client (or to it) with these payload bytes. */
    static TcpSegment segment(boolean fromClient, long sequence, long acknowledgement, int flags, byte... payload) {
        return cut(fromClient, sequence, acknowledgement, flags, payload.length, payload);
    }

    /** The same, of which the capture kept less than crossed the wire. */
    static TcpSegment cut(
            boolean fromClient, long sequence, long acknowledgement, int flags, int length, byte... payload) {
        return new TcpSegment()
                .seen(1, 0)
                .between(fromClient ? CLIENT : SERVER, fromClient ? SERVER : CLIENT)
                .header((int) sequence, (int) acknowledgement, flags, 1000)
                .carrying(ByteBuffer.wrap(payload), length)
                .inPacket(57, -1);
    }

    static TcpSegment at(int frame, long millis, TcpSegment of) {
        return of.seen(frame, millis * 1_000_000);
    }

    /** What the layers say of a packet that they have read. */
    static TcpSegment segment(PacketLayers layers, Packet packet) {
        var segment = new TcpSegment();
        layers.segment(packet, segment, ByteBuffer.allocate(65_535), 0);
        return segment;
    }

    /** The same, as the reading takes it. */
    static Arrival arrival(Packet packet) {
        var arrival = new Arrival(new byte[65_535]);
        arrival.become(packet, new PacketLayers(), 0);
        return arrival;
    }

    /** A TLS record with a header of version 1.2. */
    static byte[] record(int type, byte... fragment) {
        return ByteBuffer.allocate(5 + fragment.length)
                .put((byte) type)
                .putShort((short) 0x0303)
                .putShort((short) fragment.length)
                .put(fragment)
                .array();
    }

    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    static byte[] join(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (var part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** A TCP header of 20 bytes and its payload. */
    static byte[] tcp(int from, int to, int sequence, int flags, byte... payload) {
        return ByteBuffer.allocate(20 + payload.length)
                .putShort((short) from)
                .putShort((short) to)
                .putInt(sequence)
                .putInt(7)
                .put((byte) 0x50)
                .put((byte) flags)
                .putShort((short) 500)
                .putInt(0)
                .put(payload)
                .array();
    }

    /** IPv4 from 10.0.0.5 to 47.1.2.3. */
    static byte[] ipv4(int protocol, byte... payload) {
        return ByteBuffer.allocate(20 + payload.length)
                .put((byte) 0x45)
                .put((byte) 0)
                .putShort((short) (20 + payload.length))
                .putInt(0)
                .put((byte) 64)
                .put((byte) protocol)
                .putShort((short) 0)
                .put(hex("0a000005 2f010203"))
                .put(payload)
                .array();
    }

    /** IPv6 from 2001:db8::1 to 2001:db8::2. */
    static byte[] ipv6(int nextHeader, byte... payload) {
        return ByteBuffer.allocate(40 + payload.length)
                .putInt(0x6000_0000)
                .putShort((short) payload.length)
                .put((byte) nextHeader)
                .put((byte) 64)
                .put(hex("20010db8000000000000000000000001 20010db8000000000000000000000002"))
                .put(payload)
                .array();
    }

    static Packet packet(LinkType type, byte... bytes) {
        return new Packet(1, 0, type, ByteBuffer.wrap(bytes), bytes.length);
    }

    static byte[] pcap(ByteOrder order, boolean nanoseconds, LinkType type, List<byte[]> packets) {
        var out = new ByteArrayOutputStream();
        try {
            var writer = new PcapWriter(out, new PcapHeader(order, nanoseconds, 262_144, type));
            var frame = 0;
            for (var bytes : packets) {
                frame++;
                writer.write(
                        new Packet(frame, frame * SECOND + 123_456_789, type, ByteBuffer.wrap(bytes), bytes.length));
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }
}
