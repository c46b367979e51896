package io.waflab.capture;

import java.nio.ByteBuffer;

/**
 * The layers of the packet that is being read, from its link to its TCP header. Reads through one level of tunnel, and
 * through IP fragments once the last of them is there. One object serves for all packets of a capture.
 */
final class PacketLayers {

    /** What a packet is. */
    enum Kind {
        TCP,
        NO_IP,
        NO_TCP,
        /** A header that is impossible, or was not captured whole. */
        DAMAGED,
        /** A part of a packet of which another part lacks. */
        FRAGMENT
    }

    private static final int SMALLEST_TCP_HEADER = 20;
    /** No link carries more in one packet; larger lengths are a damaged file's. */
    private static final int LARGEST_LENGTH = 16 << 20;

    private final Fragments fragments = new Fragments();
    private final IpPacket ip = new IpPacket();
    private int headerLength;

    Kind read(Packet packet) {
        var bytes = packet.bytes();
        var network = packet.linkType().network(bytes);
        if (network < 0) {
            return network == EtherType.NO_IP ? Kind.NO_IP : Kind.DAMAGED;
        }
        var wireEnd = bytes.position() + Math.min(packet.length(), LARGEST_LENGTH);
        var kind = network(bytes, network, wireEnd, packet.nanos());
        if (kind != Kind.NO_TCP) {
            return kind;
        }
        var inside = Tunnel.inside(ip);
        if (inside < 0) {
            return inside == EtherType.NO_IP ? Kind.NO_TCP : Kind.DAMAGED;
        }
        var inner = network(ip.bytes(), inside, ip.start() + ip.length(), packet.nanos());
        return inner == Kind.NO_IP ? Kind.NO_TCP : inner;
    }

    private Kind network(ByteBuffer bytes, int at, int wireEnd, long nanos) {
        if (!ip.read(bytes, at, wireEnd)) {
            var version = IpPacket.version(bytes, at);
            return version == 4 || version == 6 || version < 0 ? Kind.DAMAGED : Kind.NO_IP;
        }
        if (ip.isFragment() && !fragments.complete(ip, nanos)) {
            return Kind.FRAGMENT;
        }
        return ip.protocol() == IpPacket.TCP ? tcp() : Kind.NO_TCP;
    }

    private Kind tcp() {
        if (ip.end() - ip.start() < SMALLEST_TCP_HEADER) {
            return Kind.DAMAGED;
        }
        headerLength = (ip.bytes().get(ip.start() + 12) >> 4 & 0x0f) * 4;
        return headerLength < SMALLEST_TCP_HEADER || headerLength > ip.length() ? Kind.DAMAGED : Kind.TCP;
    }

    /** The packet's addresses; the inner ones of a tunnel. Good until the next packet is read. */
    IpPacket ip() {
        return ip;
    }

    int sourcePort() {
        return ip.bytes().getShort(ip.start()) & 0xffff;
    }

    int destinationPort() {
        return ip.bytes().getShort(ip.start() + 2) & 0xffff;
    }

    int sequence() {
        return ip.bytes().getInt(ip.start() + 4);
    }

    int flags() {
        return ip.bytes().get(ip.start() + 13) & 0xff;
    }

    /**
     * Reads a packet that is {@link Kind#TCP} into a segment, but for its ends.
     *
     * @param store takes a copy of the payload, and becomes the segment's
     * @param to where in it
     * @return how many bytes of payload were captured
     */
    int segment(Packet packet, TcpSegment segment, ByteBuffer store, int to) {
        var bytes = ip.bytes();
        var at = ip.start();
        var payload = Math.min(at + headerLength, ip.end());
        var captured = ip.end() - payload;
        bytes.get(payload, store.array(), to, captured);
        store.limit(to + captured).position(to);
        segment.seen(packet.frame(), packet.nanos())
                .timed(packet.timed())
                .header(
                        bytes.getInt(at + 4),
                        bytes.getInt(at + 8),
                        bytes.get(at + 13) & 0xff,
                        bytes.getShort(at + 14) & 0xffff)
                .carrying(store, ip.length() - headerLength)
                .inPacket(ip.ttl(), ip.id());
        return captured;
    }
}
