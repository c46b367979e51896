package io.waflab.capture;

import java.nio.ByteBuffer;

/**
 * A packet as the reading takes it: when it was captured, what it is, and of a TCP segment between which ends. One object
 * serves for many packets, one after the other.
 */
final class Arrival {

    private final ConnectionTable.Place place = new ConnectionTable.Place();
    private final TcpSegment segment = new TcpSegment();
    /** Sees the same bytes as the store that the payload is copied to. */
    private final ByteBuffer view;

    private PacketLayers.Kind kind = PacketLayers.Kind.NO_IP;
    private long nanos;

    Arrival(byte[] store) {
        view = ByteBuffer.wrap(store);
    }

    /**
     * Becomes this packet.
     *
     * @param at where in the store its payload goes; there must be room for {@link PacketReader#LARGEST_PACKET} bytes
     * @return how many bytes of the store it took
     */
    int become(Packet packet, PacketLayers layers, int at) {
        nanos = packet.nanos();
        kind = layers.read(packet);
        if (kind != PacketLayers.Kind.TCP) {
            return 0;
        }
        place.of(layers);
        return layers.segment(packet, segment, view, at);
    }

    PacketLayers.Kind kind() {
        return kind;
    }

    /** When it was captured, since 1970. */
    long nanos() {
        return nanos;
    }

    /** Its ends. To be asked only where it is a TCP segment, as {@link #segment}. */
    ConnectionTable.Place place() {
        return place;
    }

    /** Its ends are not in it yet. */
    TcpSegment segment() {
        return segment;
    }
}
