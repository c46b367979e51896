package io.waflab.report;

import io.waflab.connection.Peer;
import io.waflab.connection.Side;
import io.waflab.diagnose.Sentence;
import io.waflab.journal.Observation;
import io.waflab.journal.What;
import java.util.List;

/** What one observation means where it stands in its story, in a few words. */
final class Meaning {

    private static final long TOGETHER_NANOS = 50_000_000;
    /** As a capture's reader says it. */
    private static final String HIDDEN = "encrypted, by its size: close_notify";
    /** Two bytes, the type and the tag (RFC 8446 sections 5.2 and 6). */
    private static final int HIDDEN_ALERT = 19;

    private final Sentences sentences;

    Meaning(Sentences sentences) {
        this.sentences = sentences;
    }

    /** Client-supplied text in it is escaped. Only what happened on the same leg is looked at. */
    String of(List<Observation> whole, int place) {
        var seen = whole.get(place);
        var story = whole.stream().filter(other -> other.leg() == seen.leg()).toList();
        var at = (int) whole.subList(0, place).stream()
                .filter(other -> other.leg() == seen.leg())
                .count();
        return switch (seen.what()) {
            case OPEN -> say(seen.by() == Peer.CLIENT ? "meaning.open" : "meaning.accept", who(seen));
            case HANDSHAKE ->
                seen.detail().isEmpty()
                        ? say("meaning.handshake")
                        : Words.escape(Details.ofHandshake(sentences, seen.detail()));
            case CHANGE_CIPHER_SPEC -> say("meaning.change-cipher-spec");
            case DATA -> data(story, at);
            case ALERT -> alert(story, at);
            case ACK -> acknowledgement(story, at);
            case RETRANSMISSION ->
                seen.size() > 0 ? say("meaning.again-bytes", seen.size()) : say("meaning.again-flags", detail(seen));
            case FIN -> fin(story, at);
            case RST -> reset(story, at);
            case REQUEST -> Words.escape(Details.ofMessage(sentences, seen.detail()));
            case RST_STREAM, GOAWAY, EXPIRED, PHASE, ENDED -> detail(seen);
            case RESPONSE -> response(seen);
        };
    }

    private String say(String key, Object... arguments) {
        return sentences.text(key, arguments);
    }

    private String detail(Observation seen) {
        return Words.escape(Details.in(sentences, seen.detail()));
    }

    private String data(List<Observation> story, int at) {
        var seen = story.get(at);
        if (isHiddenAlert(story, at)) {
            return say("meaning.alert.close", who(seen), Details.in(sentences, HIDDEN));
        }
        if (!seen.detail().isEmpty()) {
            return detail(seen);
        }
        return say(seen.by() == Peer.CLIENT ? "meaning.asks" : "meaning.answers", who(seen));
    }

    /** In TLS 1.3 a record of an alert's size, said last and behind the other end's FIN, is close_notify. */
    private static boolean isHiddenAlert(List<Observation> story, int at) {
        var seen = story.get(at);
        return seen.size() == HIDDEN_ALERT
                && seen.run().count() == 1
                && seen.detail().isEmpty()
                && has(story.subList(0, at), other(seen.by()), What.FIN)
                && has(story.subList(0, at), seen.by(), What.HANDSHAKE)
                && !has(story.subList(at + 1, story.size()), seen.by(), What.DATA);
    }

    private String alert(List<Observation> story, int at) {
        var seen = story.get(at);
        if (seen.detail().startsWith("fatal")) {
            return say("meaning.alert.fatal", who(seen), seen.detail().replace("fatal: ", ""));
        }
        if (seen.detail().isEmpty()) {
            return finFollows(story, at)
                    ? say("meaning.alert.close", who(seen), "close_notify")
                    : say("meaning.alert.unknown", who(seen));
        }
        return say(
                seen.detail().contains("close_notify") ? "meaning.alert.close" : "meaning.alert.other",
                who(seen),
                Details.in(sentences, seen.detail()));
    }

    /** Whether the same side sends FIN right behind: then the alert is no complaint. */
    private static boolean finFollows(List<Observation> story, int at) {
        var alert = story.get(at);
        return story.subList(at + 1, story.size()).stream()
                .anyMatch(later -> later.what() == What.FIN
                        && later.by() == alert.by()
                        && later.nanos() - alert.nanos() <= TOGETHER_NANOS);
    }

    private String acknowledgement(List<Observation> story, int at) {
        var seen = story.get(at);
        var before = story.subList(0, at);
        var key = has(before, other(seen.by()), What.FIN)
                ? "meaning.ack.fin"
                : has(before, other(seen.by()), What.ALERT) ? "meaning.ack.alert" : "meaning.ack.all";
        var said = say(key, who(seen));
        return seen.detail().isEmpty()
                ? said
                : say("meaning.with-detail", Sentence.of(key, who(seen)), Details.in(sentences, seen.detail()));
    }

    private String fin(List<Observation> story, int at) {
        var seen = story.get(at);
        var before = story.subList(0, at);
        if (!seen.detail().isEmpty()) {
            return say(
                    "meaning.with-detail", Sentence.of("meaning.fin", who(seen)), Details.in(sentences, seen.detail()));
        }
        for (var earlier : before) {
            if (earlier.what() == What.ALERT
                    && earlier.by() == seen.by()
                    && seen.nanos() - earlier.nanos() <= TOGETHER_NANOS) {
                return say("meaning.fin.together", who(seen));
            }
        }
        if (has(before, other(seen.by()), What.FIN)) {
            return say("meaning.fin.too", who(seen));
        }
        var silent = has(before, seen.by(), What.HANDSHAKE) && !has(before, seen.by(), What.ALERT);
        return say(silent ? "meaning.fin.silent" : "meaning.fin", who(seen));
    }

    /** An RST is read from what came before it. */
    private String reset(List<Observation> story, int at) {
        var seen = story.get(at);
        var before = story.subList(0, at);
        var otherFin = lastOf(before, other(seen.by()), What.FIN);
        if (otherFin >= 0 && !speaks(before.subList(otherFin, at), seen.by()) && !has(before, seen.by(), What.FIN)) {
            var alert = has(before, other(seen.by()), What.ALERT);
            return say(alert ? "meaning.rst.unread" : "meaning.rst.unread-something", who(seen));
        }
        var ownFin = lastOf(before, seen.by(), What.FIN);
        if (ownFin >= 0 && speaks(before.subList(ownFin, at), other(seen.by()))) {
            return say("meaning.rst.nobody", who(seen));
        }
        return say("meaning.rst", who(seen));
    }

    private String response(Observation seen) {
        var key = seen.size() == 504
                ? "meaning.response.504"
                : seen.size() == 101 ? "meaning.response.101" : "meaning.answers";
        return seen.detail().isEmpty()
                ? say(key, who(seen))
                : say("meaning.with-detail", Sentence.of(key, who(seen)), Details.ofMessage(sentences, seen.detail()));
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

    private static Sentence who(Observation seen) {
        if (seen.leg() == Side.UPSTREAM) {
            return Sentence.of(seen.by() == Peer.CLIENT ? "who.proxy" : "who.origin");
        }
        return Sentence.of(seen.by() == Peer.CLIENT ? "who.client" : "who.server");
    }

    private static Peer other(Peer peer) {
        return peer == Peer.CLIENT ? Peer.SERVER : Peer.CLIENT;
    }
}
