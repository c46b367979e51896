package io.waflab.report;

import io.waflab.connection.Cause;
import io.waflab.diagnose.Diagnosis;
import io.waflab.diagnose.Finding;
import io.waflab.diagnose.Sentence;
import io.waflab.journal.ConnectionStory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A diagnosis for a terminal: the finding, what shows it, what to change, and the connection from its SYN to its end. */
public final class DiagnosisText {

    private static final double SURE = 0.9;
    private static final Duration SILENCE = Duration.ofMillis(500);

    private final Sentences sentences;
    private final Style style;
    private final StringBuilder text = new StringBuilder();

    private DiagnosisText(Sentences sentences, Style style) {
        this.sentences = sentences;
        this.style = style;
    }

    /** Lines of at most the style's width, each ended by a line feed. */
    public static String of(Diagnosis diagnosis, Sentences sentences, Style style) {
        var report = new DiagnosisText(sentences, style);
        report.write(diagnosis.story(), diagnosis.finding());
        return report.text.toString();
    }

    private void write(ConnectionStory story, Finding finding) {
        line(style.bold("#" + story.number() + "  " + ends(story)));
        paragraph("    ", facts(story));
        line("    " + verdict(finding));
        paragraph("    ", manner(finding, sentences));
        frames(finding, sentences).ifPresent(words -> paragraph("    ", words));
        text.append('\n');
        paragraph("  ", sentences.text(finding.sentence()));
        items("report.evidence", finding.evidence());
        items("report.symptoms", symptoms(finding, sentences));
        items("report.advice", finding.advice());
        items("report.alternatives", alternatives(finding));
        text.append('\n');
        line("  " + style.bold(sentences.text("report.wire")));
        if (story.leftOut() > 0) {
            paragraph("  ", sentences.text("report.left-out", story.leftOut()));
        }
        text.append('\n').append(Timeline.of(story.observations(), style, sentences));
    }

    private String ends(ConnectionStory story) {
        return Words.escape(story.client()) + (style.unicode() ? " → " : " -> ") + Words.escape(story.server());
    }

    /** What is to be said in place of a version; empty where one was chosen, or nothing at all was sent. */
    private static Optional<String> version(ConnectionStory story) {
        var tls = story.tls();
        if (!tls.version().isEmpty()
                || story.fromClient().bytes() + story.fromServer().bytes() == 0) {
            return Optional.empty();
        }
        if (!tls.clientRandom().isEmpty()) {
            return Optional.of("report.tls-undecided");
        }
        var isTls = story.fromClient().records() + story.fromServer().records() > 0;
        if (isTls && story.sight().fromTheStart()) {
            return Optional.of("report.tls-hellos-missed");
        }
        return Optional.of(isTls ? "report.tls-begun-before" : "report.no-tls");
    }

    /** What the handshake showed, in one line: {@code TLSv1.2, example.com, h2, TLS_AES_128_GCM_SHA256}. */
    private String facts(ConnectionStory story) {
        return facts(story, sentences);
    }

    static String facts(ConnectionStory story, Sentences sentences) {
        var tls = story.tls();
        var facts = new ArrayList<String>();
        version(story).ifPresent(key -> facts.add(sentences.text(key)));
        if (!tls.version().isEmpty()) {
            facts.add(tls.version());
        }
        for (var fact : List.of(tls.sni(), tls.alpn(), tls.cipher())) {
            if (!fact.isEmpty()) {
                facts.add(Words.escape(fact));
            }
        }
        if (tls.resumed()) {
            facts.add(sentences.text("report.resumed"));
        }
        facts.add(sentences.text(
                "report.traffic",
                story.fromClient().packets() + story.fromServer().packets(),
                story.fromClient().bytes(),
                story.fromServer().bytes()));
        return String.join(", ", facts);
    }

    private String verdict(Finding finding) {
        var words = sentences.text("report.verdict", finding.id(), Math.round(finding.confidence() * 100));
        return finding.confidence() >= SURE ? style.green(words) : style.yellow(words);
    }

    /** Who, how, when and after what silence; a late answer is no silence before the close. */
    static String manner(Finding finding, Sentences sentences) {
        var who = sentences.text("closed-by." + finding.closer());
        var phase = sentences.text("phase." + finding.phase().word());
        var how = finding.how().word();
        var key = finding.cause() == Cause.RESPONSE_TIMEOUT ? "report.manner.wait" : "report.manner.gap";
        return finding.gap()
                .filter(gap -> gap.compareTo(SILENCE) >= 0)
                .map(gap -> sentences.text(key, who, how, phase, gap))
                .orElseGet(() -> sentences.text("report.manner", who, how, phase));
    }

    /** Where in the capture that is, as Wireshark counts; empty where there is neither. */
    static Optional<String> frames(Finding finding, Sentences sentences) {
        if (finding.close() == 0 && finding.lastData() == 0) {
            return Optional.empty();
        }
        var key = finding.close() == 0
                ? "report.frames.data"
                : finding.lastData() == 0 ? "report.frames.close" : "report.frames";
        return Optional.of(sentences.text(key, finding.lastData(), finding.close()));
    }

    static List<Sentence> alternatives(Finding finding) {
        return finding.alternatives().stream()
                .map(other -> Sentence.of("report.alternative", other.id(), other.tells()))
                .toList();
    }

    /** What programs print stays as they print it. */
    static List<Sentence> symptoms(Finding finding, Sentences sentences) {
        return finding.symptoms().stream()
                .map(seen -> Sentence.of(
                        "report.symptom",
                        Details.ofSymptom(sentences, seen.program()),
                        Details.ofSymptom(sentences, seen.text())))
                .toList();
    }

    private void items(String heading, List<Sentence> items) {
        if (items.isEmpty()) {
            return;
        }
        text.append('\n');
        line("  " + style.bold(sentences.text(heading)));
        for (var item : items) {
            hanging(sentences.text(item));
        }
    }

    private void hanging(String words) {
        var bullet = style.unicode() ? "  • " : "  - ";
        var lines = Words.wrap(words, style.width() - 4);
        for (var i = 0; i < lines.size(); i++) {
            line((i == 0 ? bullet : "    ") + lines.get(i));
        }
    }

    private void paragraph(String indent, String words) {
        Words.wrap(words, style.width() - indent.length()).forEach(line -> line(indent + line));
    }

    private void line(String words) {
        text.append(words).append('\n');
    }
}
