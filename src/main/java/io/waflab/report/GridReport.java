package io.waflab.report;

import io.waflab.diagnose.Attempts;
import io.waflab.diagnose.Grid;
import io.waflab.diagnose.Sentence;
import io.waflab.diagnose.TuneAdvice;
import java.util.List;

/**
 * A grid of races as a map of heat: for a terminal, and as HTML that needs nothing else.
 *
 * @param grid what was counted
 * @param facts how it was played
 */
public record GridReport(Grid grid, List<Sentence> facts) {

    private static final int LABEL = 14;
    /** The sign stays on the line of its number. */
    private static final String UNBROKEN_PERCENT = "\u00a0%";

    private static final int CELL = 11;

    public GridReport {
        facts = List.copyOf(facts);
    }

    /** Within the style's columns; what is wider goes into several bands. */
    public String text(Sentences sentences, Style style) {
        var text = new StringBuilder();
        paragraph(text, "", sentences.text("tune.title"), style);
        facts.forEach(fact -> paragraph(text, "", sentences.text(fact), style));
        int fit = (style.width() - LABEL) / CELL;
        int columns = grid.columns().values().size();
        for (int first = 0; first < columns; first += fit) {
            text.append('\n');
            band(text, first, Math.min(columns, first + fit), sentences, style);
        }
        text.append('\n').append(style.bold(sentences.text("tune.advice"))).append('\n');
        TuneAdvice.of(grid).forEach(one -> paragraph(text, style.unicode() ? "· " : "- ", sentences.text(one), style));
        return text.toString();
    }

    private static void paragraph(StringBuilder text, String mark, String words, Style style) {
        var lines = Words.wrap(words, style.width() - mark.length());
        for (int i = 0; i < lines.size(); i++) {
            text.append(i == 0 ? mark : " ".repeat(mark.length()))
                    .append(lines.get(i))
                    .append('\n');
        }
    }

    private void band(StringBuilder text, int from, int to, Sentences sentences, Style style) {
        text.append(" ".repeat(LABEL)).append(grid.columns().name()).append('\n');
        var head = new StringBuilder(Words.left(shortName(), LABEL));
        for (int column = from; column < to; column++) {
            head.append(Words.left(sentences.text(value(grid.columns(), column)), CELL));
        }
        text.append(style.bold(head.toString().stripTrailing())).append('\n');
        for (int row = 0; row < grid.rows().values().size(); row++) {
            var counts = new StringBuilder(Words.left(sentences.text(value(grid.rows(), row)), LABEL));
            var intervals = new StringBuilder(" ".repeat(LABEL));
            for (int column = from; column < to; column++) {
                var cell = grid.cell(row, column);
                counts.append(painted(cell, Words.left(mark(cell, style) + " " + count(cell), CELL), style));
                intervals.append(Words.left("  " + interval(cell), CELL));
            }
            text.append(counts.toString().stripTrailing()).append('\n');
            text.append(style.dim(intervals.toString().stripTrailing())).append('\n');
        }
    }

    /** Without the part before the dot, which is too wide. */
    private String shortName() {
        var name = grid.rows().name();
        var end = name.substring(name.indexOf('.') + 1).replace("requests_per_minute", "per minute");
        return end.length() < LABEL ? end : end.substring(0, LABEL - 2);
    }

    private static Sentence value(Grid.Axis axis, int index) {
        return Sentence.of("tune.value", TuneAdvice.value(axis, index));
    }

    private static String count(Attempts cell) {
        return cell.raced() + "/" + cell.decided() + (cell.failed() > 0 ? " !" + cell.failed() : "");
    }

    private static String interval(Attempts cell) {
        if (cell.decided() == 0) {
            return "";
        }
        var interval = cell.interval();
        return Math.round(interval.low() * 100) + "-" + Math.round(interval.high() * 100) + " %";
    }

    private static String mark(Attempts cell, Style style) {
        if (cell.decided() == 0) {
            return "?";
        }
        int heat = cell.raced() == 0 ? 0 : cell.raced() == cell.decided() ? 4 : 1 + (int) (cell.share() * 3);
        return (style.unicode() ? "·░▒▓█" : ".-+*#").substring(heat, heat + 1);
    }

    private static String painted(Attempts cell, String words, Style style) {
        if (cell.decided() == 0) {
            return words;
        }
        return cell.raced() == 0 ? style.green(words) : cell.share() < 0.5 ? style.yellow(words) : style.red(words);
    }

    /** A whole page. */
    public String html(Sentences sentences) {
        var html = new StringBuilder();
        html.append(DiagnosisHtml.opening(sentences.text("tune.title"), "", sentences));
        facts.forEach(fact -> element(html, "p class=\"lead\"", sentences.text(fact)));
        table(html, sentences);
        element(html, "h2", sentences.text("tune.advice"));
        html.append("<ul>\n");
        TuneAdvice.of(grid).forEach(one -> element(html, "li", sentences.text(one)));
        return html.append("</ul>\n</main>\n</body>\n</html>\n").toString();
    }

    private void table(StringBuilder html, Sentences sentences) {
        html.append("<div class=\"scroll\">\n<table class=\"heat\">\n<tr><th></th><th colspan=\"")
                .append(grid.columns().values().size())
                .append("\">")
                .append(Html.escape(grid.columns().name()))
                .append("</th></tr>\n<tr>");
        element(html, "th", grid.rows().name());
        for (int column = 0; column < grid.columns().values().size(); column++) {
            element(html, "th", sentences.text(value(grid.columns(), column)));
        }
        html.append("</tr>\n");
        for (int row = 0; row < grid.rows().values().size(); row++) {
            html.append("<tr>");
            element(html, "th", sentences.text(value(grid.rows(), row)));
            for (int column = 0; column < grid.columns().values().size(); column++) {
                cell(html, grid.cell(row, column));
            }
            html.append("</tr>\n");
        }
        html.append("</table>\n</div>\n");
    }

    private static void cell(StringBuilder html, Attempts cell) {
        html.append("<td")
                .append(cell.decided() == 0 ? "" : " style=\"--share:" + Math.round(cell.share() * 100) + "%\"")
                .append("><b>")
                .append(count(cell))
                .append("</b><br><small>")
                .append(interval(cell))
                .append("</small></td>\n");
    }

    private static void element(StringBuilder html, String tag, String words) {
        html.append('<')
                .append(tag)
                .append('>')
                .append(Html.escape(words.replace(" %", UNBROKEN_PERCENT)))
                .append("</");
        html.append(tag.split(" ")[0]).append(">\n");
    }
}
