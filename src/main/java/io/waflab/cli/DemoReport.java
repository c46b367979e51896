package io.waflab.cli;

import io.waflab.report.ClaimsText;
import io.waflab.report.Source;
import io.waflab.report.Style;
import io.waflab.report.Timeline;
import io.waflab.report.Words;
import java.util.Locale;

/** A demonstration as text. */
final class DemoReport {

    private DemoReport() {}

    static String heading(DemoOptions options, DemoRun run) {
        var timer = options.story().timer();
        var real = run.timeout().toMillis() / 1e3;
        var speed = options.speed() == 1
                ? "in real time"
                : String.format(Locale.ROOT, "%s times as fast as in life", number(options.speed()));
        return String.join(
                "\n",
                "waflab demo " + options.story().word() + ", " + speed + ":",
                "  " + options.story().title(),
                "",
                "  client  ->  proxy 127.0.0.1:" + run.proxy().port() + "  ->  origin, over real sockets",
                "  " + timer.word() + " " + number(real) + " s"
                        + (options.speed() == 1 ? "" : ", here " + number(real / options.speed()) + " s")
                        + " (profile aliyun-waf-3)",
                "  TLS by " + run.proxy().engine(),
                recording(run),
                "");
    }

    private static String recording(DemoRun run) {
        var words = run.recordingTool()
                .map(tool -> "packets recorded by " + tool)
                .orElse("no packets recorded: " + run.notPackets());
        return "  " + String.join("\n  ", Words.wrap(words, Style.FILE.width() - 2));
    }

    static String body(DemoOptions options, DemoResult result, Style style) {
        var text = new StringBuilder();
        paragraph(
                "Between client and proxy. The numbers come " + result.source().words() + ".", style, text);
        text.append(Timeline.of(result.story(), style)).append('\n');
        if (!result.ended().isEmpty() && result.source() == Source.PACKETS) {
            paragraph("The proxy's own log: " + Words.escape(result.ended()), style, text);
        }
        text.append(
                        options.story() == DemoStory.IDLE
                                ? "The customer's case in five observations:"
                                : "What this shows:")
                .append("\n\n")
                .append(ClaimsText.of(result.claims(), style));
        return text.toString();
    }

    private static void paragraph(String words, Style style, StringBuilder text) {
        Words.wrap(words, style.width()).forEach(line -> text.append(line).append('\n'));
        text.append('\n');
    }

    static String files(DemoOptions options, DemoResult result) {
        var text = new StringBuilder("Files:\n");
        line("report", options.file("txt").toString(), text);
        result.packets().ifPresent(file -> line("packets", file.toString(), text));
        line(
                "secrets",
                result.keyLog()
                        .map(file -> options.file("keys") + " (ssl_key_log, its owner's only)")
                        .orElse("none: only tls_engine openssl gives them (ssl_key_log)"),
                text);
        if (result.packets().isPresent() && result.keyLog().isPresent()) {
            line(
                    "open both",
                    "wireshark -o " + shell("tls.keylog_file:" + options.file("keys")) + " "
                            + shell(result.packets().get().toString()),
                    text);
        }
        result.packets()
                .ifPresent(file -> text.append("What to do with a customer's: waflab diagnose ")
                        .append(shell(file.toString()))
                        .append(", then waflab reproduce\n"));
        return text.toString();
    }

    private static void line(String label, String words, StringBuilder text) {
        text.append(String.format("  %-10s", label)).append(words).append('\n');
    }

    /** As a shell takes it for one word. */
    static String shell(String word) {
        return word.matches("[A-Za-z0-9_./:-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** {@code 12}, {@code 0.5}. */
    private static String number(double value) {
        var text = String.format(Locale.ROOT, "%.3f", value);
        return text.replaceAll("\\.?0+$", "");
    }
}
