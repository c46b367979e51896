package io.waflab.cli;

import io.waflab.journal.ObservationJson;
import io.waflab.reproduce.ClientReport;
import io.waflab.reproduce.ClientScript;
import io.waflab.reproduce.LabClient;
import io.waflab.reproduce.Printable;
import io.waflab.reproduce.StoryLine;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;

/** {@code waflab client}'s own script, played and told; stopped early, as far as it came. */
final class ScriptRun {

    private final boolean json;
    private final PrintWriter out;
    private final PrintWriter err;

    /** @param json whether each event is told as a line of JSON, and no text */
    ScriptRun(boolean json, PrintWriter out, PrintWriter err) {
        this.json = json;
        this.out = out;
        this.err = err;
    }

    /** @return the exit code */
    int play(ClientScript script) throws IOException {
        var job = Job.ofThisThread();
        try {
            var report = LabClient.play(script);
            if (job.isInterrupted()) {
                tell(report);
                new Complaint(err, false).say("interrupted: this is what was seen by then");
                return Main.INTERRUPTED;
            }
            if (!report.reached()) {
                report.unreached().ifPresent(message -> Complaint.lines(message, err));
                return Main.REFUSED;
            }
            tell(report);
            return report.asExpected() ? Main.DONE : Main.NO;
        } finally {
            job.over();
        }
    }

    private void tell(ClientReport report) {
        if (json) {
            report.story().forEach(seen -> out.println(ObservationJson.line(seen)));
            out.flush();
            return;
        }
        report.story().forEach(seen -> out.println(StoryLine.of(seen)));
        if (report.omitted() > 0) {
            out.println("... and " + report.omitted() + " observations more");
        }
        out.println();
        for (var result : report.results()) {
            out.println(String.format(
                    Locale.ROOT,
                    "%12.6f  %-4s %s%s",
                    result.nanos() / 1e9,
                    result.worked() ? "ok" : "FAIL",
                    Printable.of(result.step().toString()),
                    result.told().isEmpty() ? "" : ": " + Printable.of(result.told())));
        }
        out.println("the server's end: " + report.end().ended().word() + afterItsAnswer(report));
        out.flush();
    }

    private static String afterItsAnswer(ClientReport report) {
        var end = report.end();
        long at = end.alertNanos() > 0 ? end.alertNanos() : end.endNanos();
        return report.responses().stream()
                .reduce((one, later) -> later)
                .filter(last -> last.complete() && at > 0)
                .map(last ->
                        String.format(Locale.ROOT, ", read %.3f s after its last answer", (at - last.endNanos()) / 1e9))
                .orElse("");
    }
}
