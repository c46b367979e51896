package io.waflab.diagnose;

import io.waflab.connection.Peer;
import io.waflab.journal.Observation;
import io.waflab.journal.What;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One end repeats itself, or probes, and hears nothing: packets do not get through.
 *
 * @param by who repeats
 * @param first what was sent first
 * @param index its place among the observations
 * @param times how often it was sent again
 * @param until when the last repetition was sent
 * @param heard what came of the other end behind all that; empty where nothing did
 * @param probes TCP keep-alive probes, not data
 */
record Unanswered(
        Peer by, Observation first, int index, int times, long until, Optional<Observation> heard, boolean probes) {

    /** So often a segment is repeated into silence before it is no ordinary loss any more. */
    private static final int OFTEN = 4;

    private static final int OFTEN_ENOUGH_AT_THE_END = 2;
    private static final long LONG_ENOUGH = 1_000_000_000;

    /** Empty where every repetition was heard, or both ends went on behind it. */
    static Optional<Unanswered> in(List<Observation> seen) {
        for (var i = 0; i < seen.size(); i++) {
            var candidate = from(seen, i);
            if (candidate.isPresent()) {
                return candidate;
            }
        }
        return Optional.empty();
    }

    private static Optional<Unanswered> from(List<Observation> seen, int at) {
        var first = seen.get(at);
        if (!isSent(first)) {
            return Optional.empty();
        }
        var probes = isProbe(first);
        var times = 0;
        var until = first.nanos();
        var heard = Optional.<Observation>empty();
        var answers = new ArrayList<Observation>();
        for (var i = at + 1; i < seen.size(); i++) {
            var later = seen.get(i);
            if (later.by() != first.by() && later.what() != What.RETRANSMISSION) {
                if (goesOn(seen.subList(i, seen.size()))) {
                    return Optional.empty();
                }
                if (probes && isProbeAnswered(later)) {
                    answers.add(later);
                    continue;
                }
                heard = Optional.of(later);
                break;
            }
            if (later.by() == first.by() && (probes ? isProbe(later) : later.what() == What.RETRANSMISSION)) {
                times += later.run().count();
                until = later.run().lastNanos();
            } else if (later.by() == first.by() && isEnd(later)) {
                break;
            }
        }
        if (probes) {
            times += first.run().count() - 1;
            until = Math.max(until, first.run().lastNanos());
        }
        var all = new Unanswered(first.by(), first, at, times, until, heard, probes);
        return all.without(answers).filter(Unanswered::isNoOrdinaryLoss);
    }

    /**
     * Probes and their answers are two runs side by side: which of them were lost is known where there was but one answer,
     * behind them, and of those behind the last one.
     */
    private Optional<Unanswered> without(List<Observation> answers) {
        if (answers.isEmpty()) {
            return Optional.of(this);
        }
        var answered = answers.stream().mapToInt(answer -> answer.run().count()).sum();
        var last = answers.get(answers.size() - 1).run();
        if (last.lastNanos() < until) {
            var since = new Observation(
                    last.lastNanos(), first.leg(), by, first.what(), 0, first.detail(), last.lastFrame());
            return Optional.of(new Unanswered(by, since, index, times - answered, until, heard, true));
        }
        return answered == 1
                ? Optional.of(new Unanswered(by, first, index, times, until, Optional.of(answers.get(0)), true))
                : Optional.empty();
    }

    private boolean isNoOrdinaryLoss() {
        return times >= (heard.isPresent() ? OFTEN : OFTEN_ENOUGH_AT_THE_END) && until - first.nanos() >= LONG_ENOUGH;
    }

    /** Both ends say something new: what did not get through was a loss, and the path has healed. */
    private static boolean goesOn(List<Observation> behind) {
        return isNews(behind, Peer.CLIENT) && isNews(behind, Peer.SERVER);
    }

    private static boolean isNews(List<Observation> behind, Peer by) {
        return behind.stream()
                .anyMatch(was -> was.by() == by && was.what() != What.ALERT && isSent(was) && !isProbe(was));
    }

    private static boolean isSent(Observation was) {
        return was.what().isPayload() || isProbe(was);
    }

    private static boolean isProbe(Observation was) {
        return was.what() == What.ACK && was.detail().contains("keep-alive probe");
    }

    private static boolean isProbeAnswered(Observation was) {
        return was.what() == What.ACK && was.detail().contains("keep-alive answered");
    }

    private static boolean isEnd(Observation was) {
        return was.what() == What.FIN || was.what() == What.RST;
    }
}
