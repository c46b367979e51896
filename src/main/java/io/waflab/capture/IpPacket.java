package io.waflab.capture;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * One IPv4 (RFC 791) or IPv6 (RFC 8200) packet. Fragments are not put together: the first one is read for its TCP
 * header, the others are left out.
 *
 * @param payload as captured, padding removed
 * @param length bytes of payload on the wire; more than {@code payload} where the capture cut the packet
 * @param ttl time to live, or hop limit
 * @param id IPv4's identification, which a packet captured twice has twice; -1 in IPv6
 */
record IpPacket(
        InetAddress source, InetAddress destination, int protocol, ByteBuffer payload, int length, int ttl, int id) {

    static final int TCP = 6;
    static final int UDP = 17;
    private static final int HOP_BY_HOP = 0;
    private static final int ROUTING = 43;
    private static final int FRAGMENT = 44;
    private static final int AUTHENTICATION = 51;
    private static final int DESTINATION_OPTIONS = 60;

    /**
     * @param network begins with the IP header
     * @param wireLength bytes on the wire from the IP header on
     * @return empty where this is no IP packet, a later fragment, or its header was not captured whole
     */
    static Optional<IpPacket> parse(ByteBuffer network, int wireLength) {
        if (network.remaining() < 20) {
            return Optional.empty();
        }
        return switch ((network.get(0) & 0xf0) >> 4) {
            case 4 -> version4(network, wireLength);
            case 6 -> version6(network, wireLength);
            default -> Optional.empty();
        };
    }

    private static Optional<IpPacket> version4(ByteBuffer network, int wireLength) {
        var header = (network.get(0) & 0x0f) * 4;
        var total = total(network.getShort(2) & 0xffff, wireLength);
        var fragmentOffset = network.getShort(6) & 0x1fff;
        if (header < 20 || header > network.remaining() || total < header || fragmentOffset != 0) {
            return Optional.empty();
        }
        return Optional.of(new IpPacket(
                address(network, 12, 4),
                address(network, 16, 4),
                network.get(9) & 0xff,
                payload(network, header, total),
                total - header,
                network.get(8) & 0xff,
                network.getShort(4) & 0xffff));
    }

    private static Optional<IpPacket> version6(ByteBuffer network, int wireLength) {
        if (network.remaining() < 40) {
            return Optional.empty();
        }
        var said = network.getShort(4) & 0xffff;
        var total = total(said == 0 ? 0 : said + 40, wireLength);
        var protocol = network.get(6) & 0xff;
        var start = 40;
        while (isExtension(protocol)) {
            if (start + 8 > network.remaining()) {
                return Optional.empty();
            }
            if (protocol == FRAGMENT && (network.getShort(start + 2) & 0xfff8) != 0) {
                return Optional.empty();
            }
            var next = network.get(start) & 0xff;
            start += extensionLength(protocol, network.get(start + 1) & 0xff);
            protocol = next;
        }
        if (start > network.remaining() || total < start) {
            return Optional.empty();
        }
        return Optional.of(new IpPacket(
                address(network, 8, 16),
                address(network, 24, 16),
                protocol,
                payload(network, start, total),
                total - start,
                network.get(7) & 0xff,
                -1));
    }

    /** Zero in the header: the network card cuts the packet into segments later, so only the wire knows. */
    private static int total(int said, int wireLength) {
        return said == 0 ? wireLength : said;
    }

    private static boolean isExtension(int protocol) {
        return protocol == HOP_BY_HOP
                || protocol == ROUTING
                || protocol == FRAGMENT
                || protocol == AUTHENTICATION
                || protocol == DESTINATION_OPTIONS;
    }

    private static int extensionLength(int protocol, int said) {
        return switch (protocol) {
            case FRAGMENT -> 8;
            case AUTHENTICATION -> (said + 2) * 4;
            default -> (said + 1) * 8;
        };
    }

    private static ByteBuffer payload(ByteBuffer network, int start, int total) {
        return network.slice(start, Math.min(total, network.remaining()) - start);
    }

    private static InetAddress address(ByteBuffer network, int at, int length) {
        var bytes = new byte[length];
        network.get(at, bytes);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("an address of " + length + " bytes", impossible);
        }
    }
}
