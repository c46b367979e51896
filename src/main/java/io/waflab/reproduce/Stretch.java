package io.waflab.reproduce;

import io.waflab.diagnose.Comparison.Playing;
import io.waflab.journal.ConnectionStory;
import io.waflab.journal.Observation;
import io.waflab.journal.What;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A story that was played faster than life, told in life's time. Silences are made longer by the speed; what the machine
 * does in less than {@value #OWN_NANOS} ns, or than it was late by, is its own time and stays, as do handshakes and the kernel's
 * retransmissions, which no speed hurries. A timer that has run since accept had the handshake's time in it, which is then
 * a part of the silence that it ended. Pure.
 */
final class Stretch {

    private static final long OWN_NANOS = 20_000_000;
    private static final long MOST_OWN_NANOS = 100_000_000;

    private final double speed;
    private final long own;
    private final long resolution;
    private final Wanted wanted;
    private boolean silent;
    private final TreeMap<Long, Long> times = new TreeMap<>();

    /**
     * What is known of a story: a silence that cannot be told from it at this speed is told as it.
     *
     * @param length of a silence, or of all the time since accept
     * @param sinceAccept whether the timer that ends the first silence has run since the connection was accepted
     * @param all whether the length is that of all the time since then
     */
    record Wanted(Optional<Duration> length, boolean sinceAccept, boolean all) {

        static final Wanted NOTHING = new Wanted(Optional.empty(), false, false);

        static Wanted silence(Optional<Duration> length, boolean sinceAccept) {
            return new Wanted(length, sinceAccept, false);
        }

        /** @param length how long the timer runs that has run since accept */
        static Wanted timer(Duration length) {
            return new Wanted(Optional.of(length), true, true);
        }

        private long known(long before) {
            return length.map(Duration::toNanos).orElse(0L) - (all ? before : 0);
        }
    }

    private Stretch(Playing playing, Wanted wanted, List<Observation> played) {
        this.speed = playing.speed();
        this.own =
                Math.max(OWN_NANOS, Math.min(MOST_OWN_NANOS, playing.lateness().toNanos()));
        this.resolution = playing.resolution().toNanos();
        this.wanted = wanted;
        times.put(0L, 0L);
        for (var seen : played) {
            if (seen.what() != What.ACK) {
                reach(seen.nanos(), isScripted(seen.what()));
                reach(seen.run().lastNanos(), false);
            }
        }
    }

    static ConnectionStory of(ConnectionStory played, Playing playing) {
        return of(played, playing, Wanted.NOTHING);
    }

    static ConnectionStory of(ConnectionStory played, Playing playing, Wanted wanted) {
        if (playing.speed() == 1) {
            return played;
        }
        var stretch = new Stretch(playing, wanted, played.observations());
        return played.with(played.observations().stream().map(stretch::moved).toList());
    }

    /** No scenario has a pause between the parts of a handshake. */
    private static boolean isScripted(What what) {
        return what != What.RETRANSMISSION && what != What.HANDSHAKE && what != What.CHANGE_CIPHER_SPEC;
    }

    private void reach(long nanos, boolean scripted) {
        var last = times.lastEntry();
        var passed = nanos - last.getKey();
        if (passed > 0) {
            times.put(nanos, last.getValue() + (scripted && passed >= own ? silence(passed, last) : passed));
        }
    }

    private long silence(long played, Map.Entry<Long, Long> before) {
        var ran = wanted.sinceAccept() && !silent ? before.getKey() : 0;
        silent = true;
        var lasted = Math.round((played + ran) * speed) - ran;
        var known = wanted.known(ran);
        return known > 0 && Math.abs(lasted - known) <= resolution ? known : lasted;
    }

    /** Bare acknowledgements lie between the anchors. */
    private long at(long nanos) {
        var before = times.floorEntry(nanos);
        var after = times.ceilingEntry(nanos);
        if (before == null) {
            return nanos;
        }
        if (after == null) {
            return before.getValue() + nanos - before.getKey();
        }
        if (after.getKey().equals(before.getKey())) {
            return before.getValue();
        }
        var part = (double) (nanos - before.getKey()) / (after.getKey() - before.getKey());
        return before.getValue() + Math.round(part * (after.getValue() - before.getValue()));
    }

    private Observation moved(Observation seen) {
        var run = seen.run();
        return new Observation(
                at(seen.nanos()),
                seen.leg(),
                seen.by(),
                seen.what(),
                seen.size(),
                seen.detail(),
                seen.frame(),
                new Observation.Run(run.count(), at(run.lastNanos()), run.lastSize(), run.lastFrame()));
    }
}
