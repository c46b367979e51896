package io.waflab.diagnose;

import io.waflab.connection.Cause;
import io.waflab.connection.Peer;
import io.waflab.journal.ConnectionStory;
import io.waflab.journal.Observation;
import io.waflab.journal.What;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes a story's finding: the rules in their order, then what every finding says besides its cause. */
final class Findings {

    private static final double BLIND = 0.85;
    private static final double BEGINS_LATE = 0.93;
    private static final double NOTHING_READ = 0.5;
    /** Of TLS 1.2: the client's hello, the server's, the client's keys. */
    private static final int TURNS_OF_HANDSHAKE = 3;

    private static final double ROLES_GUESSED = 0.5;
    /** The first of the ports that Linux gives to clients (net.ipv4.ip_local_port_range); others begin higher. */
    private static final int LOWEST_GIVEN = 32_768;

    private static final double CLOCK_SET = 0.6;
    /** Without times a timer that ran out and a close for any other reason look alike. */
    private static final double UNTIMED = 0.5;

    private static final double LEFT_OUT = 0.97;
    /** What would decide it is not in the capture. */
    private static final double UNSEEN = 0.6;
    /** With every second packet unseen no cause is sure. */
    private static final double ONE_SIDED = 0.55;
    /** Behind this, an RST is no part of the close before it. */
    private static final long LATE = 200_000_000;

    private final Course course;
    private final Draft draft;
    private final boolean isReadable;

    private Findings(Course course, Draft draft) {
        this.course = course;
        this.draft = draft;
        isReadable = hasResponse(course.story().observations());
    }

    static Finding of(ConnectionStory story) {
        var course = Course.of(story);
        return of(course, decide(course));
    }

    /** @param decided by who knows more than the story shows */
    static Finding of(Course course, Draft decided) {
        return new Findings(course, decided).finding();
    }

    private static Draft decide(Course course) {
        var early = new HandshakeRules(course);
        if (!course.isConnected()) {
            return early.decide().orElseThrow();
        }
        var path = new PathRules(course);
        return path.silent().or(path::forged).or(early::decide).orElseGet(() -> new ExchangeRules(course).decide());
    }

    private Finding finding() {
        var step = course.setBack();
        step.ifPresent(this::clockSet);
        var untimed = course.story().sight().untimedPackets();
        if (untimed > 0) {
            untimed();
        }
        var evidence = new ArrayList<Sentence>(draft.evidence());
        if (untimed > 0) {
            evidence.add(0, Sentence.of("evidence.untimed", untimed));
        }
        step.ifPresent(back ->
                evidence.add(0, Sentence.of("evidence.clock-back", Duration.ofNanos(back.nanos()), back.frame())));
        var timer = timer();
        timer.ifPresent(ran -> evidence.addAll(0, fitting(ran)));
        lateReset().ifPresent(evidence::add);
        blindness(evidence);
        var about = Disconnects.all().about(draft, course.story());
        return new Finding(
                draft.cause(),
                draft.alert(),
                Math.min(0.99, draft.confidence()),
                alternatives(),
                draft.by(),
                draft.how(),
                draft.phase(),
                draft.gap().map(Draft.Span::length),
                course.last().map(turn -> turn.frames().last()).orElse(0),
                draft.frame(),
                sentence(),
                evidence,
                advice(),
                timer,
                Disconnects.symptoms(about, draft.alert()),
                about.stream().map(Disconnect::id).toList());
    }

    /** In the silence before the close it leaves nothing to tell a timer by. */
    private void clockSet(Course.Step step) {
        draft.less(CLOCK_SET);
        var close = course.close().filter(begun -> begun.index() >= step.index());
        if (close.isPresent()
                && course.last()
                        .filter(turn -> turn.frames().last() < step.frame())
                        .isPresent()) {
            draft.withoutGap().saying("finding.clock-back");
            var idle = close.get().by() == Peer.CLIENT ? Cause.CLIENT_IDLE_TIMEOUT : Cause.SERVER_IDLE_TIMEOUT;
            if (draft.cause() != idle) {
                draft.or(idle, "tells.clock");
            }
        }
    }

    /** What an alert says, or an RST to SYN, needs no time to be told by. */
    private void untimed() {
        draft.withoutGap();
        if (draft.by().isEmpty() || !draft.alert().isEmpty() || draft.cause() == Cause.CONNECT_REFUSED) {
            return;
        }
        var timed = switch (draft.phase()) {
            case HANDSHAKE -> Cause.HANDSHAKE_TIMEOUT;
            case TUNNEL -> Cause.TUNNEL_IDLE_TIMEOUT;
            case REQUEST, HELD -> Cause.HEADER_TIMEOUT;
            case AWAITING_RESPONSE -> isByClient() ? Cause.CLIENT_GAVE_UP : Cause.HEADER_TIMEOUT;
            case CONNECT, UNUSED, RESPONSE, IDLE, LINGERING, CLOSED ->
                isByClient() ? Cause.CLIENT_IDLE_TIMEOUT : Cause.SERVER_IDLE_TIMEOUT;
        };
        draft.atMost(UNTIMED).saying("finding.untimed");
        if (draft.cause() != timed) {
            draft.or(timed, "tells.times");
        }
    }

    private boolean isByClient() {
        return draft.by().equals(Optional.of(Peer.CLIENT));
    }

    /** With the heads of the answers in sight, keys would tell nothing more. */
    private static boolean hasResponse(List<Observation> story) {
        for (var seen : story) {
            if (seen.what() == What.RESPONSE) {
                return true;
            }
        }
        return false;
    }

    private List<Finding.Alternative> alternatives() {
        return isReadable
                ? draft.alternatives().stream()
                        .filter(other -> !other.tells().key().startsWith("tells.keys"))
                        .toList()
                : draft.alternatives();
    }

    private List<Sentence> advice() {
        var all = new ArrayList<>(Advice.on(draft));
        if (course.alone().isPresent()) {
            all.add(0, Sentence.of("advice.both-ways"));
        }
        return isReadable
                ? all.stream()
                        .filter(change -> !change.key().equals("advice.keys"))
                        .toList()
                : all;
    }

    private Sentence sentence() {
        return draft.sentence()
                .orElseGet(() -> Sentence.of(
                        "finding." + draft.cause().id(),
                        draft.gap().map(Draft.Span::length).orElse(Duration.ZERO),
                        draft.alert().isEmpty() ? "-" : draft.alert(),
                        course.requests()));
    }

    private Optional<Finding.RanOut> timer() {
        if (draft.timer().isEmpty() || draft.gap().isEmpty()) {
            return Optional.empty();
        }
        var span = draft.gap().get();
        var whose = draft.cause() == Cause.RESPONSE_TIMEOUT ? Optional.of(Peer.SERVER) : draft.by();
        var kind = draft.timer().get();
        var fits = Profiles.all().fits(kind, whose, draft.how(), span.length());
        return Optional.of(new Finding.RanOut(
                span.from(), span.until(), fits, Profiles.all().misses(kind, whose, span.length())));
    }

    private List<Sentence> fitting(Finding.RanOut ran) {
        var said = new ArrayList<Sentence>();
        var gap = Duration.ofNanos(ran.until() - ran.from());
        for (var fit : ran.fits().stream().limit(2).toList()) {
            said.add(Sentence.of(
                    fit.off().abs().toMillis() >= 10 ? "evidence.fits-nearly" : "evidence.fits",
                    gap,
                    fit.profile().product(),
                    fit.profile().setting(),
                    fit.profile().seconds().orElseThrow(),
                    fit.off().abs()));
        }
        var unreached = unreached(gap);
        for (var fit : unreached.stream().limit(2).toList()) {
            said.add(Sentence.of(
                    "evidence.fits-connect",
                    gap,
                    fit.profile().product(),
                    fit.profile().setting(),
                    fit.profile().seconds().orElseThrow()));
        }
        if (ran.fits().isEmpty() && unreached.isEmpty()) {
            said.add(Sentence.of(Silences.isRound(gap) ? "evidence.round" : "evidence.not-round", gap));
        }
        for (var miss : ran.misses().stream().limit(2).toList()) {
            said.add(Sentence.of(
                    "evidence.misses",
                    miss.profile().product(),
                    miss.profile().setting(),
                    miss.profile().seconds().orElseThrow()));
        }
        return said;
    }

    /** A gateway that cannot reach its origin answers as one whose origin is silent: with which status, as far as that was read. */
    private List<Finding.Fit> unreached(Duration gap) {
        if (draft.cause() != Cause.RESPONSE_TIMEOUT) {
            return List.of();
        }
        var status = course.lastOf(Peer.SERVER).map(Turn::status).orElse(0);
        return Profiles.all().fits(Profile.Timer.CONNECT, Optional.of(Peer.SERVER), draft.how(), gap).stream()
                .filter(fit -> status == 0 || fit.profile().closes().contains(String.valueOf(status)))
                .toList();
    }

    /** The client's RST long after the server's close: the alert lay unread in its socket. */
    private Optional<Sentence> lateReset() {
        var close = course.close().filter(begun -> begun.by() == Peer.SERVER && begun.how() != How.RST);
        if (close.isEmpty() || draft.cause() == Cause.KEEPALIVE_RACE) {
            return Optional.empty();
        }
        return course.after().stream()
                .filter(was -> was.by() == Peer.CLIENT && (was.what() == What.RST || was.what() == What.FIN))
                .findFirst()
                .filter(was -> was.what() == What.RST)
                .map(was -> Sentence.of(
                        was.nanos() - close.get().nanos() >= LATE ? "evidence.late-reset" : "evidence.unread-reset",
                        Duration.ofNanos(was.nanos() - close.get().nanos()),
                        was.frame()));
    }

    /** What the end that was seen says in the plain, or cannot get through, is as sure as ever. */
    private void oneSided(Peer seen, List<Sentence> evidence) {
        var said = !draft.alert().isEmpty()
                && draft.how() == How.ALERT
                && draft.by().equals(Optional.of(seen));
        if (!said && draft.cause() != Cause.PATH_SILENT) {
            draft.atMost(ONE_SIDED);
        }
        evidence.add(
                0, Sentence.of("evidence.one-sided", HopRules.who(seen == Peer.CLIENT ? Peer.SERVER : Peer.CLIENT)));
    }

    /** An alert in the plain says it all, and what is sent again and again was seen. */
    private void unseen(List<Sentence> evidence) {
        var unseen = new Unseen(course);
        if (draft.alert().isEmpty() && draft.cause() != Cause.PATH_SILENT && unseen.hasLastTurn()) {
            draft.atMost(UNSEEN);
            evidence.add(Sentence.of("evidence.last-turn-unseen"));
        }
        if (draft.by().isPresent() && unseen.hasBothEnds()) {
            draft.atMost(UNSEEN);
            evidence.add(Sentence.of("evidence.ends-unseen"));
        }
        unseen.answered().ifPresent(reset -> {
            draft.atMost(UNSEEN);
            evidence.add(Sentence.of("evidence.reset-unexplained", reset.frame()));
            if (draft.cause() == Cause.SERVER_IDLE_TIMEOUT) {
                draft.or(Cause.KEEPALIVE_RACE, "tells.whole");
            }
        });
    }

    /** No byte was read, and the end came at once behind no more turns than a handshake has. */
    private boolean mayBeInHandshake(Close close) {
        return course.turns().size() <= TURNS_OF_HANDSHAKE
                && !Silences.isSilence(close.nanos() - course.lastPayload())
                && course.seen().stream().filter(was -> was.what().isPayload()).allMatch(Observation::isNotCaptured);
    }

    /** Both ports are of those that systems give to clients, and neither end has said what only a client or server says. */
    private boolean areRolesGuessed() {
        return isGiven(course.story().client())
                && isGiven(course.story().server())
                && course.first(was -> was.what() == What.HANDSHAKE
                                || was.what() == What.REQUEST
                                || was.what() == What.RESPONSE)
                        .isEmpty();
    }

    private static boolean isGiven(String end) {
        return Integer.parseInt(end.substring(end.lastIndexOf(':') + 1)) >= LOWEST_GIVEN;
    }

    private void blindness(List<Sentence> evidence) {
        var sight = course.story().sight();
        course.alone().ifPresent(one -> oneSided(one, evidence));
        if (!sight.fromTheStart() && (course.alone().isEmpty() || sight.serverSequence() < 0)) {
            draft.less(BEGINS_LATE);
            evidence.add(Sentence.of("evidence.begins-late"));
            if (areRolesGuessed()) {
                draft.atMost(ROLES_GUESSED);
                evidence.add(Sentence.of("evidence.roles-guessed"));
            }
        }
        if (sight.absentBytes() > 0 && course.alone().isEmpty()) {
            draft.less(BLIND);
            evidence.add(Sentence.of("evidence.absent", sight.absentBytes()));
        }
        if (course.alone().isEmpty()) {
            unseen(evidence);
        }
        if (sight.cutPackets() > 0) {
            evidence.add(Sentence.of("evidence.cut", sight.cutPackets()));
            course.close().filter(this::mayBeInHandshake).ifPresent(close -> {
                draft.atMost(NOTHING_READ);
                evidence.add(Sentence.of("evidence.nothing-read"));
                if (close.by() == Peer.SERVER) {
                    draft.or(Cause.HANDSHAKE_REFUSED, "tells.whole-packets");
                }
                draft.or(Cause.CERTIFICATE_REJECTED, "tells.whole-packets");
            });
        }
        if (course.story().leftOut() > 0) {
            draft.less(LEFT_OUT);
        }
        if (sight.letGo()) {
            draft.less(BLIND);
            evidence.add(Sentence.of("evidence.let-go"));
        }
    }
}
