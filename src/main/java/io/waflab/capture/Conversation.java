package io.waflab.capture;

import io.waflab.connection.Peer;
import io.waflab.connection.Side;
import io.waflab.journal.ConnectionStory;
import io.waflab.journal.Observation;
import io.waflab.journal.Sight;
import io.waflab.journal.TlsShown;
import io.waflab.journal.Traffic;
import io.waflab.journal.What;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One TCP connection of a capture, told as a story.
 *
 * <p>The client is who sent the SYN. Where the capture begins later, the server is the end with a port below 1024, else
 * the end with the lower port.
 */
public final class Conversation {

    private static final int WELL_KNOWN = 1024;

    private final Endpoint client;
    private final Endpoint server;
    private final long startNanos;
    private final Integer clientSequence;
    private final Map<Peer, TcpStream> streams = new EnumMap<>(Peer.class);
    private final Map<Peer, TlsRecords> records = new EnumMap<>(Peer.class);
    /** Where in the story each side's last record stands that FIN would show to be an alert. */
    private final Map<Peer, Integer> suspects = new EnumMap<>(Peer.class);

    private final TlsNarrator tls = new TlsNarrator();
    private final List<Observation> story = new ArrayList<>();
    private int packets;
    private long lastNanos;
    private int lastFrame;

    Conversation(TcpSegment first, HeldBytes room) {
        var fromClient = isFromClient(first);
        client = fromClient ? first.from() : first.to();
        server = fromClient ? first.to() : first.from();
        startNanos = first.nanos();
        clientSequence = fromClient && first.has(TcpSegment.SYN) ? first.sequence() : null;
        for (var peer : Peer.values()) {
            streams.put(peer, new TcpStream(room));
            records.put(peer, new TlsRecords());
        }
    }

    public Endpoint client() {
        return client;
    }

    public Endpoint server() {
        return server;
    }

    /** When its first packet was captured: nanoseconds since 1970. */
    public long startNanos() {
        return startNanos;
    }

    public int packets() {
        return packets;
    }

    /** The TLS version that the server chose, {@code TLSv1.2}; empty without TLS, or where that was not captured. */
    public Optional<String> version() {
        return tls.version();
    }

    /** The connection told whole. To be called once, after {@link #finish}. */
    public ConnectionStory story(int number) {
        return new ConnectionStory(
                number,
                client.toString(),
                server.toString(),
                startNanos,
                TlsShown.NOTHING,
                Traffic.NONE,
                Traffic.NONE,
                new Sight(clientSequence != null, 0, 0),
                story(Side.DOWNSTREAM),
                0);
    }

    /** What happened, in the order of the capture, with frame numbers. */
    public List<Observation> story(Side leg) {
        return story.stream()
                .map(seen -> new Observation(
                        seen.nanos(), leg, seen.by(), seen.what(), seen.size(), seen.detail(), seen.frame()))
                .toList();
    }

    /** How many observations the story holds. */
    int size() {
        return story.size();
    }

    /** True if this segment opens another connection between the same two ends. */
    boolean isEndedBy(TcpSegment segment) {
        return segment.has(TcpSegment.SYN)
                && !segment.has(TcpSegment.ACK)
                && (clientSequence == null || segment.sequence() != clientSequence);
    }

    void add(TcpSegment segment) {
        packets++;
        lastNanos = segment.nanos();
        lastFrame = segment.frame();
        var by = segment.from().equals(client) ? Peer.CLIENT : Peer.SERVER;
        if (segment.has(TcpSegment.ACK)) {
            var other = by == Peer.CLIENT ? Peer.SERVER : Peer.CLIENT;
            read(other, streams.get(other).acknowledged(segment.acknowledgement()));
        }
        if (segment.has(TcpSegment.RST)) {
            unmask(by);
            tell(by, What.RST, 0, segment.has(TcpSegment.ACK) ? "RST,ACK" : "");
        } else {
            follow(by, segment);
        }
    }

    /** To be called once when the capture ends: tells what waited for packets that it does not have. */
    void finish() {
        for (var peer : Peer.values()) {
            read(peer, streams.get(peer).finish());
        }
    }

    private void follow(Peer by, TcpSegment segment) {
        var stream = streams.get(by);
        if (segment.isPureAck() || stream.isKeepAliveProbe(segment)) {
            tell(by, What.ACK, 0, ackDetail(stream, segment));
            stream.accept(segment);
            return;
        }
        if (stream.isRepeated(segment)) {
            tell(by, What.RETRANSMISSION, segment.length(), flagWords(segment));
            return;
        }
        if (segment.has(TcpSegment.SYN)) {
            tell(by, What.OPEN, 0, segment.has(TcpSegment.ACK) ? "SYN,ACK" : "SYN");
        }
        read(by, stream.accept(segment));
        if (segment.has(TcpSegment.FIN)) {
            unmask(by);
            tell(by, What.FIN, 0, "");
        }
    }

    private static String ackDetail(TcpStream stream, TcpSegment segment) {
        if (stream.isKeepAliveProbe(segment)) {
            return "TCP keep-alive probe";
        }
        return segment.window() == 0 ? "window 0" : "";
    }

    private void read(Peer by, List<Piece> pieces) {
        for (var piece : pieces) {
            for (var record : records.get(by).feed(piece)) {
                suspects.remove(by);
                if (record.type() == TlsRecord.ABSENT) {
                    tell(by, What.DATA, record.size(), "not in the capture");
                    continue;
                }
                var words = tls.tell(by, record);
                if (tls.mayBeAlert(record) || words.detail().equals("encrypted")) {
                    suspects.put(by, story.size());
                }
                tell(by, words.what(), record.size(), words.detail());
            }
        }
    }

    /** FIN or RST right behind a record that may be an alert shows that it is one. */
    private void unmask(Peer by) {
        var at = suspects.remove(by);
        if (at == null) {
            return;
        }
        var seen = story.get(at);
        var detail = seen.what() == What.ALERT ? "encrypted, by its place: close_notify" : tls.disguisedAlert(by);
        story.set(at, new Observation(seen.nanos(), seen.leg(), by, What.ALERT, seen.size(), detail, seen.frame()));
    }

    private void tell(Peer by, What what, long size, String detail) {
        story.add(new Observation(lastNanos - startNanos, Side.DOWNSTREAM, by, what, size, detail, lastFrame));
    }

    private static String flagWords(TcpSegment segment) {
        if (segment.has(TcpSegment.SYN)) {
            return segment.has(TcpSegment.ACK) ? "SYN,ACK" : "SYN";
        }
        return segment.has(TcpSegment.FIN) ? "FIN" : "";
    }

    private static boolean isFromClient(TcpSegment first) {
        if (first.has(TcpSegment.SYN)) {
            return !first.has(TcpSegment.ACK);
        }
        var from = first.from().port();
        var to = first.to().port();
        return (from < WELL_KNOWN) == (to < WELL_KNOWN) ? from > to : to < WELL_KNOWN;
    }
}
