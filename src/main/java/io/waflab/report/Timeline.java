package io.waflab.report;

import io.waflab.connection.Peer;
import io.waflab.connection.Side;
import io.waflab.journal.Observation;
import io.waflab.journal.What;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A story in columns: time, direction, what, and what it means. Silence of half a second and more is a line of its own.
 *
 * <p>What belongs together is told together: records of one handshake flight are one line. Bare ACKs are left out until
 * the connection's end begins, and counted below; phases are left out.
 */
public final class Timeline {

    private static final long SILENCE_NANOS = 500_000_000;
    private static final long SAME_FLIGHT_NANOS = 2_000_000;
    private static final int WHAT = 20;

    private final Style style;
    private final Sentences sentences;
    private final boolean frames;
    private final StringBuilder text = new StringBuilder();

    private Timeline(Style style, Sentences sentences, boolean frames) {
        this.style = style;
        this.sentences = sentences;
        this.frames = frames;
    }

    /** In English. */
    public static String of(List<Observation> story, Style style) {
        return of(story, style, Sentences.in(Language.EN));
    }

    /** Lines of at most the style's width, each ended by a line feed. */
    public static String of(List<Observation> story, Style style, Sentences sentences) {
        var timeline = new Timeline(style, sentences, story.stream().anyMatch(seen -> seen.frame() > 0));
        timeline.write(story);
        return timeline.text.toString();
    }

    private void write(List<Observation> story) {
        row(say("column.time"), "#", say("column.direction"), say("column.what"), say("column.meaning"), Style::bold);
        var shown = shown(story);
        var meaning = new Meaning(sentences);
        var before = 0L;
        for (var i = 0; i < shown.size(); i++) {
            var seen = shown.get(i);
            if (i > 0 && seen.nanos() - before >= SILENCE_NANOS) {
                silence(seen.nanos() - before);
            }
            before = seen.run().lastNanos();
            row(
                    String.format(Locale.ROOT, "%.6f", seen.nanos() / 1e9),
                    seen.frame() > 0 ? String.valueOf(seen.frame()) : "",
                    direction(seen),
                    what(seen),
                    meaning.of(shown, i),
                    colour(seen));
        }
        var left = story.stream().filter(seen -> seen.what() == What.ACK).count()
                - shown.stream().filter(seen -> seen.what() == What.ACK).count();
        if (left > 0) {
            text.append(style.dim(say("timeline.left-out", left))).append('\n');
        }
    }

    /** The observations of which there is a row each. */
    static List<Observation> shown(List<Observation> story) {
        var shown = new ArrayList<Observation>();
        var ending = false;
        for (var seen : story) {
            ending |= seen.what() == What.ALERT || seen.what() == What.FIN || seen.what() == What.RST;
            if (seen.what() == What.PHASE || seen.what() == What.ACK && !ending) {
                continue;
            }
            var last = shown.isEmpty() ? null : shown.get(shown.size() - 1);
            if (last != null && isSameFlight(last, seen)) {
                shown.set(shown.size() - 1, join(last, seen));
            } else {
                shown.add(seen);
            }
        }
        return shown;
    }

    private static boolean isSameFlight(Observation last, Observation seen) {
        return isHandshake(last)
                && isHandshake(seen)
                && last.by() == seen.by()
                && last.leg() == seen.leg()
                && seen.nanos() - last.nanos() <= SAME_FLIGHT_NANOS;
    }

    private static boolean isHandshake(Observation seen) {
        return seen.what() == What.HANDSHAKE || seen.what() == What.CHANGE_CIPHER_SPEC;
    }

    private static Observation join(Observation first, Observation next) {
        var detail = next.what() == What.CHANGE_CIPHER_SPEC
                        || next.detail().isEmpty()
                        || first.detail().endsWith(next.detail())
                ? first.detail()
                : first.detail().isEmpty() ? next.detail() : first.detail() + ", " + next.detail();
        return new Observation(
                first.nanos(),
                first.leg(),
                first.by(),
                What.HANDSHAKE,
                first.size() + next.size(),
                detail,
                first.frame());
    }

    private interface Paint {
        String on(Style style, String text);
    }

    private static Paint colour(Observation seen) {
        return switch (seen.what()) {
            case ALERT, FIN, EXPIRED, RST_STREAM, GOAWAY -> Style::yellow;
            case RST -> Style::red;
            case ACK, PHASE -> Style::dim;
            case OPEN, HANDSHAKE, CHANGE_CIPHER_SPEC, DATA, RETRANSMISSION, REQUEST, RESPONSE, ENDED ->
                (plain, words) -> words;
        };
    }

    private void row(String time, String frame, String direction, String what, String meaning, Paint paint) {
        var fixed =
                Words.right(time, 10) + (frames ? Words.right(frame, 5) : "") + "  " + Words.left(direction, 9) + "  ";
        var width = Words.columns(fixed);
        var meanings = Words.wrap(meaning, style.width() - width - WHAT - 2);
        var whats = Words.wrap(what, WHAT);
        for (var i = 0; i < Math.max(meanings.size(), whats.size()); i++) {
            var line = Words.left(i < whats.size() ? whats.get(i) : "", WHAT) + "  ";
            text.append(i == 0 ? fixed : " ".repeat(width))
                    .append(paint.on(style, line))
                    .append(i < meanings.size() ? meanings.get(i) : "");
            while (text.charAt(text.length() - 1) == ' ') {
                text.setLength(text.length() - 1);
            }
            text.append('\n');
        }
    }

    private void silence(long nanos) {
        var dots = style.unicode() ? "· · ·" : ". . .";
        var line = dots + " " + say("timeline.silence", String.format(Locale.ROOT, "%.3f", nanos / 1e9)) + " " + dots;
        text.append(" ".repeat(Math.max(0, (style.width() - Words.columns(line)) / 2)))
                .append(style.dim(line))
                .append('\n');
    }

    private String say(String key, Object... arguments) {
        return sentences.text(key, arguments);
    }

    private String direction(Observation seen) {
        if (!ServerClose.isOnTheWire(seen)) {
            return "";
        }
        var out = style.unicode() ? "→" : "->";
        var back = style.unicode() ? "←" : "<-";
        if (seen.leg() == Side.DOWNSTREAM) {
            return seen.by() == Peer.CLIENT ? say("short.client") + " " + out : back + " " + say("short.server");
        }
        return seen.by() == Peer.CLIENT ? out + " " + say("short.origin") : back + " " + say("short.origin");
    }

    private String what(Observation seen) {
        return what(seen, sentences);
    }

    /** What was seen, in a few words. */
    static String what(Observation seen, Sentences sentences) {
        var records = seen.run().count();
        return switch (seen.what()) {
            case OPEN -> open(seen, sentences);
            case HANDSHAKE -> sentences.text("what.handshake");
            case DATA ->
                records > 1
                        ? sentences.text("what.data.run", seen.size(), records)
                        : sentences.text("what.data", seen.size());
            case ALERT ->
                seen.size() > 0 ? sentences.text("what.alert", seen.size()) : sentences.text("what.alert.bare");
            case RETRANSMISSION -> sentences.text("what.again");
            case RST -> seen.detail().startsWith("RST,ACK") ? "RST,ACK" : "RST";
            case REQUEST -> sentences.text("what.request");
            case RESPONSE -> sentences.text("what.response", seen.size());
            case EXPIRED -> sentences.text("what.expired");
            case PHASE -> sentences.text("what.phase");
            case ENDED -> sentences.text("what.ended");
            case CHANGE_CIPHER_SPEC -> "TLS ChangeCipherSpec";
            case ACK -> "ACK";
            case FIN -> "FIN";
            case RST_STREAM -> "HTTP/2 RST_STREAM";
            case GOAWAY -> "HTTP/2 GOAWAY";
        };
    }

    /** Sockets know that they are open, packets how that came about. */
    private static String open(Observation seen, Sentences sentences) {
        if (seen.frame() == 0) {
            return sentences.text("what.open");
        }
        return seen.by() == Peer.CLIENT ? "SYN" : "SYN,ACK";
    }
}
