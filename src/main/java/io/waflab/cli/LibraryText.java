package io.waflab.cli;

import io.waflab.clients.Conclusion;
import io.waflab.clients.Expected;
import io.waflab.clients.LibraryPlay.Played;
import io.waflab.clients.LibraryScenario;
import io.waflab.clients.Orders;
import io.waflab.clients.Outcome;
import io.waflab.clients.WireEvent;
import io.waflab.connection.Peer;
import io.waflab.diagnose.Disconnects;
import io.waflab.journal.What;
import io.waflab.reproduce.ConnectionTimers;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a library's application got, next to the wire. Text from outside is escaped. */
final class LibraryText {

    private static final String WIRE = " ".repeat(30);

    private static final int MOST_KNOWN = 3;

    private final PrintWriter out;
    private final double speed;

    LibraryText(PrintWriter out, double speed) {
        this.out = out;
        this.speed = speed;
    }

    void heading(Orders orders, String version, LibraryScenario scenario, Duration keepalive) {
        heading(orders, version, scenario);
        out.println("  proxy: aliyun-waf-3, keepalive_timeout " + ConnectionTimers.text(keepalive)
                + (speed == 1
                        ? ""
                        : ", here " + ConnectionTimers.text(DemoStory.scaled(keepalive, speed)) + " (speed "
                                + number(speed) + ", the library's times too)"));
        columns();
    }

    void heading(Orders orders, String version, LibraryScenario scenario, URI target) {
        heading(orders, version, scenario);
        out.println("  server: " + Complaint.printable(target.toString()));
    }

    /** The library is told of a port of this machine, and says so in Host. */
    void otherPort(int wanted, int got) {
        out.print(Paragraph.of(
                "  ",
                "  ",
                "Host says port " + got + ": port " + wanted
                        + " of 127.0.0.1 cannot be the relay's (taken, the target's own, or for root alone)"));
        out.flush();
    }

    private void heading(Orders orders, String version, LibraryScenario scenario) {
        out.println(Complaint.printable(version) + ": " + scenario.word() + ", " + scenario.meaning());
        orders.told().forEach(set -> out.println("  " + set));
    }

    void columns() {
        out.println();
        out.println("   seconds  the application" + " ".repeat(15) + "the wire");
        out.flush();
    }

    void timeline(Played played) {
        var lines = new ArrayList<Line>();
        for (var outcome : played.outcomes()) {
            lines.add(new Line(outcome.asked(), "asks", -1));
            lines.add(new Line(outcome.got(), got(outcome), -1));
        }
        wire(played.events(), lines);
        lines.sort((one, other) -> Long.compare(one.nanos, other.nanos));
        long first = lines.isEmpty() ? 0 : lines.get(0).nanos;
        for (var line : lines) {
            out.printf(Locale.ROOT, "%10.3f  %s%n", (line.nanos - first) / 1e9, line.words);
        }
    }

    private record Line(long nanos, String words, int connection) {}

    private static String got(Outcome outcome) {
        return outcome.isAnswer()
                ? Complaint.printable("gets " + outcome.told())
                : Complaint.printable("gets " + outcome.failures().get(0));
    }

    /** Bytes that follow each other on a connection are one line, unless there is something to be said of them. */
    private static void wire(List<WireEvent> events, List<Line> lines) {
        for (int i = 0; i < events.size(); i++) {
            var event = events.get(i);
            if (event.seen().what() != What.DATA || !event.seen().detail().isEmpty()) {
                lines.add(new Line(event.seen().nanos(), WIRE + words(event), event.connection()));
                continue;
            }
            long[] bytes = new long[Peer.values().length];
            int next = i;
            while (next < events.size() && continues(events.get(next), event)) {
                bytes[events.get(next).seen().by().ordinal()] +=
                        events.get(next).seen().size();
                next++;
            }
            i = next - 1;
            lines.add(new Line(
                    event.seen().nanos(),
                    WIRE + "#" + event.connection() + " client " + bytes[Peer.CLIENT.ordinal()] + ", server "
                            + bytes[Peer.SERVER.ordinal()] + " bytes",
                    event.connection()));
        }
    }

    /** Up to a second behind the first, so that a close_notify after silence has a line of its own. */
    private static boolean continues(WireEvent event, WireEvent first) {
        return event.connection() == first.connection()
                && event.seen().what() == What.DATA
                && event.seen().detail().isEmpty()
                && event.seen().nanos() - first.seen().nanos() < 1_000_000_000L;
    }

    private static String words(WireEvent event) {
        var seen = event.seen();
        var what = switch (seen.what()) {
            case OPEN -> "connects";
            case DATA -> seen.size() + " bytes";
            default -> seen.what().name();
        };
        return "#" + event.connection() + " " + seen.by().name().toLowerCase(Locale.ROOT) + " " + what
                + (seen.detail().isEmpty() ? "" : ": " + seen.detail());
    }

    void proxysWords(int connection, String words) {
        out.println();
        out.print(Paragraph.of("The proxy of connection " + connection + ": ", "  ", Complaint.printable(words)));
    }

    void conclusion(Conclusion conclusion, Played played, List<String> remedies) {
        out.println();
        for (var failure : played.last().failures()) {
            out.print(Paragraph.of("  ", "    ", Complaint.printable(failure.toString())));
        }
        out.print(Paragraph.of("", "", conclusion.sentence()));
        if (!remedies.isEmpty()) {
            out.println("It goes away with:");
            remedies.forEach(remedy -> out.println("  " + remedy));
        }
        explained(played);
    }

    private void explained(Played played) {
        for (var failure : played.last().failures()) {
            var found = Disconnects.all().search(failure.toString());
            if (!found.isEmpty()) {
                var ids = found.stream().map(match -> match.entry().id()).limit(MOST_KNOWN);
                out.println("waflab explain knows it as " + ids.collect(Collectors.joining(", ")));
                return;
            }
        }
    }

    /** @return whether it came as expected */
    boolean verdict(Expected expected, Conclusion conclusion, Played played) {
        var as = expected.answer() == played.last().isAnswer() && expected.raced() == conclusion.raced();
        out.print(Paragraph.of(
                as ? "As expected: " : "NOT as expected: ",
                "  ",
                (expected.answer() ? "an answer, " : "an exception, ")
                        + (expected.raced() ? "after a race, for " : "without a race, for ")
                        + expected.because()
                        + "."));
        out.flush();
        return as;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value).replaceAll("\\.0$", "");
    }
}
