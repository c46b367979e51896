package io.waflab.capture;

import io.waflab.connection.Peer;
import io.waflab.journal.Traffic;

/** Counts what the two ends of one connection send, over all of it. */
final class Tally {

    private static final class Counts {
        private long packets;
        private long bytes;
        private long records;
        private long turns;
        private long retransmissions;
    }

    private Counts client = new Counts();
    private Counts server = new Counts();
    private Peer speaker;
    private Peer speakerBefore;

    void packet(Peer by) {
        of(by).packets++;
    }

    void bytes(Peer by, long count) {
        of(by).bytes += count;
    }

    void record(Peer by) {
        of(by).records++;
    }

    void retransmission(Peer by) {
        of(by).retransmissions++;
    }

    /** Application data: a turn if the other side had spoken last, or nobody had. */
    void spoke(Peer by) {
        if (speaker != by) {
            of(by).turns++;
            speakerBefore = speaker;
            speaker = by;
        }
    }

    /** What this side said last, once, was none after all. */
    void unsaid(Peer by) {
        if (speaker == by) {
            of(by).turns--;
            speaker = speakerBefore;
        }
    }

    /** True for who spoke last. */
    boolean isSpeaking(Peer by) {
        return speaker == by;
    }

    boolean hasSpoken(Peer by) {
        return of(by).turns > 0;
    }

    void swapPeers() {
        var client = this.client;
        this.client = server;
        server = client;
    }

    Traffic traffic(Peer by) {
        var counts = of(by);
        return new Traffic(counts.packets, counts.bytes, counts.records, counts.turns, counts.retransmissions);
    }

    private Counts of(Peer by) {
        return by == Peer.CLIENT ? client : server;
    }
}
