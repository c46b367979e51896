package io.waflab.reproduce;

import io.waflab.connection.Peer;
import io.waflab.connection.Side;
import io.waflab.journal.Observation;
import io.waflab.journal.What;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One connection's observations in order, as one end of it saw them. Bounded: past the limit DATA is only counted, and
 * everything past twice the limit. Safe for several threads.
 */
final class Story {

    private final Side leg;
    private final int limit;
    private final LabClock clock;
    private final List<Observation> observations = new ArrayList<>();
    private long omitted;
    private Observation end;

    /** @param limit observations kept of all kinds; as many again of other kinds than DATA */
    Story(Side leg, int limit, LabClock clock) {
        this.leg = leg;
        this.limit = limit;
        this.clock = clock;
    }

    LabClock clock() {
        return clock;
    }

    /** @param at nanoseconds since the clock's start, taken where it happened */
    synchronized void tell(long at, Peer by, What what, long size, String detail) {
        if (end == null && (what == What.FIN || what == What.RST)) {
            end = new Observation(at, leg, by, what, size, detail);
        }
        if (observations.size() >= limit && (what == What.DATA || observations.size() >= 2 * limit)) {
            omitted++;
            return;
        }
        observations.add(new Observation(at, leg, by, what, size, detail));
    }

    /** The first FIN or RST, kept whatever the bound. */
    synchronized Optional<Observation> end() {
        return Optional.ofNullable(end);
    }

    synchronized List<Observation> observations() {
        return List.copyOf(observations);
    }

    /** How many were only counted. */
    synchronized long omitted() {
        return omitted;
    }
}
