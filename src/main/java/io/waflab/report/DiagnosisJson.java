package io.waflab.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.waflab.diagnose.Diagnosis;
import io.waflab.diagnose.Finding;
import io.waflab.diagnose.Sentence;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Diagnoses as one JSON object, written connection by connection: {@code {"file": ..., "connections": [...], "packets":
 * 42}}. Field names are fixed; {@code protocol} is the TLS version, or {@code TCP} without TLS.
 */
public final class DiagnosisJson implements Closeable {

    private final JsonGenerator json;
    private final Sentences sentences;

    /** Begins the object. Closing this closes the writer. */
    public DiagnosisJson(Writer out, Sentences sentences, String file) throws IOException {
        this.sentences = sentences;
        json = new JsonFactory().createGenerator(out);
        json.setPrettyPrinter(new DefaultPrettyPrinter());
        json.writeStartObject();
        json.writeStringField("file", file);
        json.writeArrayFieldStart("connections");
    }

    public void connection(Diagnosis diagnosis) throws IOException {
        var story = diagnosis.story();
        var finding = diagnosis.finding();
        json.writeStartObject();
        json.writeNumberField("number", story.number());
        json.writeStringField("client", story.client());
        json.writeStringField("server", story.server());
        json.writeStringField("protocol", protocol(diagnosis));
        json.writeStringField("sni", story.tls().sni());
        json.writeStringField("cause", finding.id());
        json.writeNumberField("confidence", round(finding.confidence(), 2));
        ids(finding);
        json.writeStringField("closed_by", finding.closer());
        json.writeStringField("how", finding.how().word());
        json.writeStringField("phase", finding.phase().word());
        gap(finding.gap());
        json.writeObjectFieldStart("frames");
        json.writeNumberField("last_data", finding.lastData());
        json.writeNumberField("close", finding.close());
        json.writeEndObject();
        json.writeStringField("sentence", sentences.text(finding.sentence()));
        texts("evidence", finding.evidence());
        texts("advice", finding.advice());
        symptoms(finding);
        texts(
                "would_tell",
                finding.alternatives().stream().map(Finding.Alternative::tells).toList());
        json.writeEndObject();
    }

    /**
     * Ends the object.
     *
     * @param packets in the file, as far as it could be read
     * @param problem why no further; empty for a file that was read whole
     */
    public void end(long packets, String problem) throws IOException {
        json.writeEndArray();
        json.writeNumberField("packets", packets);
        if (!problem.isEmpty()) {
            json.writeStringField("problem", problem);
        }
        json.writeEndObject();
        json.writeRaw('\n');
    }

    @Override
    public void close() throws IOException {
        json.close();
    }

    /** The TLS version as the server chose it, or {@code TCP}. */
    static String protocol(Diagnosis diagnosis) {
        var version = diagnosis.story().tls().version();
        return version.isEmpty() ? "TCP" : version;
    }

    private void ids(Finding finding) throws IOException {
        json.writeArrayFieldStart("alternatives");
        for (var alternative : finding.alternatives()) {
            json.writeString(alternative.id());
        }
        json.writeEndArray();
    }

    private void symptoms(Finding finding) throws IOException {
        json.writeArrayFieldStart("symptoms");
        for (var symptom : finding.symptoms()) {
            json.writeStartObject();
            json.writeStringField("program", symptom.program());
            json.writeStringField("text", symptom.text());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void gap(Optional<Duration> gap) throws IOException {
        if (gap.isPresent()) {
            json.writeNumberField("gap_s", round(gap.get().toNanos() / 1e9, 3));
        } else {
            json.writeNullField("gap_s");
        }
    }

    private void texts(String name, List<Sentence> said) throws IOException {
        json.writeArrayFieldStart(name);
        for (var sentence : said) {
            json.writeString(sentences.text(sentence));
        }
        json.writeEndArray();
    }

    private static BigDecimal round(double value, int digits) {
        var rounded =
                BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_UP).stripTrailingZeros();
        return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
    }
}
