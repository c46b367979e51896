package io.waflab.capture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What each packet of a capture begins with (the registry is www.tcpdump.org/linktypes.html). */
enum LinkType {
    /** BSD loopback: the address family in the capturing machine's byte order. */
    NULL(0),
    ETHERNET(1),
    /** Raw IP as OpenBSD's number 14 and old libpcap's 12 say it. */
    RAW_BSD(12),
    RAW_OPENBSD(14),
    RAW(101),
    /** OpenBSD loopback: the address family in network byte order. */
    LOOP(108),
    LINUX_SLL(113),
    IPV4(228),
    IPV6(229),
    LINUX_SLL2(276);

    private static final int ETHERTYPE_IPV4 = 0x0800;
    private static final int ETHERTYPE_IPV6 = 0x86dd;
    private static final int ETHERTYPE_VLAN = 0x8100;
    private static final int ETHERTYPE_PROVIDER_VLAN = 0x88a8;
    private static final int ETHERNET_HEADER = 14;

    private final int number;

    LinkType(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static Optional<LinkType> of(int number) {
        return Arrays.stream(values()).filter(type -> type.number == number).findFirst();
    }

    static String numbers() {
        return Arrays.stream(values())
                .map(type -> type.number + " " + type.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    /** The IP packet within a packet; empty where it holds none, or too few bytes were captured. */
    Optional<ByteBuffer> network(ByteBuffer packet) {
        return switch (this) {
            case NULL, LOOP -> loopback(packet);
            case ETHERNET -> byEthertype(packet, 12, ETHERNET_HEADER);
            case RAW_BSD, RAW_OPENBSD, RAW, IPV4, IPV6 -> from(packet, 0);
            case LINUX_SLL -> byEthertype(packet, 14, 16);
            case LINUX_SLL2 -> byEthertype(packet, 0, 20);
        };
    }

    private static Optional<ByteBuffer> byEthertype(ByteBuffer packet, int at, int header) {
        var type = at;
        var start = header;
        while (packet.remaining() >= start) {
            switch (packet.getShort(packet.position() + type) & 0xffff) {
                case ETHERTYPE_IPV4, ETHERTYPE_IPV6 -> {
                    return from(packet, start);
                }
                case ETHERTYPE_VLAN, ETHERTYPE_PROVIDER_VLAN -> {
                    // A tag is 4 bytes: 2 of tag control, then the next ethertype (IEEE 802.1Q).
                    type = start + 2;
                    start += 4;
                }
                default -> {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    /** Families: 2 is IPv4 everywhere; IPv6 is 24, 28 or 30 in the BSDs and 10 in Linux. */
    private static Optional<ByteBuffer> loopback(ByteBuffer packet) {
        if (packet.remaining() < 4) {
            return Optional.empty();
        }
        var big = packet.duplicate().order(ByteOrder.BIG_ENDIAN).getInt(packet.position());
        var family = (big & 0xffff_0000) == 0 ? big : Integer.reverseBytes(big);
        return switch (family) {
            case 2, 10, 24, 28, 30 -> from(packet, 4);
            default -> Optional.empty();
        };
    }

    private static Optional<ByteBuffer> from(ByteBuffer packet, int start) {
        return packet.remaining() < start
                ? Optional.empty()
                : Optional.of(packet.slice(packet.position() + start, packet.remaining() - start));
    }
}
