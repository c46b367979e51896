package io.waflab.report;

import io.waflab.connection.Cause;
import io.waflab.connection.Peer;
import io.waflab.connection.Side;
import io.waflab.diagnose.Finding;
import io.waflab.journal.Observation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A story as SVG: two lifelines, an arrow for each thing that crossed, silence drawn to scale with its seconds on it, and
 * the timer that ran out as a bar beside the lifeline of the end that it belongs to. At most {@value #MOST_ROWS} rows;
 * what is left out of the middle is said.
 */
final class FlowGraph {

    static final int MOST_ROWS = 120;

    private static final int WIDTH = 940;
    private static final int LEFT = 190;
    private static final int RIGHT = 560;
    private static final int ROW = 34;
    private static final int LINE = 14;
    private static final int HEAD = 44;
    private static final int LONGEST_SILENCE = 220;
    private static final int SHORTEST_SILENCE = 26;
    private static final int MEANING_COLUMNS = 50;
    private static final long SILENCE_NANOS = 500_000_000;

    /** A stretch without a packet, and where it is drawn. */
    private record Gap(long from, long nanos, int top, int bottom) {}

    private final Sentences sentences;
    private final List<Observation> rows;
    private final long longest;
    private final StringBuilder body = new StringBuilder();
    private final List<Gap> gaps = new ArrayList<>();
    private int y = HEAD;

    private FlowGraph(List<Observation> story, Sentences sentences) {
        this.sentences = sentences;
        rows = Timeline.shown(story);
        longest = longestGap(rows);
    }

    /**
     * An {@code <svg>} element.
     *
     * @param finding whose timer is drawn; empty for none
     */
    static String of(List<Observation> story, Optional<Finding> finding, Sentences sentences) {
        var graph = new FlowGraph(story, sentences);
        graph.draw();
        finding.ifPresent(graph::timer);
        return graph.svg();
    }

    private static long longestGap(List<Observation> rows) {
        var longest = 1L;
        for (var i = 1; i < rows.size(); i++) {
            longest = Math.max(
                    longest, rows.get(i).nanos() - rows.get(i - 1).run().lastNanos());
        }
        return longest;
    }

    private void draw() {
        var meaning = new Meaning(sentences);
        var skipFrom = rows.size() > MOST_ROWS ? MOST_ROWS / 2 : rows.size();
        var skipTo = rows.size() - (MOST_ROWS - MOST_ROWS / 2);
        for (var i = 0; i < rows.size(); i++) {
            if (i == skipFrom) {
                note(sentences.text("graph.left-out", skipTo - skipFrom));
                i = skipTo;
            }
            var seen = rows.get(i);
            if (i > 0 && i != skipTo) {
                silence(rows.get(i - 1).run().lastNanos(), seen.nanos());
            }
            row(seen, meaning.of(rows, i));
        }
    }

    private void silence(long from, long until) {
        var nanos = until - from;
        if (nanos < SILENCE_NANOS) {
            return;
        }
        var height = Math.max(SHORTEST_SILENCE, (int) (LONGEST_SILENCE * (double) nanos / longest));
        gaps.add(new Gap(from, nanos, y, y + height));
        rect("silence", LEFT, y, RIGHT - LEFT, height);
        text("silence", (LEFT + RIGHT) / 2, y + height / 2 + 4, "middle", sentences.duration(rounded(nanos)));
        y += height;
    }

    private static Duration rounded(long nanos) {
        return Duration.ofMillis(Math.round(nanos / 1e6));
    }

    private void note(String words) {
        text("note", (LEFT + RIGHT) / 2, y + 18, "middle", words);
        y += ROW;
    }

    private void row(Observation seen, String meaning) {
        var lines = Words.wrap(meaning, MEANING_COLUMNS);
        var at = y + 20;
        text("time", 96, at + 4, "end", String.format(Locale.ROOT, "%.6f", seen.nanos() / 1e9));
        if (seen.frame() > 0) {
            text("frame", 140, at + 4, "end", "#" + seen.frame());
        }
        if (ServerClose.isOnTheWire(seen)) {
            arrow(seen, at);
        } else {
            text("note", (LEFT + RIGHT) / 2, at, "middle", Timeline.what(seen, sentences));
        }
        for (var i = 0; i < lines.size(); i++) {
            text("meaning", RIGHT + 50, at + 4 + i * LINE, "start", lines.get(i));
        }
        y += Math.max(ROW, 16 + lines.size() * LINE);
    }

    private void arrow(Observation seen, int at) {
        var fromLeft = seen.by() == Peer.CLIENT;
        var kind = kind(seen);
        var from = fromLeft ? LEFT : RIGHT;
        var to = fromLeft ? RIGHT - 2 : LEFT + 2;
        body.append(String.format(
                "<path class=\"%s\" d=\"M%d %dL%d %d\" marker-end=\"url(#%s)\"/>%n",
                kind, from, at, to, at, "tip-" + kind));
        text(kind, (LEFT + RIGHT) / 2, at - 5, "middle", Timeline.what(seen, sentences));
    }

    private static String kind(Observation seen) {
        return switch (seen.what()) {
            case ALERT, FIN, GOAWAY, RST_STREAM -> "ending";
            case RST -> "reset";
            case ACK -> "ack";
            case RETRANSMISSION -> "again";
            case OPEN, HANDSHAKE, CHANGE_CIPHER_SPEC, DATA, REQUEST, RESPONSE, EXPIRED, PHASE, ENDED -> "data";
        };
    }

    /** The timer that ran out, as a bar at the end whose it is, beside the silences that it ran through. */
    private void timer(Finding finding) {
        var key = "timer." + finding.cause().id();
        if (finding.timer().isEmpty() || !sentences.has(key)) {
            return;
        }
        var timer = finding.timer().get();
        var through = gaps.stream()
                .filter(gap -> gap.from() < timer.until() && gap.from() + gap.nanos() > timer.from())
                .toList();
        if (through.isEmpty()) {
            return;
        }
        var ofClient = isTheClients(finding.cause());
        var top = through.get(0).top();
        var bottom = through.get(through.size() - 1).bottom();
        rect("timer", ofClient ? LEFT - 16 : RIGHT + 6, top, 10, bottom - top);
        text(
                "timer",
                ofClient ? LEFT - 24 : RIGHT + 24,
                (top + bottom) / 2 + 4,
                ofClient ? "end" : "start",
                sentences.text(key) + " " + sentences.duration(rounded(timer.until() - timer.from())));
    }

    private static boolean isTheClients(Cause cause) {
        return cause == Cause.CLIENT_IDLE_TIMEOUT || cause == Cause.CLIENT_GAVE_UP;
    }

    private String svg() {
        var height = y + 12;
        var svg = new StringBuilder();
        svg.append(String.format(
                "<svg class=\"flow\" viewBox=\"0 0 %d %d\" width=\"%d\" role=\"img\" aria-label=\"%s\">%n",
                WIDTH, height, WIDTH, Html.escape(sentences.text("report.wire"))));
        svg.append("<defs>");
        for (var kind : List.of("data", "ending", "reset", "ack", "again")) {
            svg.append(
                    "<marker id=\"tip-" + kind + "\" class=\"" + kind + "\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" "
                            + "markerWidth=\"7\" markerHeight=\"7\" orient=\"auto-start-reverse\"><path d=\"M0 0L8 4L0 8z\"/></marker>");
        }
        svg.append("</defs>\n");
        for (var x : new int[] {LEFT, RIGHT}) {
            svg.append(String.format("<path class=\"life\" d=\"M%d %dV%d\"/>%n", x, HEAD - 8, height - 6));
        }
        var upstream = !rows.isEmpty() && rows.get(0).leg() == Side.UPSTREAM;
        svg.append(label("end", LEFT, 20, "middle", sentences.text(upstream ? "short.proxy" : "short.client")));
        svg.append(label("end", RIGHT, 20, "middle", sentences.text(upstream ? "short.origin" : "short.server")));
        return svg.append(body).append("</svg>\n").toString();
    }

    private void rect(String kind, int x, int top, int width, int height) {
        body.append(String.format(
                "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>%n", kind, x, top, width, height));
    }

    private void text(String kind, int x, int at, String anchor, String words) {
        body.append(label(kind, x, at, anchor, words));
    }

    private static String label(String kind, int x, int at, String anchor, String words) {
        return String.format(
                "<text class=\"%s\" x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>%n",
                kind, x, at, anchor, Html.escape(words));
    }
}
