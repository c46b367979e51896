package io.waflab.diagnose;

import io.waflab.connection.Peer;

/** Whether a connection was upgraded (RFC 9110 section 7.8): told by 101, or else by the sizes of what crossed. */
final class Tunnel {

    private static final int SWITCHING_PROTOCOLS = 101;
    /** {@code GET / HTTP/1.1} with a Host of two letters: no request is shorter. */
    private static final int SHORTEST_REQUEST = 29;

    private static final int LARGEST_SWITCH = 600;
    private static final int SMALL = 140;
    private static final double MUCH_SMALLER = 0.45;

    private Tunnel() {}

    /**
     * Without keys: a first exchange with a small answer, and then messages from the client that are too short for
     * requests, or far shorter than the first one was. Where one end's packets, or all
     * of a turn's, are not in the capture, the sizes say too little.
     */
    static boolean is(Course course) {
        var turns = course.turns();
        for (var turn : turns) {
            if (turn.status() > 0) {
                return turns.stream().anyMatch(answer -> answer.status() == SWITCHING_PROTOCOLS);
            }
        }
        if (turns.size() < 3
                || course.isHttp2()
                || course.records().mayBeHttp2()
                || course.alone().isPresent()
                || new Unseen(course).hasTurn()
                || turns.get(0).by() != Peer.CLIENT) {
            return false;
        }
        var first = turns.get(0);
        return turns.get(1).bytes() <= LARGEST_SWITCH
                && turns.subList(2, turns.size()).stream()
                        .filter(turn -> turn.by() == Peer.CLIENT)
                        .allMatch(turn -> isMessage(turn, first));
    }

    private static boolean isMessage(Turn turn, Turn first) {
        return turn.bytes() < SHORTEST_REQUEST || turn.bytes() <= SMALL && turn.bytes() < MUCH_SMALLER * first.bytes();
    }
}
