package io.waflab.report;

import io.waflab.diagnose.Diagnosis;
import io.waflab.diagnose.Summary;
import java.util.List;

/** Many diagnoses as a part of an HTML page: causes, a histogram of silences, and links to the connections shown. */
public final class SummaryHtml {

    private static final int LABEL = 110;
    private static final int BAR = 420;
    private static final int WIDTH = 820;
    private static final int ROW = 22;

    private SummaryHtml() {}

    /** @param shown the connections that have a section of their own on the page */
    public static String of(Summary summary, List<Diagnosis> shown, Sentences sentences) {
        return "<section>\n" + causes(summary, sentences) + silences(summary, sentences) + links(shown, sentences)
                + "</section>\n";
    }

    private static String causes(Summary summary, Sentences sentences) {
        var html = new StringBuilder(heading(sentences, "summary.causes")).append("<table>\n");
        summary.causes()
                .forEach((id, connections) -> html.append("<tr><td class=\"number\">")
                        .append(connections)
                        .append("</td><td>")
                        .append(Html.escape(id))
                        .append("</td></tr>\n"));
        return html.append("</table>\n").toString();
    }

    private static String silences(Summary summary, Sentences sentences) {
        var bins = summary.silences();
        if (bins.isEmpty()) {
            return "";
        }
        var most = bins.stream().mapToLong(Summary.Bin::count).max().orElse(1);
        var svg = new StringBuilder(heading(sentences, "summary.silences"));
        svg.append(String.format(
                "<svg viewBox=\"0 0 %d %d\" width=\"%d\" role=\"img\" aria-label=\"%s\">%n",
                WIDTH, bins.size() * ROW, WIDTH, Html.escape(sentences.text("summary.silences"))));
        for (var i = 0; i < bins.size(); i++) {
            var bin = bins.get(i);
            var length = Math.max(2, Math.round((double) BAR * bin.count() / most));
            svg.append(String.format(
                    "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>"
                            + "<rect class=\"bar\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"14\"/>"
                            + "<text class=\"bar\" x=\"%d\" y=\"%d\">%d</text>%n",
                    LABEL,
                    i * ROW + 15,
                    Html.escape(SummaryText.label(bin, sentences)),
                    LABEL + 10,
                    i * ROW + 4,
                    length,
                    LABEL + 18 + length,
                    i * ROW + 15,
                    bin.count()));
        }
        return svg.append("</svg>\n").toString();
    }

    private static String links(List<Diagnosis> shown, Sentences sentences) {
        if (shown.isEmpty()) {
            return "";
        }
        var html = new StringBuilder(heading(sentences, "summary.shown")).append("<ul>\n");
        for (var one : shown) {
            html.append(String.format(
                    "<li><a href=\"#c%d\">#%d</a> %s → %s: %s</li>%n",
                    one.story().number(),
                    one.story().number(),
                    Html.escape(one.story().client()),
                    Html.escape(one.story().server()),
                    Html.escape(one.finding().id())));
        }
        return html.append("</ul>\n").toString();
    }

    private static String heading(Sentences sentences, String key) {
        return "<h3>" + Html.escape(sentences.text(key)) + "</h3>\n";
    }
}
