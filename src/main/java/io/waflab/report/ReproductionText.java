package io.waflab.report;

import io.waflab.diagnose.Compared;
import java.util.List;

/** A reproduction for a terminal: two columns, what agrees, and the verdict as the last line. */
public final class ReproductionText {

    private static final int WHAT = 24;
    private static final int SIDE = 21;

    private final Sentences sentences;
    private final Style style;
    private final StringBuilder text = new StringBuilder();

    private ReproductionText(Sentences sentences, Style style) {
        this.sentences = sentences;
        this.style = style;
    }

    /** Each line ended by a line feed. */
    public static String of(Reproduction reproduction, Sentences sentences, Style style) {
        var report = new ReproductionText(sentences, style);
        report.write(reproduction);
        return report.text.toString();
    }

    private void write(Reproduction reproduction) {
        line(style.bold(sentences.text("reproduction.title", reproduction.title())));
        reproduction
                .notes()
                .forEach(note ->
                        Words.wrap(sentences.text(note), style.width() - 2).forEach(words -> line("  " + words)));
        table("reproduction.ends", reproduction.ends());
        if (!reproduction.course().isEmpty()) {
            table("reproduction.course", reproduction.course());
        }
        text.append('\n');
        var verdict = sentences.text(reproduction.verdict());
        line(reproduction.reproduced() ? style.green(verdict) : style.red(verdict));
    }

    private void table(String heading, List<Compared> rows) {
        text.append('\n');
        line(style.bold(sentences.text(heading)));
        row(
                "",
                sentences.text("reproduction.wanted"),
                sentences.text("reproduction.made"),
                sentences.text("reproduction.agrees"),
                Compared.Agreement.SAME);
        for (var row : rows) {
            row(
                    sentences.text(row.what()),
                    sentences.text(row.first()),
                    sentences.text(row.second()),
                    sentences.text("agreement." + row.agreement().word()),
                    row.agreement());
        }
    }

    private void row(String what, String first, String second, String agrees, Compared.Agreement agreement) {
        var whats = Words.wrap(what, WHAT);
        var firsts = Words.wrap(first, SIDE);
        var seconds = Words.wrap(second, SIDE);
        for (var i = 0; i < Math.max(whats.size(), Math.max(firsts.size(), seconds.size())); i++) {
            var words = "  " + Words.left(at(whats, i), WHAT) + "  " + Words.left(at(firsts, i), SIDE) + "  "
                    + Words.left(at(seconds, i), SIDE) + "  ";
            line((words + (i == 0 ? coloured(agrees, agreement) : "")).stripTrailing());
        }
    }

    private static String at(List<String> lines, int index) {
        return index < lines.size() ? lines.get(index) : "";
    }

    private String coloured(String agrees, Compared.Agreement agreement) {
        return switch (agreement) {
            case SAME -> agrees;
            case NEAR -> style.yellow(agrees);
            case DIFFERS -> style.red(agrees);
        };
    }

    private void line(String words) {
        text.append(words).append('\n');
    }
}
