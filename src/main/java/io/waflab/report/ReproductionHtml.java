package io.waflab.report;

import io.waflab.diagnose.Compared;
import io.waflab.diagnose.Diagnosis;
import java.util.List;
import java.util.Optional;

/** A reproduction as one HTML file that needs nothing else: the verdict, the two tables, and both flows side by side. */
public final class ReproductionHtml {

    private final Sentences sentences;
    private final StringBuilder html = new StringBuilder();

    private ReproductionHtml(Sentences sentences) {
        this.sentences = sentences;
    }

    /** A whole page. */
    public static String page(Reproduction reproduction, Sentences sentences) {
        var page = new ReproductionHtml(sentences);
        page.write(reproduction);
        return page.html.toString();
    }

    private void write(Reproduction reproduction) {
        html.append(
                DiagnosisHtml.opening(sentences.text("reproduction.title", reproduction.title()), "wide", sentences));
        html.append("<p class=\"verdict\"><b class=\"")
                .append(reproduction.reproduced() ? "sure" : "differs")
                .append("\">")
                .append(Html.escape(sentences.text(reproduction.verdict())))
                .append("</b></p>\n");
        reproduction.notes().forEach(note -> element("p", "lead", sentences.text(note)));
        table("reproduction.ends", reproduction.ends());
        if (!reproduction.course().isEmpty()) {
            table("reproduction.course", reproduction.course());
        }
        element("h2", "", sentences.text("reproduction.flows"));
        html.append("<div class=\"sides\">\n");
        reproduction.wanted().ifPresent(wanted -> side("reproduction.wanted", wanted));
        side("reproduction.made", reproduction.made());
        html.append("</div>\n</main>\n</body>\n</html>\n");
    }

    private void table(String heading, List<Compared> rows) {
        element("h2", "", sentences.text(heading));
        html.append("<div class=\"scroll\">\n<table class=\"compared\">\n<tr>");
        for (var column : List.of("what", "wanted", "made", "agrees")) {
            html.append("<th>")
                    .append(Html.escape(sentences.text("reproduction." + column)))
                    .append("</th>");
        }
        html.append("</tr>\n");
        for (var row : rows) {
            html.append("<tr>");
            cell("", sentences.text(row.what()));
            cell("", sentences.text(row.first()));
            cell("", sentences.text(row.second()));
            cell(
                    row.agreement().word(),
                    sentences.text("agreement." + row.agreement().word()));
            html.append("</tr>\n");
        }
        html.append("</table>\n</div>\n");
    }

    private void cell(String kind, String words) {
        html.append(kind.isEmpty() ? "<td>" : "<td class=\"" + kind + "\">")
                .append(breakable(words))
                .append("</td>");
    }

    /** Ciphers and endings are long words: on a narrow screen they break where they have parts. */
    private static String breakable(String words) {
        return Html.escape(words).replace("_", "_<wbr>").replace("+", "+<wbr>");
    }

    private void side(String heading, Diagnosis diagnosis) {
        html.append("<div class=\"side\">\n");
        element("h3", "", sentences.text(heading));
        element(
                "p",
                "facts",
                diagnosis.story().client() + " → " + diagnosis.story().server());
        element("p", "facts", DiagnosisText.facts(diagnosis.story(), sentences));
        html.append("<div class=\"scroll\">\n")
                .append(FlowGraph.of(diagnosis.story().observations(), Optional.of(diagnosis.finding()), sentences))
                .append("</div>\n</div>\n");
    }

    private void element(String name, String kind, String words) {
        html.append('<').append(name);
        if (!kind.isEmpty()) {
            html.append(" class=\"").append(kind).append('"');
        }
        html.append('>').append(Html.escape(words)).append("</").append(name).append(">\n");
    }
}
