package io.waflab.capture;

import io.waflab.journal.ConnectionStory;

/**
 * A connection that the reading has begun to tell and not finished. Its two ends are words, ordered so that both
 * directions find it; it is a link in the chains of {@link ConnectionTable}.
 */
final class OpenConnection {

    final long highA;
    final long lowA;
    final long highB;
    final long lowB;
    final int ports;
    final int hash;

    /** The next in the same place of the table. */
    OpenConnection chained;
    /** Neighbours in the order of their latest packets. */
    OpenConnection earlier;

    OpenConnection later;

    private final Endpoint endA;
    private final Endpoint endB;
    private final int number;
    private Conversation conversation;
    private long lastNanos;
    private int weight;
    private boolean letGo;

    OpenConnection(ConnectionTable.Place at, int number) {
        highA = at.highA;
        lowA = at.lowA;
        highB = at.highB;
        lowB = at.lowB;
        ports = at.ports;
        hash = at.hash;
        endA = Endpoint.of(highA, lowA, ports >>> 16);
        endB = Endpoint.of(highB, lowB, ports & 0xffff);
        this.number = number;
    }

    int number() {
        return number;
    }

    Conversation conversation() {
        return conversation;
    }

    /** When its latest packet was captured. */
    long lastNanos() {
        return lastNanos;
    }

    /** True once both sides sent FIN, or one sent RST. */
    boolean isClosed() {
        return conversation != null && conversation.isOver();
    }

    boolean isAt(ConnectionTable.Place place) {
        return hash == place.hash
                && ports == place.ports
                && lowA == place.lowA
                && lowB == place.lowB
                && highA == place.highA
                && highB == place.highB;
    }

    /** The segment with its ends. */
    TcpSegment segment(Arrival arrival) {
        var fromA = arrival.place().fromA();
        return arrival.segment().between(fromA ? endA : endB, fromA ? endB : endA);
    }

    /** True if the segment opens another connection between the same two ends. */
    boolean isEndedBy(TcpSegment segment) {
        return conversation.isEndedBy(segment);
    }

    /** @return how many bytes more this connection holds now, about */
    int add(TcpSegment segment, HeldBytes room) {
        if (conversation == null) {
            conversation = new Conversation(segment, room);
        }
        conversation.add(segment);
        lastNanos = segment.nanos();
        var before = weight;
        weight = conversation.weight();
        return weight - before;
    }

    /** About how many bytes it holds. */
    int weight() {
        return weight;
    }

    /** It is told before its end was seen, to make room. */
    void letGo() {
        letGo = true;
    }

    ConnectionStory story() {
        return conversation.story(number, letGo);
    }
}
