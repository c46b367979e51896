package io.waflab.diagnose;

import io.waflab.connection.Peer;
import io.waflab.journal.ConnectionStory;
import io.waflab.journal.Observation;
import io.waflab.journal.What;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** One reading of a story: how the connection went, without a word on why. Bounded by the story that it reads. */
final class Course {

    private static final long UNKNOWN_ROUND_TRIP = 50_000_000;
    private static final long LEAST_ROUND_TRIP = 2_000_000;
    /** Packets of several interfaces may stand in another order than they came in, by less than this. */
    static final long SET_BACK = 500_000_000;

    private final ConnectionStory story;
    private final List<Observation> seen;
    private final Optional<Close> close;
    private final List<Turn> turns;
    private final Records records;

    private Course(ConnectionStory story) {
        this.story = story;
        records = new Records(story.tls(), story.observations());
        seen = WireStory.of(story.observations(), records);
        close = Close.in(seen, records);
        turns = new Turns(records, seen, close).read();
    }

    static Course of(ConnectionStory story) {
        return new Course(story);
    }

    ConnectionStory story() {
        return story;
    }

    Optional<Close> close() {
        return close;
    }

    /** What was said before the close began, in turns. What HTTP/2 and TLS say on their own account is left out. */
    List<Turn> turns() {
        return turns;
    }

    Records records() {
        return records;
    }

    Optional<Turn> last() {
        return turns.isEmpty() ? Optional.empty() : Optional.of(turns.get(turns.size() - 1));
    }

    Optional<Turn> lastOf(Peer by) {
        for (var i = turns.size() - 1; i >= 0; i--) {
            if (turns.get(i).by() == by) {
                return Optional.of(turns.get(i));
            }
        }
        return Optional.empty();
    }

    /** The client spoke last. */
    boolean isOutstanding() {
        return spokeLast(Peer.CLIENT);
    }

    /** The server spoke last. */
    boolean isAnswered() {
        return spokeLast(Peer.SERVER);
    }

    private boolean spokeLast(Peer by) {
        return !turns.isEmpty() && turns.get(turns.size() - 1).by() == by;
    }

    boolean isHttp2() {
        return records.isHttp2(seen);
    }

    /** How often the client spoke, also in what the story leaves out. */
    long requests() {
        var told = 0L;
        for (var turn : turns) {
            told += turn.by() == Peer.CLIENT ? 1 : 0;
        }
        return Math.max(told, story.leftOut() > 0 ? story.fromClient().turns() : 0);
    }

    /** SYN was answered, or the capture began later. */
    boolean isConnected() {
        return !story.sight().fromTheStart()
                || first(was -> was.what() == What.OPEN && was.by() == Peer.SERVER)
                        .isPresent()
                || has(was -> was.what() == What.HANDSHAKE || was.what() == What.DATA)
                || has(Course::isClientsAck);
    }

    /** A client acknowledges nothing before its SYN was answered. */
    private static boolean isClientsAck(Observation was) {
        return was.by() == Peer.CLIENT
                && (was.what() == What.FIN
                        || was.what() == What.ACK && was.detail().isEmpty());
    }

    /**
     * The only end of which the capture has packets, and that heard the other one: what that sent is known from its
     * acknowledgements alone, as where each direction has a way of its own and one was captured.
     */
    Optional<Peer> alone() {
        return Stream.of(Peer.values())
                .filter(by -> story.from(by).packets() > 0
                        && story.from(by == Peer.CLIENT ? Peer.SERVER : Peer.CLIENT)
                                        .packets()
                                == 0)
                .filter(by -> by == Peer.SERVER || isConnected())
                .findFirst();
    }

    boolean hasTls() {
        return !story.tls().version().isEmpty()
                || has(was -> was.what() == What.HANDSHAKE || was.what() == What.CHANGE_CIPHER_SPEC)
                || has(was -> was.what() == What.DATA && records.isEncrypted(was));
    }

    /** The first bytes that the client sent were no TLS. */
    boolean isPlain() {
        return first(was -> was.by() == Peer.CLIENT
                        && (was.what() == What.DATA || was.what() == What.REQUEST || was.what() == What.HANDSHAKE))
                .filter(was -> was.what() == What.REQUEST || was.what() == What.DATA && !records.isEncrypted(was))
                .isPresent();
    }

    /** Both Finished crossed, or application data did. */
    boolean isHandshakeDone() {
        if (!hasTls()) {
            return story.sight().fromTheStart() ? isPlain() || turnsExist() : isConnected();
        }
        var finished = isFinished(Peer.CLIENT) && (records.isTls13() || isFinished(Peer.SERVER));
        return finished || hasApplicationData();
    }

    /**
     * Of what the server sent and the capture lacks, that may be its part of the handshake as long as the client has said
     * no more than its ClientHello.
     */
    private boolean hasApplicationData() {
        for (var i = 0; i < seen.size(); i++) {
            var was = seen.get(i);
            var flight = was.by() == Peer.SERVER
                    && records.isMissed(was)
                    && story.sight().fromTheStart()
                    && seen.subList(i + 1, seen.size()).stream().noneMatch(Course::isClientsWord);
            if (was.what() == What.DATA && records.isEncrypted(was) && !flight) {
                return true;
            }
        }
        return false;
    }

    private static boolean isClientsWord(Observation was) {
        return was.by() == Peer.CLIENT
                && (was.what() == What.DATA || was.what() == What.HANDSHAKE || was.what() == What.CHANGE_CIPHER_SPEC);
    }

    private boolean turnsExist() {
        return !turns.isEmpty();
    }

    private boolean isFinished(Peer by) {
        return has(was ->
                was.by() == by && was.what() == What.HANDSHAKE && was.detail().contains("Finished"));
    }

    /**
     * When the last packet with a payload, or the SYN or its answer, crossed before the close. A server that waits for
     * data before it accepts (TCP_DEFER_ACCEPT) repeats its answer, and counts from there.
     */
    long lastPayload() {
        return lastPayload(close.map(Close::nanos).orElse(Long.MAX_VALUE));
    }

    /** The same, of what was complete before this time. */
    long lastPayload(long before) {
        var until = close.map(Close::index).orElse(seen.size());
        var at = 0L;
        for (var was : seen.subList(0, until)) {
            if (was.run().lastNanos() > before) {
                continue;
            }
            if (was.what() != What.ACK
                    && (was.what() != What.RETRANSMISSION || was.detail().equals("SYN,ACK"))) {
                at = Math.max(at, was.run().lastNanos());
            }
        }
        return at;
    }

    /** The first packet, of those told, behind a step back of the capture's clock, with how far that went. */
    Optional<Step> setBack() {
        for (var i = 1; i < seen.size(); i++) {
            var back = seen.get(i - 1).nanos() - seen.get(i).nanos();
            if (back > SET_BACK) {
                return Optional.of(new Step(seen.get(i).frame(), i, back));
            }
        }
        return Optional.empty();
    }

    /**
     * The capture's clock was set back.
     *
     * @param index the place of the first packet behind it among the observations
     * @param nanos how far, at least
     */
    record Step(int frame, int index, long nanos) {}

    /** From SYN to the ACK of its answer: all of the way and back, wherever between the two the capture was made. */
    long roundTrip() {
        var opened = first(was -> was.what() == What.OPEN && was.by() == Peer.CLIENT);
        var answered = first(was -> was.what() == What.OPEN && was.by() == Peer.SERVER);
        if (opened.isEmpty() || answered.isEmpty()) {
            return UNKNOWN_ROUND_TRIP;
        }
        return seen.stream()
                .filter(was ->
                        was.by() == Peer.CLIENT && was.nanos() >= answered.get().nanos())
                .filter(was -> was.what() != What.OPEN)
                .findFirst()
                .map(was ->
                        Math.max(LEAST_ROUND_TRIP, was.nanos() - opened.get().nanos()))
                .orElse(UNKNOWN_ROUND_TRIP);
    }

    /** The first thing before the close that this holds for. */
    Optional<Observation> first(Predicate<Observation> wanted) {
        for (var was : seen) {
            if (wanted.test(was)) {
                return Optional.of(was);
            }
        }
        return Optional.empty();
    }

    private boolean has(Predicate<Observation> wanted) {
        return first(wanted).isPresent();
    }

    /** What came behind the beginning of the close. */
    List<Observation> after() {
        return close.map(begun -> seen.subList(begun.index() + 1, seen.size())).orElse(List.of());
    }

    List<Observation> before() {
        return close.map(begun -> seen.subList(0, begun.index())).orElse(seen);
    }

    List<Observation> seen() {
        return seen;
    }

    /** When the last thing was seen. */
    long end() {
        return seen.stream().mapToLong(was -> was.run().lastNanos()).max().orElse(0);
    }
}
