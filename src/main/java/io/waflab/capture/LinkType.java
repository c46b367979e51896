package io.waflab.capture;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What each packet of a capture begins with (the registry is www.tcpdump.org/linktypes.html). */
enum LinkType {
    /** BSD loopback: the address family in the capturing machine's byte order. */
    NULL(0),
    ETHERNET(1),
    PPP(9),
    /** Raw IP as OpenBSD's number 14 and old libpcap's 12 say it. */
    RAW_BSD(12),
    RAW_OPENBSD(14),
    RAW(101),
    /** OpenBSD loopback: the address family in network byte order. */
    LOOP(108),
    LINUX_SLL(113),
    IPV4(228),
    IPV6(229),
    LINUX_SLL2(276),
    /** One that is not read: its packets are counted. */
    OTHER(-1);

    private static final int ETHERNET_HEADER = 14;
    private static final int COOKED_HEADER = 16;
    private static final int COOKED_2_HEADER = 20;

    private final int number;

    LinkType(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static Optional<LinkType> of(int number) {
        return Arrays.stream(values())
                .filter(type -> type != OTHER && type.number == number)
                .findFirst();
    }

    /** Its name, {@code ethernet}. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What is wrong with a capture of a link that is not read. */
    static String unread(int number) {
        var read = Arrays.stream(values())
                .filter(type -> type != OTHER)
                .map(type -> type.number + " " + type.word())
                .collect(Collectors.joining(", "));
        return "link type: " + number + name(number) + " (expected: one of " + read
                + "; capture once more on an Ethernet or IP interface: tcpdump -i any)";
    }

    /** Of the links that somebody might expect to be read. */
    private static String name(int number) {
        return switch (number) {
            case 6 -> " token ring";
            case 10 -> " FDDI";
            case 105, 119, 127, 163, 192 -> " IEEE 802.11";
            case 130, 132, 133, 134, 135, 137, 141, 142, 144, 167, 178, 179, 180, 181, 183, 194, 200, 238 -> " Juniper";
            case 147, 148, 149, 150, 151, 152, 153, 154, 155, 156, 157, 158, 159, 160, 161, 162 -> " private use";
            case 187, 201 -> " Bluetooth";
            case 189, 220, 249 -> " USB";
            case 274 -> " IEEE 802.3br mPackets";
            default -> "";
        };
    }

    /**
     * Where the IP packet within a packet begins, as an index into the buffer; {@link EtherType#NO_IP} where it holds none,
     * {@link EtherType#CUT} where too few bytes were captured to tell.
     *
     * @param packet from its position to its limit
     */
    int network(ByteBuffer packet) {
        var start = packet.position();
        return switch (this) {
            case NULL, LOOP -> loopback(packet, start);
            case ETHERNET -> EtherType.network(packet, start + 12, start + ETHERNET_HEADER);
            case PPP -> EtherType.ppp(packet, start);
            case RAW_BSD, RAW_OPENBSD, RAW, IPV4, IPV6 -> start;
            case LINUX_SLL -> EtherType.network(packet, start + 14, start + COOKED_HEADER);
            case LINUX_SLL2 -> EtherType.network(packet, start, start + COOKED_2_HEADER);
            case OTHER -> EtherType.NO_IP;
        };
    }

    /** Families: 2 is IPv4 everywhere; IPv6 is 24, 28 or 30 in the BSDs, 10 in Linux, 23 in Windows. */
    private static int loopback(ByteBuffer packet, int start) {
        if (packet.remaining() < 4) {
            return EtherType.CUT;
        }
        var big = packet.getInt(start);
        var family = (big & 0xffff_0000) == 0 ? big : Integer.reverseBytes(big);
        return switch (family) {
            case 2, 10, 23, 24, 28, 30 -> start + 4;
            default -> EtherType.NO_IP;
        };
    }
}
