package io.waflab.capture;

import java.nio.ByteBuffer;

/**
 * The IPv4 (RFC 791) or IPv6 (RFC 8200) packet that is being read. One object serves for all packets, one after the other,
 * so that reading makes no garbage.
 *
 * <p>An address is two words of 64 bits; an IPv4 address is the one that stands for it in IPv6 (RFC 4291 section 2.5.5.2).
 * All places are indexes into {@link #bytes()}.
 */
final class IpPacket {

    static final int TCP = 6;
    static final int UDP = 17;
    private static final int HOP_BY_HOP = 0;
    private static final int ROUTING = 43;
    private static final int FRAGMENT = 44;
    private static final int AUTHENTICATION = 51;
    private static final int DESTINATION_OPTIONS = 60;
    private static final long MAPPED = 0xffffL << 32;

    private ByteBuffer bytes = ByteBuffer.allocate(0);
    private long sourceHigh;
    private long sourceLow;
    private long destinationHigh;
    private long destinationLow;
    private int protocol;
    private int ttl;
    private int id;
    private int start;
    private int end;
    private int length;
    private boolean fragment;
    private int identification;
    private int fragmentOffset;
    private boolean moreFragments;

    /**
     * @param packet its limit is where the captured bytes end
     * @param at where the IP header begins
     * @param wireEnd where the packet would end had all of it been captured
     * @return false where the header is impossible, or was not captured whole
     */
    boolean read(ByteBuffer packet, int at, int wireEnd) {
        bytes = packet;
        fragment = false;
        return switch (version(packet, at)) {
            case 4 -> version4(at, wireEnd);
            case 6 -> version6(at, wireEnd);
            default -> false;
        };
    }

    /** 4 or 6 where an IP packet begins, 0 to 15 otherwise; -1 where nothing was captured. */
    static int version(ByteBuffer packet, int at) {
        return at < packet.limit() ? (packet.get(at) & 0xf0) >> 4 : -1;
    }

    /** Goes on with what its fragments were put together to. */
    void become(ByteBuffer whole, int wireLength) {
        bytes = whole;
        start = whole.position();
        end = whole.limit();
        length = wireLength;
        fragment = false;
    }

    private boolean version4(int at, int wireEnd) {
        if (at + 20 > bytes.limit()) {
            return false;
        }
        var header = (bytes.get(at) & 0x0f) * 4;
        var total = total(bytes.getShort(at + 2) & 0xffff, wireEnd - at);
        if (header < 20 || at + header > bytes.limit() || total < header) {
            return false;
        }
        var where = bytes.getShort(at + 6) & 0xffff;
        fragmentOffset = (where & 0x1fff) * 8;
        moreFragments = (where & 0x2000) != 0;
        fragment = fragmentOffset > 0 || moreFragments;
        identification = bytes.getShort(at + 4) & 0xffff;
        id = identification;
        ttl = bytes.get(at + 8) & 0xff;
        sourceHigh = 0;
        sourceLow = MAPPED | Integer.toUnsignedLong(bytes.getInt(at + 12));
        destinationHigh = 0;
        destinationLow = MAPPED | Integer.toUnsignedLong(bytes.getInt(at + 16));
        protocol = bytes.get(at + 9) & 0xff;
        payload(at, header, total);
        return true;
    }

    private boolean version6(int at, int wireEnd) {
        if (at + 40 > bytes.limit()) {
            return false;
        }
        var said = bytes.getShort(at + 4) & 0xffff;
        var total = total(said == 0 ? 0 : said + 40, wireEnd - at);
        protocol = bytes.get(at + 6) & 0xff;
        var header = behindExtensions(at);
        if (header < 0 || at + header > bytes.limit() || total < header) {
            return false;
        }
        id = -1;
        ttl = bytes.get(at + 7) & 0xff;
        sourceHigh = bytes.getLong(at + 8);
        sourceLow = bytes.getLong(at + 16);
        destinationHigh = bytes.getLong(at + 24);
        destinationLow = bytes.getLong(at + 32);
        payload(at, header, total);
        return true;
    }

    /** The length of the header with its extensions up to a fragment's; -1 where they were not captured whole. */
    private int behindExtensions(int at) {
        var header = 40;
        while (isExtension(protocol)) {
            if (at + header + 8 > bytes.limit()) {
                return -1;
            }
            var next = bytes.get(at + header) & 0xff;
            var size = extensionLength(protocol, bytes.get(at + header + 1) & 0xff);
            if (protocol == FRAGMENT) {
                var where = bytes.getShort(at + header + 2) & 0xffff;
                fragmentOffset = where & 0xfff8;
                moreFragments = (where & 1) != 0;
                identification = bytes.getInt(at + header + 4);
                // With neither it is whole: an "atomic" fragment (RFC 6946).
                fragment = fragmentOffset > 0 || moreFragments;
                if (fragment) {
                    protocol = next;
                    return header + size;
                }
            }
            header += size;
            protocol = next;
        }
        return header;
    }

    private void payload(int at, int header, int total) {
        start = at + header;
        length = total - header;
        end = Math.min(start + length, bytes.limit());
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

    ByteBuffer bytes() {
        return bytes;
    }

    long sourceHigh() {
        return sourceHigh;
    }

    long sourceLow() {
        return sourceLow;
    }

    long destinationHigh() {
        return destinationHigh;
    }

    long destinationLow() {
        return destinationLow;
    }

    int protocol() {
        return protocol;
    }

    /** Where the payload begins. */
    int start() {
        return start;
    }

    /** Where its captured bytes end, padding left out. */
    int end() {
        return end;
    }

    /** Bytes of payload on the wire; more than from start to end where the capture cut the packet. */
    int length() {
        return length;
    }

    /** Time to live, or hop limit. */
    int ttl() {
        return ttl;
    }

    /** IPv4's identification, which a packet captured twice has twice; -1 in IPv6. */
    int id() {
        return id;
    }

    boolean isFragment() {
        return fragment;
    }

    /** What its fragments have in common, in IPv6 too; meaningless for a packet that is whole. */
    int identification() {
        return identification;
    }

    /** Where a fragment's payload belongs in the whole, in bytes. */
    int fragmentOffset() {
        return fragmentOffset;
    }

    boolean moreFragments() {
        return moreFragments;
    }
}
