package io.waflab.diagnose;

import io.waflab.connection.Cause;
import io.waflab.connection.Peer;
import io.waflab.journal.ConnectionStory;
import io.waflab.journal.Observation;
import io.waflab.journal.What;
import java.util.List;
import java.util.Optional;

/**
 * Why a connection ended that was captured at two places. What the client did and what reached it is as the near capture
 * has it; what the server sent is as the far one has it.
 */
final class HopRules {

    /** Full packets of paths that were made smaller by a tunnel are about as long. */
    private static final long LARGE_SEGMENT = 1_200;

    private static final double DOUBTED = 0.8;

    private final Place near;
    private final Place far;
    private final Clocks clocks;
    private final List<OneSided> oneSided;
    private final Course course;
    private final Course farCourse;

    HopRules(Place near, Place far, Clocks clocks, List<OneSided> oneSided) {
        this.near = near;
        this.far = far;
        this.clocks = clocks;
        this.oneSided = oneSided;
        course = Course.of(near.story());
        farCourse = Course.of(far.story());
    }

    /** The story is the far one's where that alone shows the end; its number is the near one's. */
    Diagnosis decide() {
        if (isMissed()) {
            return ofFar(Findings.of(far.story()));
        }
        var alone = Diagnosis.of(near.story());
        if (alone.finding().cause() == Cause.PATH_SILENT) {
            return alone;
        }
        return made().or(this::endLost)
                .or(this::serverUnheard)
                .or(this::clientUnheard)
                .or(this::unseen)
                .or(this::untold)
                .orElseGet(() -> doubted(alone));
    }

    /**
     * The end that the near capture shows may have been made between: the far one had perhaps ended, or is nearer the
     * client.
     */
    private Diagnosis doubted(Diagnosis alone) {
        var tells = oneSided.stream()
                .filter(one -> !one.isAtFar())
                .filter(one -> course.close()
                        .filter(close -> close.by() == one.by()
                                && close.frame() == one.act().frame())
                        .isPresent())
                .flatMap(one -> doubt(one).stream())
                .findFirst();
        return tells.filter(doubt -> alone.finding().cause() != Cause.PATH_RESET)
                .map(doubt -> new Diagnosis(alone.story(), doubted(alone.finding(), doubt)))
                .orElse(alone);
    }

    private static Finding doubted(Finding finding, String tells) {
        return finding.unless(new Finding.Alternative(Cause.PATH_RESET.id(), Sentence.of(tells)), DOUBTED);
    }

    private static Optional<String> doubt(OneSided near) {
        return switch (near.fate()) {
            case UNSEEN -> near.by() == Peer.SERVER ? Optional.of("tells.far-longer") : Optional.empty();
            case UNTOLD -> Optional.of("tells.order");
            case LOST, MADE, MISSED -> Optional.empty();
        };
    }

    /** The server closed first, and the near capture lacks that packet, or all that the server sent. */
    private boolean isMissed() {
        return oneSided.stream().anyMatch(one -> one.isAtFar() && one.by() == Peer.SERVER && isMissed(one))
                && farCourse.close().filter(close -> close.by() == Peer.SERVER).isPresent()
                && course.close()
                        .filter(close -> close.by() == Peer.SERVER)
                        .filter(close -> !isFinMissed())
                        .isEmpty();
    }

    private boolean isFinMissed() {
        return near.story().observations().stream()
                .anyMatch(seen -> seen.by() == Peer.SERVER && seen.what() == What.FIN && seen.isNotCaptured());
    }

    private boolean isMissed(OneSided one) {
        return one.fate() == OneSided.Fate.MISSED
                || one.fate() == OneSided.Fate.UNSEEN
                        && !clocks.isKnown()
                        && near.story().sight().absentBytes() > 0;
    }

    /** A device between the two places spoke in an end's name, before any end was done. */
    private Optional<Diagnosis> made() {
        return oneSided.stream()
                .filter(one -> one.fate() == OneSided.Fate.MADE && one.act().what() != What.ALERT)
                .filter(one -> !isBehindClose(one))
                .min((one, other) -> Boolean.compare(one.isAtFar(), other.isAtFar()))
                .map(one -> made(one, one.isAtFar() ? ofFar() : near.story()));
    }

    /** An end had closed by then: what came behind its close is no cause. */
    private boolean isBehindClose(OneSided one) {
        var known = one.isAtFar() ? atNear(one) : one.act().nanos();
        return trueClose(near, far).filter(close -> close.nanos() < known).isPresent()
                || one.isAtFar()
                        && trueClose(far, near)
                                .filter(close -> close.nanos() < one.act().nanos())
                                .isPresent();
    }

    /** The close as this place has it, if it is an end's own: the end on its side sent it, or both places saw it. */
    private Optional<Close> trueClose(Place own, Place other) {
        var read = courseAt(own);
        return read.close()
                .filter(close -> close.by() == (own == near ? Peer.CLIENT : Peer.SERVER)
                        || OneSided.has(
                                other,
                                close.by(),
                                read.seen().get(close.index()).what()));
    }

    private Course courseAt(Place place) {
        return place == near ? course : farCourse;
    }

    private static Diagnosis made(OneSided one, ConnectionStory story) {
        var seen = Course.of(story);
        var act = one.act();
        var how = act.what() == What.FIN ? How.FIN : How.RST;
        var index = Math.max(0, seen.seen().indexOf(act));
        var close = new Close(one.by(), how, act.nanos(), act.frame(), index, "");
        var since = seen.lastPayload(act.nanos());
        var draft = Draft.of(Cause.PATH_RESET, 0.95)
                .ended(close, PathRules.phase(seen))
                .saying("finding.path-reset.between", act.what().name(), who(one.by()));
        if (one.isAtFar()) {
            draft.because("hop.frames-of-far");
        }
        return diagnosis(seen, Silences.isSilence(act.nanos() - since) ? draft.gap(since, act.nanos()) : draft);
    }

    /** The server's close did not reach the client. */
    private Optional<Diagnosis> endLost() {
        return oneSided.stream()
                .filter(one -> one.isAtFar() && one.by() == Peer.SERVER && one.fate() == OneSided.Fate.LOST)
                .filter(one -> course.close()
                        .filter(close -> close.nanos() <= atNear(one))
                        .isEmpty())
                .findFirst()
                .map(this::endLost);
    }

    private Diagnosis endLost(OneSided lost) {
        var finding = Findings.of(far.story());
        var draft = Draft.of(Cause.PATH_SILENT, 0.95)
                .silent(finding.phase())
                .because("hop.far-alone", finding.sentence())
                .because("hop.near-alone", Findings.of(near.story()).sentence());
        var what = lost.word();
        var gap = finding.gap();
        return diagnosis(
                course,
                gap.map(silence -> draft.gap(atNear(lost) - silence.toNanos(), atNear(lost))
                                .saying("finding.path-silent.end-lost", what, silence))
                        .orElseGet(() -> draft.saying("finding.path-silent.end-lost.at-once", what)));
    }

    /** Bytes of the server were sent again and never arrived, and the client left. */
    private Optional<Diagnosis> serverUnheard() {
        var lost = far.story().fromServer().bytes() - near.story().fromServer().bytes();
        var leaves = course.close().map(close -> close.by() == Peer.CLIENT).orElse(true);
        return leaves && lost > 0 && isLost(Peer.SERVER) ? Optional.of(unheard(lost, Peer.SERVER)) : Optional.empty();
    }

    /** Bytes of the client were sent again and never arrived, whoever left then. */
    private Optional<Diagnosis> clientUnheard() {
        var lost = near.story().fromClient().bytes() - far.story().fromClient().bytes();
        return lost > 0 && isLost(Peer.CLIENT) ? Optional.of(unheard(lost, Peer.CLIENT)) : Optional.empty();
    }

    private Diagnosis unheard(long bytes, Peer by) {
        var draft = Draft.of(Cause.PATH_SILENT, 0.93)
                .silent(PathRules.phase(course, by))
                .saying("finding.path-silent.bytes-lost", bytes, who(by))
                .because("hop.near-alone", Findings.of(near.story()).sentence());
        var largest = (by == Peer.CLIENT ? near : far)
                .story().observations().stream()
                        .filter(seen -> seen.by() == by && seen.what() == What.RETRANSMISSION)
                        .mapToLong(seen -> seen.run().lastSize())
                        .max()
                        .orElse(0);
        return diagnosis(course, largest >= LARGE_SEGMENT ? draft.because("hop.large-lost", largest) : draft);
    }

    /** They were sent again before any end was done, and the place behind was captured until then. */
    private boolean isLost(Peer by) {
        var own = by == Peer.CLIENT ? near : far;
        var other = by == Peer.CLIENT ? far : near;
        return other.story().sight().absentBytes() == 0
                && own.story().from(by).retransmissions() > 0
                && isWatched(own, other, by)
                && trueClose(own, other)
                        .filter(close -> isSaidBehind(close, own, by))
                        .isEmpty();
    }

    /** Whatever this end had said before the close was heard, and it went on behind it: there it was lost. */
    private boolean isSaidBehind(Close close, Place own, Peer by) {
        var seen = courseAt(own).seen();
        var heard = true;
        for (var was : seen.subList(0, close.index())) {
            heard = was.by() != by || heard && !isSaid(was) && was.what() != What.RETRANSMISSION;
        }
        return heard
                && seen.subList(close.index() + 1, seen.size()).stream().anyMatch(was -> was.by() == by && isSaid(was));
    }

    private static boolean isSaid(Observation was) {
        return switch (was.what()) {
            case DATA, HANDSHAKE, ALERT, REQUEST, RESPONSE -> true;
            default -> false;
        };
    }

    /** The other capture went on until this end had sent its last bytes. */
    boolean isWatched(Place own, Place other, Peer by) {
        var last = own.story().observations().stream()
                .filter(seen -> seen.by() == by && seen.what() != What.ACK)
                .filter(seen -> seen.what() != What.RETRANSMISSION)
                .mapToLong(seen -> seen.run().lastNanos())
                .max()
                .orElse(0);
        var sent = own.at(last);
        var atNear = own == far ? clocks.atNear(sent) : sent;
        var there = own == far ? atNear : clocks.atFar(sent);
        return clocks.isKnown() && there + clocks.delay() + clocks.inexact(atNear) <= other.endNanos();
    }

    /** The near capture had ended when the connection did. */
    private Optional<Diagnosis> unseen() {
        var ended = oneSided.stream().anyMatch(one -> one.isAtFar() && one.fate() == OneSided.Fate.UNSEEN);
        if (!ended || course.close().isPresent()) {
            return Optional.empty();
        }
        return Optional.of(ofFar(Findings.of(farCourse.story()).with(List.of(Sentence.of("hop.near-ended")))));
    }

    /** The far capture alone has an end, and perhaps it is the one nearer the client. */
    private Optional<Diagnosis> untold() {
        var ended = oneSided.stream().anyMatch(one -> one.isAtFar() && one.fate() == OneSided.Fate.UNTOLD);
        return ended && course.close().isEmpty()
                ? Optional.of(ofFar(doubted(Findings.of(farCourse.story()), "tells.order")))
                : Optional.empty();
    }

    /** The finding counts its frames in the far capture. */
    private Diagnosis ofFar(Finding finding) {
        return new Diagnosis(ofFar(), finding.with(List.of(Sentence.of("hop.frames-of-far"))));
    }

    private static Diagnosis diagnosis(Course of, Draft draft) {
        return new Diagnosis(of.story(), Findings.of(of, draft));
    }

    /** When it was by the near clock, since the near story began. */
    private long atNear(OneSided one) {
        return clocks.atNear(far.at(one.act().nanos())) - near.story().startNanos();
    }

    private ConnectionStory ofFar() {
        return far.story().numbered(near.story().number());
    }

    static Sentence who(Peer by) {
        return Sentence.of(by == Peer.CLIENT ? "who.client" : "who.server");
    }
}
