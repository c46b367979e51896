package io.waflab.diagnose;

import io.waflab.connection.Cause;
import io.waflab.connection.Peer;
import io.waflab.connection.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What ended one connection.
 *
 * @param cause why
 * @param alert the fatal alert's name for HANDSHAKE_REFUSED and CERTIFICATE_REJECTED; empty for every other cause
 * @param confidence of findings said with 0.9, nine in ten are right: 0 to 1
 * @param alternatives what it may be instead, likeliest first, and what would tell
 * @param closedBy who ended it; empty for neither
 * @param how as the wire shows it
 * @param phase what the connection was doing
 * @param gap the silence before the close; for RESPONSE_TIMEOUT that between the request and the late answer; empty where
 *     no silence matters
 * @param lastData the frame of the last application data before the end; 0 where there is none
 * @param close the frame in which the end began; 0 where there is none
 * @param sentence the finding in one sentence
 * @param evidence what shows it, with frame numbers
 * @param advice what to change, first what helps most
 * @param timer the timer that ran out; empty where none did
 * @param symptoms what the programs at the two ends would have reported, likeliest first
 * @param entries ids of the knowledge base's entries about this
 */
public record Finding(
        Cause cause,
        String alert,
        double confidence,
        List<Alternative> alternatives,
        Optional<Peer> closedBy,
        How how,
        Phase phase,
        Optional<Duration> gap,
        int lastData,
        int close,
        Sentence sentence,
        List<Sentence> evidence,
        List<Sentence> advice,
        Optional<RanOut> timer,
        List<Symptom> symptoms,
        List<String> entries) {

    /**
     * Another cause that would look alike.
     *
     * @param id of the cause, with its alert
     * @param tells what would tell the two apart
     */
    public record Alternative(String id, Sentence tells) {}

    /**
     * A timer that ran out, whoever's it was.
     *
     * @param from when it was started, nanoseconds since the story began
     * @param until when it had run out
     * @param fits timers of known products that this silence fits, best first
     * @param misses well-known timers of that kind that it does not fit, nearest first
     */
    public record RanOut(long from, long until, List<Fit> fits, List<Fit> misses) {

        public RanOut {
            fits = List.copyOf(fits);
            misses = List.copyOf(misses);
        }
    }

    /**
     * A product's timer beside a silence that was seen.
     *
     * @param off how much longer the silence was; negative for shorter
     */
    public record Fit(Profile profile, Duration off) {}

    /**
     * What somebody reads in a log.
     *
     * @param program {@code Apache HttpClient}, {@code nginx error log}
     * @param text as that program writes it, in its language
     */
    public record Symptom(String program, String text) {}

    public Finding {
        alternatives = List.copyOf(alternatives);
        evidence = List.copyOf(evidence);
        advice = List.copyOf(advice);
        symptoms = List.copyOf(symptoms);
        entries = List.copyOf(entries);
    }

    /** The cause's stable id; behind a colon the alert, where it has one. */
    public String id() {
        return alert.isEmpty() ? cause.id() : cause.id() + ":" + alert;
    }

    /** Who ended it, as JSON and filters write it: {@code client}, {@code server} or {@code neither}. */
    public String closer() {
        return closedBy.map(by -> by == Peer.CLIENT ? "client" : "server").orElse("neither");
    }

    /** The same with more to show it. */
    Finding with(List<Sentence> more) {
        var all = new ArrayList<>(evidence);
        all.addAll(more);
        return with(confidence, alternatives, all, advice);
    }

    /** The same without the wish for another capture. */
    Finding withoutWish(String tells, String wish) {
        return with(
                confidence,
                alternatives.stream()
                        .filter(other -> !other.tells().key().equals(tells))
                        .toList(),
                evidence,
                advice.stream().filter(change -> !change.key().equals(wish)).toList());
    }

    /** Less sure, and first of all it may be that. */
    Finding unless(Alternative other, double factor) {
        var others = new ArrayList<Alternative>();
        others.add(other);
        alternatives.stream().filter(one -> !one.id().equals(other.id())).forEach(others::add);
        return with(confidence * factor, others, evidence, advice);
    }

    private Finding with(double sure, List<Alternative> others, List<Sentence> shown, List<Sentence> changes) {
        return new Finding(
                cause, alert, sure, others, closedBy, how, phase, gap, lastData, close, sentence, shown, changes, timer,
                symptoms, entries);
    }
}
