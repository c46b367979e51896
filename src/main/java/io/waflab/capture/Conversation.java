package io.waflab.capture;

import io.waflab.connection.Peer;
import io.waflab.connection.Side;
import io.waflab.journal.ConnectionStory;
import io.waflab.journal.Observation;
import io.waflab.journal.Sight;
import io.waflab.journal.TlsShown;
import io.waflab.journal.What;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * One TCP connection of a capture, told as a story.
 *
 * <p>The client is who sent the SYN. Where the capture begins later, it is who sends the ClientHello or the first
 * request; while neither was seen the server is the end with a port below 1024, else the end with the lower port.
 *
 * <p>Holds some 3 KiB, 120 bytes and its words for each of at most {@value ToldStory#OPENING} and {@value ToldStory#LATEST}
 * observations, of a handshake at most 34 KiB for each side while it goes on, and what {@link HeldBytes} lets it hold; see
 * {@link #weight}. In the middle of a body a segment costs no copy and no object.
 */
public final class Conversation {

    private static final int WELL_KNOWN = 1024;
    /** What its objects take, rounded up. */
    private static final int LEAST = 3 << 10;

    /** One of the two, whichever role it has. */
    private final class End implements StreamReader {

        private final Endpoint endpoint;
        private final TcpStream stream;
        private Peer peer;
        private long firstSequence = -1;
        private boolean answeredSyn;
        private int window = -1;
        private int ttl = -1;
        private boolean probed;
        /** Where its stream was when the connection was reset; -1 where that had not begun. */
        private long nextAtReset;
        /** It has acknowledged something that was said behind that. */
        private boolean hearsOn;

        End(Endpoint endpoint, Peer peer, HeldBytes room) {
            this.endpoint = endpoint;
            this.peer = peer;
            stream = new TcpStream(room, this, told);
        }

        void isAtReset() {
            nextAtReset = stream.isBegun() ? stream.next() & 0xffff_ffffL : -1;
            hearsOn = false;
        }

        boolean isAcknowledgedOn(int acknowledgement) {
            return stream.isBegun() && (nextAtReset < 0 || acknowledgement - (int) nextAtReset > 0);
        }

        @Override
        public void read(ByteBuffer bytes) {
            application(this, bytes).from(peer).read(bytes);
        }

        @Override
        public void miss(long count) {
            application(this, ByteBuffer.allocate(0)).from(peer).miss(count);
        }

        @Override
        public void missFin() {
            if (application == null || application.isSilent() || application.isKnown()) {
                application(this, ByteBuffer.allocate(0)).from(peer).missFin();
            }
        }
    }

    private final ToldStory told = new ToldStory();
    private final Tally tally = new Tally();
    private final Twins twins = new Twins();
    private final long startNanos;
    private final End first;
    private final End second;
    private Application application;
    private int packets;
    private long twice;
    private long cut;
    private long untimed;
    private boolean reset;
    private ToldStory.Seen lastReset;
    private boolean finished;

    /**
     * @param first its first segment, which is to be added too
     * @param room what it shares with other conversations for segments that are too early
     */
    Conversation(TcpSegment first, HeldBytes room) {
        var fromClient = isFromClient(first);
        startNanos = first.nanos();
        this.first = new End(first.from(), fromClient ? Peer.CLIENT : Peer.SERVER, room);
        second = new End(first.to(), fromClient ? Peer.SERVER : Peer.CLIENT, room);
    }

    public Endpoint client() {
        return end(Peer.CLIENT).endpoint;
    }

    public Endpoint server() {
        return end(Peer.SERVER).endpoint;
    }

    /** When its first packet was captured: nanoseconds since 1970. */
    public long startNanos() {
        return startNanos;
    }

    /** All that were added, also those that the capture has twice. */
    public int packets() {
        return packets;
    }

    /** The TLS version that the server chose, {@code TLSv1.2}; empty without TLS, or where that was not captured. */
    public Optional<String> version() {
        return Optional.of(shown().version()).filter(version -> !version.isEmpty());
    }

    /** What happened, in the order of the capture, with frame numbers. */
    public List<Observation> story(Side leg) {
        return told.observations(leg);
    }

    /** All that is known of it; to be asked after {@link #finish}. */
    public ConnectionStory story(int number) {
        return story(number, false);
    }

    /** @param letGo whether it is told before its end was seen, to make room for others */
    ConnectionStory story(int number, boolean letGo) {
        return new ConnectionStory(
                number,
                client().toString(),
                server().toString(),
                startNanos,
                shown(),
                tally.traffic(Peer.CLIENT),
                tally.traffic(Peer.SERVER),
                new Sight(
                        isFromTheStart(),
                        application == null ? 0 : application.absent(),
                        cut,
                        untimed,
                        twice,
                        end(Peer.CLIENT).firstSequence,
                        end(Peer.SERVER).firstSequence,
                        letGo),
                told.observations(Side.DOWNSTREAM),
                told.leftOut());
    }

    /** About how many bytes it holds, without what waits for earlier segments. */
    int weight() {
        return LEAST + told.weight() + (application == null ? 0 : application.weight());
    }

    private TlsShown shown() {
        return application == null ? TlsShown.NOTHING : application.shown();
    }

    private boolean isFromTheStart() {
        return end(Peer.CLIENT).firstSequence >= 0;
    }

    private End end(Peer peer) {
        return first.peer == peer ? first : second;
    }

    private End sender(TcpSegment segment) {
        return segment.from() == first.endpoint || segment.from().equals(first.endpoint) ? first : second;
    }

    private End other(End end) {
        return end == first ? second : first;
    }

    /**
     * True if this segment opens another connection between the same two ends. A capture may show the SYN behind its
     * answer.
     */
    boolean isEndedBy(TcpSegment segment) {
        if (!segment.has(TcpSegment.SYN)) {
            return false;
        }
        var end = sender(segment);
        var sequence = segment.sequence() & 0xffff_ffffL;
        if (segment.has(TcpSegment.ACK)) {
            var answered = segment.acknowledgement() - 1 & 0xffff_ffffL;
            return isOver() && answered != other(end).firstSequence;
        }
        if (end.firstSequence < 0 && end.stream.isBegun() && end.stream.next() == segment.sequence() + 1) {
            return false;
        }
        var simultaneous = end.peer == Peer.SERVER && !end.stream.isBegun() && !reset && isFromTheStart();
        return !simultaneous && sequence != end.firstSequence;
    }

    /** True once both sides have sent FIN, or one has reset it: what may still come are repetitions. */
    boolean isOver() {
        return reset || first.stream.isFinished() && second.stream.isFinished();
    }

    /** @param segment is not kept; its payload may be used again */
    void add(TcpSegment segment) {
        packets++;
        told.at(segment.nanos() - startNanos, segment.frame());
        var end = sender(segment);
        if (twins.isTwin(segment, end == first)) {
            twice++;
            return;
        }
        tally.packet(end.peer);
        untimed += segment.isTimed() ? 0 : 1;
        cut += segment.captured() < segment.length() ? 1 : 0;
        if (segment.has(TcpSegment.RST)) {
            reset(end, segment);
            return;
        }
        if (segment.has(TcpSegment.ACK)) {
            acknowledge(end, segment);
        }
        follow(end, segment);
        end.ttl = segment.ttl();
        if (!segment.has(TcpSegment.SYN)) {
            end.window = segment.window();
        }
    }

    /** To be called once when nothing more will come: tells what waited for packets that the capture does not have. */
    void finish() {
        if (finished) {
            return;
        }
        finished = true;
        end(Peer.CLIENT).stream.finish();
        end(Peer.SERVER).stream.finish();
        if (application != null) {
            application.finish();
        }
    }

    private void reset(End end, TcpSegment segment) {
        if (!isCredible(end, segment)) {
            told.tell(end.peer, What.ACK, 0, "RST out of the window");
            return;
        }
        if (end.ttl < 0 || end.ttl == segment.ttl()) {
            end.stream.stands(segment.sequence());
        }
        if (application != null) {
            application.ends(end.peer);
        }
        lastReset = told.tell(end.peer, What.RST, 0, resetWords(end, segment));
        if (!reset) {
            reset = true;
            first.isAtReset();
            second.isAtReset();
        }
    }

    /** Its receiver believes it in its window; an answer to SYN if it acknowledges that (RFC 9293 section 3.10.7). */
    private boolean isCredible(End end, TcpSegment segment) {
        if (end.stream.isBegun()) {
            return end.stream.isNear(segment.sequence());
        }
        var asked = other(end).stream;
        return !asked.isBegun() || segment.has(TcpSegment.ACK) && asked.isNear(segment.acknowledgement());
    }

    /** Both ends have acknowledged what the other said behind the RST: neither heeded it. */
    private void goOn() {
        reset = false;
        lastReset.turnsOut(What.ACK, "RST that neither end heeded");
    }

    private void acknowledge(End end, TcpSegment segment) {
        var sender = other(end);
        if (!sender.stream.isBegun() && end.firstSequence >= 0) {
            // The other side's SYN was not captured.
            sender.stream.begin(segment.acknowledgement());
        }
        if (sender.stream.acknowledged(segment.acknowledgement())) {
            told.endData(end.peer);
        }
        end.hearsOn |= reset && sender.isAcknowledgedOn(segment.acknowledgement());
        if (reset && end.hearsOn && sender.hearsOn) {
            goOn();
        }
    }

    private void follow(End end, TcpSegment segment) {
        var stream = end.stream;
        if (segment.isPureAck() || stream.isKeepAliveProbe(segment)) {
            told.tell(end.peer, What.ACK, 0, ackWords(end, segment));
            stream.stands(segment.sequence());
            stream.accept(segment);
            return;
        }
        end.probed = false;
        if (segment.has(TcpSegment.SYN) && isFirstSyn(end, segment)) {
            open(end, segment);
            return;
        }
        if (stream.isRepeated(segment)) {
            repeat(end, segment);
            return;
        }
        stream.accept(segment);
        if (segment.has(TcpSegment.FIN)) {
            if (application != null && stream.isFinished()) {
                application.ends(end.peer);
            }
            told.tellAlone(end.peer, What.FIN, 0, "");
        }
    }

    /** In a simultaneous open (RFC 9293 section 3.5) each side sends SYN, and then SYN,ACK with the same number. */
    private static boolean isFirstSyn(End end, TcpSegment segment) {
        return end.firstSequence != (segment.sequence() & 0xffff_ffffL)
                || segment.has(TcpSegment.ACK) && !end.answeredSyn;
    }

    private void open(End end, TcpSegment segment) {
        end.firstSequence = segment.sequence() & 0xffff_ffffL;
        if (segment.has(TcpSegment.ACK)) {
            end.answeredSyn = true;
            if (!other(end).stream.isBegun()) {
                other(end).stream.begin(segment.acknowledgement());
            }
        }
        var fast = segment.length() > 0 ? ", " + segment.length() + " bytes with it (TCP Fast Open)" : "";
        told.tellAlone(end.peer, What.OPEN, 0, segment.flagWords() + fast);
        if (!end.stream.isRepeated(segment)) {
            end.stream.accept(segment);
        }
    }

    private void repeat(End end, TcpSegment segment) {
        if (end.stream.isTwin(segment)) {
            twice++;
            return;
        }
        tally.retransmission(end.peer);
        told.tell(end.peer, What.RETRANSMISSION, segment.length(), segment.flagWords());
    }

    private String ackWords(End end, TcpSegment segment) {
        var other = other(end);
        if (end.stream.isKeepAliveProbe(segment)) {
            end.probed = true;
            return other.window == 0 ? "zero-window probe" : "TCP keep-alive probe";
        }
        var answers = other.probed;
        end.probed = false;
        other.probed = false;
        if (segment.window() == 0) {
            return "window 0";
        }
        if (end.window == 0) {
            return "window open again";
        }
        return answers ? "TCP keep-alive answered" : "";
    }

    private static String resetWords(End end, TcpSegment segment) {
        var flags = segment.has(TcpSegment.ACK) ? "RST,ACK" : "";
        if (end.ttl < 0 || end.ttl == segment.ttl()) {
            return flags;
        }
        return (flags + " ttl " + segment.ttl() + " (others " + end.ttl + ")").strip();
    }

    /** What reads the bytes; at the first of them, where no SYN was seen, they show who the client is. */
    private Application application(End from, ByteBuffer bytes) {
        if (application == null) {
            var known = first.firstSequence >= 0 || second.firstSequence >= 0;
            var wrong = from.peer == Peer.CLIENT ? Opening.isSentByServer(bytes) : Opening.isSentByClient(bytes);
            if (!known && wrong) {
                swapPeers();
            }
            application = new Application(told, tally, known);
        }
        return application;
    }

    private void swapPeers() {
        var peer = first.peer;
        first.peer = second.peer;
        second.peer = peer;
        told.swapPeers();
        tally.swapPeers();
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
