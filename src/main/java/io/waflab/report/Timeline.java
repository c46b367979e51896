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
    private final boolean frames;
    private final StringBuilder text = new StringBuilder();

    private Timeline(Style style, boolean frames) {
        this.style = style;
        this.frames = frames;
    }

    /** Lines of at most the style's width, each ended by a line feed. */
    public static String of(List<Observation> story, Style style) {
        var timeline = new Timeline(style, story.stream().anyMatch(seen -> seen.frame() > 0));
        timeline.write(story);
        return timeline.text.toString();
    }

    private void write(List<Observation> story) {
        row("time", "#", "direction", "what", "what it means", Style::bold);
        var shown = shown(story);
        var before = 0L;
        for (var i = 0; i < shown.size(); i++) {
            var seen = shown.get(i);
            if (i > 0 && seen.nanos() - before >= SILENCE_NANOS) {
                silence(seen.nanos() - before);
            }
            before = seen.nanos();
            row(
                    String.format(Locale.ROOT, "%.6f", seen.nanos() / 1e9),
                    seen.frame() > 0 ? String.valueOf(seen.frame()) : "",
                    direction(seen),
                    what(seen),
                    Meaning.of(shown, i),
                    colour(seen));
        }
        var left = story.stream().filter(seen -> seen.what() == What.ACK).count()
                - shown.stream().filter(seen -> seen.what() == What.ACK).count();
        if (left > 0) {
            text.append(style.dim("Not shown: " + left + (left == 1 ? " bare ACK" : " bare ACKs")
                            + " from before the end began."))
                    .append('\n');
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
        var fixed = String.format("%10s", time)
                + (frames ? String.format("%5s", frame) : "")
                + String.format("  %-9s  ", direction);
        var meanings = Words.wrap(meaning, style.width() - fixed.length() - WHAT - 2);
        var whats = Words.wrap(what, WHAT);
        for (var i = 0; i < Math.max(meanings.size(), whats.size()); i++) {
            var line = String.format("%-" + WHAT + "s  ", i < whats.size() ? whats.get(i) : "");
            text.append(i == 0 ? fixed : " ".repeat(fixed.length()))
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
        var line = dots + " " + Words.seconds(nanos) + " of silence " + dots;
        text.append(" ".repeat(Math.max(0, (style.width() - line.length()) / 2)))
                .append(style.dim(line))
                .append('\n');
    }

    private String direction(Observation seen) {
        if (!ServerClose.isOnTheWire(seen)) {
            return "";
        }
        var out = style.unicode() ? "→" : "->";
        var back = style.unicode() ? "←" : "<-";
        if (seen.leg() == Side.DOWNSTREAM) {
            return seen.by() == Peer.CLIENT ? "client " + out : back + " server";
        }
        return seen.by() == Peer.CLIENT ? out + " origin" : back + " origin";
    }

    private static String what(Observation seen) {
        return switch (seen.what()) {
            case OPEN -> open(seen);
            case HANDSHAKE -> "TLS handshake";
            case CHANGE_CIPHER_SPEC -> "TLS ChangeCipherSpec";
            case DATA -> "data, " + seen.size() + " bytes";
            case ALERT -> seen.size() > 0 ? "TLS alert, " + seen.size() + " bytes" : "TLS alert";
            case ACK -> "ACK";
            case RETRANSMISSION -> "sent again";
            case FIN -> "FIN";
            case RST -> seen.detail().equals("RST,ACK") ? "RST,ACK" : "RST";
            case REQUEST -> "request";
            case RESPONSE -> "response " + seen.size();
            case RST_STREAM -> "HTTP/2 RST_STREAM";
            case GOAWAY -> "HTTP/2 GOAWAY";
            case EXPIRED -> "timer ran out";
            case PHASE -> "phase";
            case ENDED -> "ended";
        };
    }

    /** Sockets know that they are open, packets how that came about. */
    private static String open(Observation seen) {
        if (seen.frame() == 0) {
            return "open";
        }
        return seen.by() == Peer.CLIENT ? "SYN" : "SYN,ACK";
    }
}
