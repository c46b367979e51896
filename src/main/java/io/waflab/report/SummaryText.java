package io.waflab.report;

import io.waflab.diagnose.Diagnosis;
import io.waflab.diagnose.Summary;
import java.util.List;

/** Many diagnoses in a few lines: causes, a histogram of silences, and the connections worth opening. */
public final class SummaryText {

    private static final int BAR = 30;
    private static final int COUNT = 10;
    private static final int LABEL = 16;

    private final Sentences sentences;
    private final Style style;
    private final StringBuilder text = new StringBuilder();

    private SummaryText(Sentences sentences, Style style) {
        this.sentences = sentences;
        this.style = style;
    }

    /**
     * Lines of at most the style's width, each ended by a line feed.
     *
     * @param worth the connections to be named, as {@link Summary#worthOpening} gives them
     */
    public static String of(Summary summary, List<Diagnosis> worth, Sentences sentences, Style style) {
        var report = new SummaryText(sentences, style);
        report.causes(summary);
        report.silences(summary);
        report.worth(worth);
        return report.text.toString();
    }

    private void causes(Summary summary) {
        heading("summary.causes");
        summary.causes()
                .forEach((id, connections) -> line(Words.right(String.valueOf(connections), COUNT) + "  " + id));
    }

    private void silences(Summary summary) {
        var bins = summary.silences();
        if (bins.isEmpty()) {
            return;
        }
        heading("summary.silences");
        var most = bins.stream().mapToLong(Summary.Bin::count).max().orElse(1);
        for (var bin : bins) {
            var length = (int) Math.max(1, Math.round((double) BAR * bin.count() / most));
            line(Words.right(label(bin, sentences), LABEL) + "  "
                    + style.yellow((style.unicode() ? "█" : "#").repeat(length))
                    + " ".repeat(BAR - length)
                    + Words.right(String.valueOf(bin.count()), COUNT));
        }
    }

    /** {@code 120 s}, or {@code 60 to 75 s} for a bin of several seconds. */
    static String label(Summary.Bin bin, Sentences sentences) {
        return bin.to() == bin.from() + 1
                ? sentences.text("seconds", bin.from())
                : sentences.text("summary.range", bin.from(), bin.to());
    }

    private void worth(List<Diagnosis> worth) {
        if (worth.isEmpty()) {
            return;
        }
        heading("summary.worth");
        for (var one : worth) {
            var story = one.story();
            Words.wrap(
                            "#" + story.number() + "  " + Words.escape(story.client())
                                    + (style.unicode() ? " → " : " -> ") + Words.escape(story.server()) + "  "
                                    + one.finding().id(),
                            style.width() - 4)
                    .forEach(line -> line("    " + line));
        }
    }

    private void heading(String key) {
        text.append('\n');
        line("  " + style.bold(sentences.text(key)));
    }

    private void line(String words) {
        text.append(words).append('\n');
    }
}
