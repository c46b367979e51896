package io.waflab.capture;

import io.waflab.connection.Peer;
import io.waflab.connection.Side;
import io.waflab.journal.Observation;
import io.waflab.journal.What;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a capture shows of one connection, told in observations that can still be corrected: what a record was may only
 * show behind it.
 *
 * <p>Bounded: the first {@value #OPENING} observations are kept, and the latest {@value #LATEST} of the rest, together at
 * most 32 KiB. What one side repeats without the other coming between is one observation with a run: data, sent again,
 * and resets while they follow each other within 100 ms; bare acknowledgements without such a limit, as they repeat for
 * hours while nothing else happens.
 */
final class ToldStory {

    static final int OPENING = 64;
    static final int LATEST = 192;

    private static final long PAUSE_NANOS = 100_000_000;
    /** What an observation takes beside the letters of its words. */
    private static final int OBSERVATION = 120;

    /** One observation as long as it may change. */
    static final class Seen {

        private final long nanos;
        private final int frame;
        /** Of two of one packet the one that was there before it has the lower. */
        private final long place;

        private Peer by;
        private What what;
        private long size;
        private String detail;
        private int count = 1;
        private long lastNanos;
        private long lastSize;
        private int lastFrame;

        private Seen(long nanos, long place, Peer by, What what, long size, String detail) {
            this.nanos = nanos;
            this.place = place;
            frame = (int) (place + 1 >> 1);
            this.by = by;
            this.what = what;
            this.size = size;
            this.detail = detail;
            lastNanos = nanos;
            lastSize = size;
            lastFrame = frame;
        }

        /** What it was after all. */
        void turnsOut(What what, String detail) {
            this.what = what;
            this.detail = detail;
        }

        /** @param detail words that are the same for all */
        void say(String detail) {
            this.detail = detail;
        }

        What what() {
            return what;
        }

        long size() {
            return size;
        }

        long nanos() {
            return nanos;
        }

        private Observation observation(Side leg) {
            return new Observation(
                    nanos,
                    leg,
                    by,
                    what,
                    size,
                    detail,
                    frame,
                    new Observation.Run(count, lastNanos, lastSize, lastFrame));
        }
    }

    private final List<Seen> kept = new ArrayList<>();
    /** By peer, then by {@link #kind}. */
    private final Seen[] runs = new Seen[8];

    private long told;
    private int weight;
    private long nanos;
    private int frame;
    private boolean isBefore;

    /** The packet that all that is told next comes from. */
    void at(long nanos, int frame) {
        this.nanos = nanos;
        this.frame = frame;
        isBefore = false;
    }

    /** What is told next was there when this packet was sent, which was the first to show it. */
    void before(long nanos, int frame) {
        at(nanos, frame);
        isBefore = true;
    }

    long nanos() {
        return nanos;
    }

    int frame() {
        return frame;
    }

    /** Tells it, as one more of a run where it continues one. */
    Seen tell(Peer by, What what, long size, String detail) {
        var kind = kind(what);
        if (kind < 0) {
            return tellAlone(by, what, size, detail);
        }
        var run = runs[by.ordinal() * 4 + kind];
        if (run != null
                && run.detail.equals(detail)
                && (what == What.ACK || nanos - run.lastNanos <= PAUSE_NANOS)
                && !(isBefore && isInterrupted(run))) {
            run.count++;
            run.size += size;
            run.lastNanos = nanos;
            run.lastSize = size;
            run.lastFrame = frame;
            return run;
        }
        if (what != What.ACK) {
            endRuns();
        }
        var seen = append(by, what, size, detail);
        runs[by.ordinal() * 4 + kind] = seen;
        return seen;
    }

    /** What is told late continues no run behind which the other side spoke. */
    private boolean isInterrupted(Seen run) {
        for (var seen : kept) {
            if (seen.by != run.by
                    && seen.what != What.ACK
                    && seen.place >= 2L * run.lastFrame
                    && seen.place < 2L * frame) {
                return true;
            }
        }
        return false;
    }

    /** Tells it as an observation of its own, which nothing is added to. */
    Seen tellAlone(Peer by, What what, long size, String detail) {
        endRuns();
        return append(by, what, size, detail);
    }

    /** What this side says next is not what it said before: the other one came between, unseen. */
    void endData(Peer by) {
        runs[by.ordinal() * 4 + kind(What.DATA)] = null;
    }

    private void endRuns() {
        for (var i = 0; i < runs.length; i++) {
            runs[i] = null;
        }
    }

    private Seen append(Peer by, What what, long size, String detail) {
        var seen = new Seen(nanos, 2L * frame - (isBefore ? 1 : 0), by, what, size, detail);
        weight += OBSERVATION + detail.length();
        if (kept.size() < OPENING + LATEST) {
            kept.add(seen);
        } else {
            var gone = kept.set((int) (OPENING + (told - OPENING) % LATEST), seen);
            weight -= OBSERVATION + gone.detail.length();
            for (var i = 0; i < runs.length; i++) {
                runs[i] = runs[i] == gone ? null : runs[i];
            }
        }
        told++;
        return seen;
    }

    private static int kind(What what) {
        return switch (what) {
            case DATA -> 0;
            case ACK -> 1;
            case RETRANSMISSION -> 2;
            case RST -> 3;
            case OPEN, HANDSHAKE, CHANGE_CIPHER_SPEC, ALERT, FIN, REQUEST, RESPONSE -> -1;
            case RST_STREAM, GOAWAY, EXPIRED, PHASE, ENDED -> -1;
        };
    }

    /** Who was taken for the client is the server. */
    void swapPeers() {
        endRuns();
        kept.forEach(seen -> seen.by = seen.by == Peer.CLIENT ? Peer.SERVER : Peer.CLIENT);
    }

    /** Says it in other words, which came from the network. */
    void reword(Seen seen, String detail) {
        weight += detail.length() - seen.detail.length();
        seen.detail = detail;
    }

    /** About how many bytes it holds. */
    int weight() {
        return weight;
    }

    /** How many observations are no longer here. */
    long leftOut() {
        return told - kept.size();
    }

    /** What is kept, in the order of the packets. */
    List<Observation> observations(Side leg) {
        if (!isInOrder()) {
            kept.sort(Comparator.comparingLong(seen -> seen.place));
        }
        var observations = new Observation[kept.size()];
        for (var i = 0; i < observations.length; i++) {
            observations[i] = kept.get(i).observation(leg);
        }
        return List.of(observations);
    }

    /** What is told late may stand behind what was seen later. */
    private boolean isInOrder() {
        for (var i = 1; i < kept.size(); i++) {
            if (kept.get(i - 1).place > kept.get(i).place) {
                return false;
            }
        }
        return true;
    }
}
