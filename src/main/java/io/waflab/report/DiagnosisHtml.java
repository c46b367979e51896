package io.waflab.report;

import io.waflab.diagnose.Diagnosis;
import io.waflab.diagnose.Sentence;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Diagnoses as one HTML file that needs nothing else: no script, no font, no address. */
public final class DiagnosisHtml {

    private final Sentences sentences;
    private final StringBuilder html = new StringBuilder();

    private DiagnosisHtml(Sentences sentences) {
        this.sentences = sentences;
    }

    /**
     * A whole page.
     *
     * @param title the capture's name
     * @param lead what was read, in sentences
     * @param summary of all connections, as HTML; may be empty
     * @param diagnoses those to be shown, a section each
     */
    public static String page(
            String title, List<String> lead, String summary, List<Diagnosis> diagnoses, Sentences sentences) {
        var page = new DiagnosisHtml(sentences);
        page.head(title, lead);
        page.html.append(summary);
        diagnoses.forEach(page::section);
        page.html.append("</main>\n</body>\n</html>\n");
        return page.html.toString();
    }

    private void head(String title, List<String> lead) {
        html.append(opening(title, "", sentences));
        lead.forEach(words -> element("p", "lead", words));
    }

    /** A page up to its heading. @param kind the class of its main element; empty for none */
    static String opening(String title, String kind, Sentences sentences) {
        return "<!DOCTYPE html>\n<html lang=\"" + sentences.language().word()
                + "\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>"
                + Html.escape(title) + "</title>\n<style>\n" + style() + "</style>\n</head>\n<body>\n<main"
                + (kind.isEmpty() ? "" : " class=\"" + kind + "\"") + ">\n<h1>" + Html.escape(title) + "</h1>\n";
    }

    private static String style() {
        try (InputStream css = DiagnosisHtml.class.getResourceAsStream("report.css")) {
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void section(Diagnosis diagnosis) {
        var story = diagnosis.story();
        var finding = diagnosis.finding();
        html.append("<section id=\"c").append(story.number()).append("\">\n");
        element("h2", "", "#" + story.number() + "  " + story.client() + " → " + story.server());
        element("p", "facts", DiagnosisText.facts(story, sentences));
        html.append("<p class=\"verdict\"><b>")
                .append(Html.escape(finding.id()))
                .append("</b> <span class=\"")
                .append(finding.confidence() >= 0.9 ? "sure" : "unsure")
                .append("\">")
                .append(Html.escape(sentences.text("report.sure", Math.round(finding.confidence() * 100))))
                .append("</span></p>\n");
        element("p", "manner", DiagnosisText.manner(finding, sentences));
        DiagnosisText.frames(finding, sentences).ifPresent(words -> element("p", "frames", words));
        element("p", "sentence", sentences.text(finding.sentence()));
        items("report.evidence", finding.evidence());
        items("report.symptoms", DiagnosisText.symptoms(finding, sentences));
        items("report.advice", finding.advice());
        items("report.alternatives", DiagnosisText.alternatives(finding));
        element("h3", "", sentences.text("report.wire"));
        html.append("<div class=\"scroll\">\n")
                .append(FlowGraph.of(story.observations(), Optional.of(finding), sentences))
                .append("</div>\n</section>\n");
    }

    private void items(String heading, List<Sentence> items) {
        if (items.isEmpty()) {
            return;
        }
        element("h3", "", sentences.text(heading));
        html.append("<ul>\n");
        items.forEach(item -> element("li", "", sentences.text(item)));
        html.append("</ul>\n");
    }

    private void element(String name, String kind, String words) {
        html.append('<').append(name);
        if (!kind.isEmpty()) {
            html.append(" class=\"").append(kind).append('"');
        }
        html.append('>').append(Html.escape(words)).append("</").append(name).append(">\n");
    }
}
