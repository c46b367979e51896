package io.waflab.diagnose;

import io.waflab.connection.Peer;
import io.waflab.journal.Observation;
import io.waflab.journal.What;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * An alert, FIN or RST that only one of two captures has.
 *
 * @param act as that capture has it
 * @param isAtFar which one that is
 * @param fate what became of it
 * @param early how long before it the other capture had its last packet; zero where that went on
 */
record OneSided(Observation act, boolean isAtFar, Fate fate, Duration early) {

    /** What only one place saw. */
    enum Fate {
        /** Its sender's place saw it, and it did not get through. */
        LOST,
        /** The place behind saw it, and its sender never sent it. */
        MADE,
        /** The other capture had ended. */
        UNSEEN,
        /** The other capture seems to have missed it. */
        MISSED,
        /** It was made, or was lost: which place is nearer its sender is not known. */
        UNTOLD
    }

    private static final List<What> ENDS = List.of(What.RST, What.FIN, What.ALERT);
    private static final long LEAST_EARLY = 10_000;

    static List<OneSided> in(Place near, Place far, Clocks clocks) {
        var found = new ArrayList<OneSided>();
        for (var what : ENDS) {
            for (var by : Peer.values()) {
                var atNear = first(near, by, what);
                var atFar = first(far, by, what);
                if (atNear.isPresent() != atFar.isPresent() && !has(atNear.isPresent() ? far : near, by, what)) {
                    found.add(of(atNear.or(() -> atFar).get(), atFar.isPresent(), near, far, clocks));
                }
            }
        }
        return found.stream()
                .filter(one -> !isAlertOfFin(one, found))
                .sorted(Comparator.comparingLong(one -> one.isAtFar()
                        ? clocks.atNear(far.at(one.act().nanos()))
                        : near.at(one.act().nanos())))
                .toList();
    }

    /** FIN says it all. */
    private static boolean isAlertOfFin(OneSided alert, List<OneSided> all) {
        return alert.act().what() == What.ALERT
                && all.stream()
                        .anyMatch(one ->
                                one.act().what() == What.FIN && one.by() == alert.by() && one.fate() == alert.fate());
    }

    /** The place nearer to who is said to have sent it saw it. */
    boolean isSenders() {
        return isSenders(act, isAtFar);
    }

    private static boolean isSenders(Observation act, boolean isAtFar) {
        return act.by() == (isAtFar ? Peer.SERVER : Peer.CLIENT);
    }

    Peer by() {
        return act.by();
    }

    private static OneSided of(Observation act, boolean isAtFar, Place near, Place far, Clocks clocks) {
        var own = isAtFar ? far : near;
        var other = isAtFar ? near : far;
        var sent = own.at(act.nanos());
        var there = isAtFar ? clocks.atNear(sent) : clocks.atFar(sent);
        var isSenders = isSenders(act, isAtFar);
        var passes = isSenders ? there + clocks.delay() : there - clocks.delay();
        var ended = clocks.isKnown() && passes > other.endNanos() - clocks.inexact(isAtFar ? there : sent);
        var early = Duration.ofNanos(ended ? Math.max(LEAST_EARLY, passes - other.endNanos()) : 0);
        var likely = clocks.order() == Clocks.Order.UNTOLD ? Fate.UNTOLD : isSenders ? Fate.LOST : Fate.MADE;
        var fate = shown(act, own, other, isSenders, ended || !clocks.isKnown()).orElse(likely);
        return new OneSided(act, isAtFar, fate, early);
    }

    /** Empty where both captures went on, and nothing but their places tells. */
    private static Optional<Fate> shown(Observation act, Place own, Place other, boolean isSenders, boolean isBlind) {
        if (isSenders && act.what() != What.RST) {
            var again = repetitions(act, own);
            if (again > 1 || again == 1 && !isBlind) {
                return Optional.of(Fate.LOST);
            }
            if (!isBlind && isHeard(act, own)) {
                return Optional.of(Fate.MISSED);
            }
        }
        if (isBlind) {
            return Optional.of(Fate.UNSEEN);
        }
        return other.story().sight().absentBytes() > 0 ? Optional.of(Fate.MISSED) : Optional.empty();
    }

    /** How often its sender sent it again, or what stood before it. */
    private static int repetitions(Observation act, Place place) {
        return place.story().observations().stream()
                .filter(seen -> seen.by() == act.by() && seen.nanos() > act.nanos())
                .filter(seen -> seen.what() == What.RETRANSMISSION)
                .mapToInt(seen -> seen.run().count())
                .sum();
    }

    /** The other end went on behind it, and nothing had to be sent again: it had arrived. */
    private static boolean isHeard(Observation act, Place place) {
        return place.story().observations().stream()
                .filter(seen -> seen.by() != act.by() && seen.nanos() >= act.nanos())
                .anyMatch(seen -> seen.what() != What.RST && seen.what() != What.RETRANSMISSION);
    }

    /** This end did that as the place has it, or may have. */
    static boolean has(Place place, Peer by, What what) {
        return first(place, by, what).isPresent() || isOnlyHidden(place, by, what);
    }

    private static Optional<Observation> first(Place place, Peer by, What what) {
        return place.story().observations().stream()
                .filter(seen -> seen.by() == by && seen.what() == what)
                .findFirst();
    }

    /** An alert of TLS 1.3 is one by its place, before FIN; where that is not seen it passes for data. */
    private static boolean isOnlyHidden(Place other, Peer by, What what) {
        var records = new Records(other.story().tls(), other.story().observations());
        return what == What.ALERT
                && other.story().observations().stream().anyMatch(seen -> seen.by() == by && records.mayBeAlert(seen));
    }

    /** FIN, RST, or a sentence's words for an alert. */
    Object word() {
        return act.what() == What.ALERT ? Sentence.of("hop.alert") : act.what().name();
    }
}
