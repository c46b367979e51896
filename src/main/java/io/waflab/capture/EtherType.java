package io.waflab.capture;

import java.nio.ByteBuffer;

/**
 * What an EtherType (IEEE 802 registry) leads to: IP at once, or behind VLAN tags (802.1Q, 802.1ad, and QinQ's old numbers),
 * MPLS labels (RFC 3032), PPPoE (RFC 2516), or an LLC/SNAP header (RFC 1042), in any order.
 *
 * <p>All places are indexes into the buffer; bytes count as captured up to its limit.
 */
final class EtherType {

    /** There is no IP packet in this one. */
    static final int NO_IP = -1;
    /** Too few bytes were captured to know. */
    static final int CUT = -2;

    static final int IPV4 = 0x0800;
    static final int IPV6 = 0x86dd;
    private static final int VLAN = 0x8100;
    private static final int PROVIDER_VLAN = 0x88a8;
    private static final int OLD_QINQ = 0x9100;
    private static final int OLDER_QINQ = 0x9200;
    private static final int MPLS = 0x8847;
    private static final int MPLS_UPSTREAM = 0x8848;
    private static final int PPPOE = 0x8864;
    private static final int LARGEST_LLC_LENGTH = 1500;
    private static final int SNAP = 0xaaaa;
    private static final int PPP_IPV4 = 0x0021;
    private static final int PPP_IPV6 = 0x0057;

    private EtherType() {}

    /** Where the IP packet begins; {@link #NO_IP} or {@link #CUT}. */
    static int network(ByteBuffer bytes, int typeAt, int start) {
        var type = typeAt;
        var next = start;
        while (next <= bytes.limit()) {
            var word = bytes.getShort(type) & 0xffff;
            switch (word) {
                case IPV4, IPV6 -> {
                    return next;
                }
                case VLAN, PROVIDER_VLAN, OLD_QINQ, OLDER_QINQ -> {
                    // A tag is 4 bytes: 2 of tag control, then the next EtherType.
                    type = next + 2;
                    next += 4;
                }
                case MPLS, MPLS_UPSTREAM -> {
                    return behindLabels(bytes, next);
                }
                case PPPOE -> {
                    // Version, code, session and length are 6 bytes; then it is PPP.
                    return ppp(bytes, next + 6);
                }
                default -> {
                    if (word > LARGEST_LLC_LENGTH || next + 8 > bytes.limit() || !isSnap(bytes, next)) {
                        return NO_IP;
                    }
                    type = next + 6;
                    next += 8;
                }
            }
        }
        return CUT;
    }

    /** PPP (RFC 1661): perhaps HDLC's address and control, then a protocol of two bytes, or one where that was agreed. */
    static int ppp(ByteBuffer bytes, int start) {
        var at = start;
        if (at + 2 <= bytes.limit() && bytes.getShort(at) == (short) 0xff03) {
            at += 2;
        }
        if (at + 2 > bytes.limit()) {
            return CUT;
        }
        var first = bytes.get(at) & 0xff;
        if (first == PPP_IPV4 || first == PPP_IPV6) {
            return at + 1;
        }
        var protocol = bytes.getShort(at) & 0xffff;
        return protocol == PPP_IPV4 || protocol == PPP_IPV6 ? at + 2 : NO_IP;
    }

    private static int behindLabels(ByteBuffer bytes, int start) {
        for (var at = start; at + 4 < bytes.limit(); at += 4) {
            var isLast = (bytes.get(at + 2) & 1) != 0;
            if (isLast) {
                // MPLS does not say what it carries: IP shows itself by its version.
                var version = (bytes.get(at + 4) & 0xf0) >> 4;
                return version == 4 || version == 6 ? at + 4 : NO_IP;
            }
        }
        return CUT;
    }

    private static boolean isSnap(ByteBuffer bytes, int at) {
        return (bytes.getShort(at) & 0xffff) == SNAP && bytes.get(at + 2) == 3;
    }
}
