package io.waflab.proxy;

import io.waflab.connection.Peer;
import io.waflab.connection.Side;
import io.waflab.journal.Journal;
import io.waflab.journal.Observation;
import io.waflab.journal.Story;
import io.waflab.journal.What;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Tells what happens on one connection to its story and the journal, and knows when each leg was last active. */
final class Chronicle {

    private final Story story;
    private final Journal journal;
    private final LongSupplier clock;
    private final long number;
    private final long acceptedAt;
    private long clientActiveAt;
    private long clientActiveBefore;
    private long upstreamActiveAt;

    /**
     * @param client the client's address and port
     * @param clock nanoseconds
     */
    Chronicle(String client, Journal journal, LongSupplier clock) {
        this.journal = journal;
        this.clock = clock;
        story = new Story(client, System.nanoTime());
        number = journal.nextConnection();
        acceptedAt = clock.getAsLong();
        clientActiveAt = acceptedAt;
        clientActiveBefore = acceptedAt;
        upstreamActiveAt = acceptedAt;
    }

    /** The connection's number in this process, from 1. */
    long number() {
        return number;
    }

    Duration age() {
        return Duration.ofNanos(clock.getAsLong() - acceptedAt);
    }

    /** Whether any byte has come from the client. */
    boolean isHeard() {
        return clientActiveAt > acceptedAt;
    }

    /** When bytes last passed on the client's leg, either way. */
    long clientActiveAt() {
        return clientActiveAt;
    }

    Duration clientSilence() {
        return Duration.ofNanos(clock.getAsLong() - clientActiveAt);
    }

    /** When bytes last came from the upstream, or the wait for them began. */
    long upstreamActiveAt() {
        return upstreamActiveAt;
    }

    void clientActive() {
        clientActiveBefore = clientActiveAt;
        clientActiveAt = clock.getAsLong();
    }

    /** What came last was the client's farewell: its silence is the time until then. */
    void clientLeft() {
        clientActiveAt = clientActiveBefore;
    }

    void upstreamActive() {
        upstreamActiveAt = clock.getAsLong();
    }

    /** A response head goes out. */
    void responded(int status) {
        observed(Peer.SERVER, What.RESPONSE, status, "");
    }

    void observed(Peer by, What what, long size, String detail) {
        observed(Side.DOWNSTREAM, by, what, size, detail);
    }

    void observed(Side leg, Peer by, What what, long size, String detail) {
        long at = clock.getAsLong() - acceptedAt;
        story.add(at, leg, by, what, size, detail);
        if (journal.keepsAll()) {
            journal.tell(number, story.client(), new Observation(at, leg, by, what, size, detail));
        }
    }

    /** The connection has ended: its story goes to the journal. */
    void finish() {
        journal.finish(story);
    }
}
