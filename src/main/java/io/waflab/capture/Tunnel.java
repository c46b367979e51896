package io.waflab.capture;

import java.nio.ByteBuffer;

/**
 * What an IP packet carries when it is a tunnel: IP in IP (RFC 2003), 6in4 (RFC 4213), GRE with IP or Ethernet in it (RFC
 * 2784, 2890), ERSPAN I to III, VXLAN (RFC 7348, also on Linux's old port), Geneve (RFC 8926).
 */
final class Tunnel {

    private static final int IPV4_INSIDE = 4;
    private static final int IPV6_INSIDE = 41;
    private static final int GRE = 47;
    private static final int TRANSPARENT_ETHERNET = 0x6558;
    private static final int ERSPAN = 0x88be;
    private static final int ERSPAN_3 = 0x22eb;
    private static final int VXLAN_PORT = 4789;
    private static final int LINUX_VXLAN_PORT = 8472;
    private static final int GENEVE_PORT = 6081;
    private static final int UDP_HEADER = 8;
    private static final int ETHERNET_TYPE = 12;
    private static final int ETHERNET_HEADER = 14;

    private Tunnel() {}

    /** Where the inner IP packet begins; {@link EtherType#NO_IP} where this is no tunnel, {@link EtherType#CUT}. */
    static int inside(IpPacket outer) {
        return switch (outer.protocol()) {
            case IPV4_INSIDE, IPV6_INSIDE -> outer.start();
            case GRE -> gre(outer.bytes(), outer.start());
            case IpPacket.UDP -> udp(outer.bytes(), outer.start());
            default -> EtherType.NO_IP;
        };
    }

    private static int udp(ByteBuffer bytes, int at) {
        if (at + UDP_HEADER + 8 > bytes.limit()) {
            return EtherType.NO_IP;
        }
        var start = at + UDP_HEADER;
        return switch (bytes.getShort(at + 2) & 0xffff) {
            case VXLAN_PORT, LINUX_VXLAN_PORT -> {
                // The other bits are of extensions, as VXLAN-GBP's group policy, whose header is as long.
                var hasNetwork = (bytes.get(start) & 0x08) != 0;
                yield hasNetwork ? ethernet(bytes, start + 8) : EtherType.NO_IP;
            }
            case GENEVE_PORT -> {
                var isVersion0 = (bytes.get(start) & 0xc0) == 0;
                var header = 8 + (bytes.get(start) & 0x3f) * 4;
                yield isVersion0 ? payload(bytes, start + 2, start + header, false) : EtherType.NO_IP;
            }
            default -> EtherType.NO_IP;
        };
    }

    private static int gre(ByteBuffer bytes, int at) {
        if (at + 4 > bytes.limit()) {
            return EtherType.CUT;
        }
        var flags = bytes.getShort(at) & 0xffff;
        // Version 0, and no routing (RFC 1701's, which nobody uses).
        if ((flags & 0x4007) != 0) {
            return EtherType.NO_IP;
        }
        var header = 4;
        for (var optional : new int[] {0x8000, 0x2000, 0x1000}) {
            header += (flags & optional) != 0 ? 4 : 0;
        }
        return payload(bytes, at + 2, at + header, (flags & 0x1000) != 0);
    }

    private static int payload(ByteBuffer bytes, int typeAt, int start, boolean numbered) {
        return switch (bytes.getShort(typeAt) & 0xffff) {
            case TRANSPARENT_ETHERNET -> ethernet(bytes, start);
            // Only type II has sequence numbers, and a header of its own.
            case ERSPAN -> ethernet(bytes, numbered ? start + 8 : start);
            case ERSPAN_3 -> erspan3(bytes, start);
            default -> EtherType.network(bytes, typeAt, start);
        };
    }

    private static int erspan3(ByteBuffer bytes, int start) {
        if (start + 12 > bytes.limit()) {
            return EtherType.CUT;
        }
        var hasSubheader = (bytes.get(start + 11) & 1) != 0;
        return ethernet(bytes, start + (hasSubheader ? 20 : 12));
    }

    private static int ethernet(ByteBuffer bytes, int at) {
        return EtherType.network(bytes, at + ETHERNET_TYPE, at + ETHERNET_HEADER);
    }
}
