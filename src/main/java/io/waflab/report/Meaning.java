package io.waflab.report;

import io.waflab.connection.Peer;
import io.waflab.connection.Side;
import io.waflab.journal.Observation;
import io.waflab.journal.What;
import java.util.List;

/** What one observation means where it stands in its story, in a few words. */
final class Meaning {

    private static final long TOGETHER_NANOS = 50_000_000;

    private Meaning() {}

    /** Client-supplied text in it is escaped. Only what happened on the same leg is looked at. */
    static String of(List<Observation> whole, int place) {
        var seen = whole.get(place);
        var story = whole.stream().filter(other -> other.leg() == seen.leg()).toList();
        var at = (int) whole.subList(0, place).stream()
                .filter(other -> other.leg() == seen.leg())
                .count();
        return switch (seen.what()) {
            case OPEN -> seen.by() == Peer.CLIENT ? who(seen) + " opens a TCP connection" : who(seen) + " accepts it";
            case HANDSHAKE -> seen.detail().isEmpty() ? "agreeing on TLS" : Words.escape(seen.detail());
            case CHANGE_CIPHER_SPEC -> "encrypted from here on";
            case DATA -> data(seen);
            case ALERT -> alert(story, at);
            case ACK -> acknowledgement(story, at);
            case RETRANSMISSION ->
                "no ACK came: " + (seen.size() > 0 ? seen.size() + " bytes" : seen.detail()) + " again";
            case FIN -> fin(story, at);
            case RST -> reset(story, at);
            case REQUEST, RST_STREAM, GOAWAY, EXPIRED, PHASE, ENDED -> Words.escape(seen.detail());
            case RESPONSE -> response(seen);
        };
    }

    private static String data(Observation seen) {
        if (!seen.detail().isEmpty()) {
            return Words.escape(seen.detail());
        }
        return who(seen) + (seen.by() == Peer.CLIENT ? " asks" : " answers");
    }

    private static String alert(List<Observation> story, int at) {
        var seen = story.get(at);
        var who = who(seen);
        if (seen.detail().startsWith("fatal")) {
            return who + " gives up: " + Words.escape(seen.detail().replace("fatal: ", ""));
        }
        var detail = seen.detail().isEmpty() && finFollows(story, at) ? "close_notify" : seen.detail();
        if (detail.contains("close_notify")) {
            return who + " will send no more (" + Words.escape(detail) + ")";
        }
        return who + ": " + (detail.isEmpty() ? "an alert" : Words.escape(detail));
    }

    /** Whether the same side sends FIN right behind: then the alert is no complaint. */
    private static boolean finFollows(List<Observation> story, int at) {
        var alert = story.get(at);
        return story.subList(at + 1, story.size()).stream()
                .anyMatch(later -> later.what() == What.FIN
                        && later.by() == alert.by()
                        && later.nanos() - alert.nanos() <= TOGETHER_NANOS);
    }

    private static String acknowledgement(List<Observation> story, int at) {
        var seen = story.get(at);
        var said = seen.detail().isEmpty() ? "" : " (" + Words.escape(seen.detail()) + ")";
        var other = other(seen.by());
        if (has(story.subList(0, at), other, What.FIN)) {
            return who(seen) + "'s kernel has the FIN" + said;
        }
        return has(story.subList(0, at), other, What.ALERT)
                ? who(seen) + "'s kernel has the alert" + said
                : who(seen) + "'s kernel has it all" + said;
    }

    private static String fin(List<Observation> story, int at) {
        var seen = story.get(at);
        var before = story.subList(0, at);
        for (var earlier : before) {
            if (earlier.what() == What.ALERT
                    && earlier.by() == seen.by()
                    && seen.nanos() - earlier.nanos() <= TOGETHER_NANOS) {
                return who(seen) + " closes TCP in the same instant";
            }
        }
        if (has(before, other(seen.by()), What.FIN)) {
            return who(seen) + " closes its side too";
        }
        return has(before, seen.by(), What.HANDSHAKE) && !has(before, seen.by(), What.ALERT)
                ? who(seen) + " closes TCP without close_notify"
                : who(seen) + " closes TCP";
    }

    /** An RST is read from what came before it. */
    private static String reset(List<Observation> story, int at) {
        var seen = story.get(at);
        var before = story.subList(0, at);
        var otherFin = lastOf(before, other(seen.by()), What.FIN);
        if (otherFin >= 0 && !speaks(before.subList(otherFin, at), seen.by()) && !has(before, seen.by(), What.FIN)) {
            return who(seen) + " closes its socket with the alert unread in it: so its kernel sends RST, not FIN";
        }
        var ownFin = lastOf(before, seen.by(), What.FIN);
        if (ownFin >= 0 && speaks(before.subList(ownFin, at), other(seen.by()))) {
            return "nobody is left to read that: " + who(seen) + " has closed";
        }
        return who(seen) + " breaks the connection off";
    }

    private static String response(Observation seen) {
        var words = seen.size() == 504
                ? "the proxy gave up waiting for the origin"
                : seen.size() == 101 ? "upgraded: bytes both ways from here on" : who(seen) + " answers";
        return seen.detail().isEmpty() ? words : words + " (" + Words.escape(seen.detail()) + ")";
    }

    private static boolean has(List<Observation> story, Peer by, What what) {
        return lastOf(story, by, what) >= 0;
    }

    private static int lastOf(List<Observation> story, Peer by, What what) {
        for (var i = story.size() - 1; i >= 0; i--) {
            if (story.get(i).by() == by && story.get(i).what() == what) {
                return i;
            }
        }
        return -1;
    }

    private static boolean speaks(List<Observation> story, Peer by) {
        return has(story, by, What.DATA) || has(story, by, What.REQUEST) || has(story, by, What.ALERT);
    }

    private static String who(Observation seen) {
        if (seen.leg() == Side.UPSTREAM) {
            return seen.by() == Peer.CLIENT ? "the proxy" : "the origin";
        }
        return seen.by() == Peer.CLIENT ? "the client" : "the server";
    }

    private static Peer other(Peer peer) {
        return peer == Peer.CLIENT ? Peer.SERVER : Peer.CLIENT;
    }
}
