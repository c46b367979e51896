package io.waflab.capture;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * One TCP segment (RFC 9293 section 3.1).
 *
 * @param frame the packet's number in its capture
 * @param nanos when it was captured, since 1970
 * @param sequence of its first byte; 32 bits that wrap around
 * @param acknowledgement the next byte expected from the other side; meaningless without {@link #ACK}
 * @param flags the bits below
 * @param window as written, not scaled; 0 means that the receiver is full, scaled or not
 * @param payload as captured; whoever keeps it longer than the call that hands it over, copies it
 * @param length bytes of payload on the wire; more than {@code payload} where the capture cut the packet
 * @param ttl of its IP packet: what a middlebox sends in an end's name often has another
 * @param id of its IP packet; -1 in IPv6
 */
record TcpSegment(
        int frame,
        long nanos,
        Endpoint from,
        Endpoint to,
        int sequence,
        int acknowledgement,
        int flags,
        int window,
        ByteBuffer payload,
        int length,
        int ttl,
        int id) {

    static final int FIN = 1;
    static final int SYN = 2;
    static final int RST = 4;
    static final int ACK = 16;
    private static final int SMALLEST_HEADER = 20;

    /** Empty where the packet holds no TCP segment, or too few bytes of one. */
    static Optional<TcpSegment> parse(Packet packet) {
        var network = packet.linkType().network(packet.bytes());
        if (network.isEmpty()) {
            return Optional.empty();
        }
        var linkHeader = packet.bytes().remaining() - network.get().remaining();
        return IpPacket.parse(network.get(), packet.length() - linkHeader).flatMap(ip -> parse(packet, ip));
    }

    private static Optional<TcpSegment> parse(Packet packet, IpPacket ip) {
        var tcp = ip.payload();
        if (ip.protocol() != IpPacket.TCP || tcp.remaining() < SMALLEST_HEADER) {
            return Optional.empty();
        }
        var header = (tcp.get(12) >> 4 & 0x0f) * 4;
        if (header < SMALLEST_HEADER || header > ip.length()) {
            return Optional.empty();
        }
        var start = Math.min(header, tcp.remaining());
        return Optional.of(new TcpSegment(
                packet.frame(),
                packet.nanos(),
                new Endpoint(ip.source(), tcp.getShort(0) & 0xffff),
                new Endpoint(ip.destination(), tcp.getShort(2) & 0xffff),
                tcp.getInt(4),
                tcp.getInt(8),
                tcp.get(13) & 0xff,
                tcp.getShort(14) & 0xffff,
                tcp.slice(start, tcp.remaining() - start),
                ip.length() - header,
                ip.ttl(),
                ip.id()));
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** An acknowledgement that carries nothing else. */
    boolean isPureAck() {
        return length == 0 && (flags & (FIN | SYN | RST)) == 0;
    }
}
