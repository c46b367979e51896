package io.waflab.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Diagnoses as one JSON object, written connection by connection: {@code {"file": ..., "connections": [...], "packets":
 * 42}}. Field names are fixed; {@code protocol} is the TLS version, or {@code TCP} without TLS.
 */
public final class DiagnosisJson implements Closeable {

    /** Of a connection's object. */
    private enum Field {
        NUMBER,
        CLIENT,
        SERVER,
        PROTOCOL,
        SNI,
        CAUSE,
        CONFIDENCE,
        ALTERNATIVES,
        CLOSED_BY,
        HOW,
        PHASE,
        GAP_S,
        FRAMES,
        LAST_DATA,
        CLOSE,
        SENTENCE,
        EVIDENCE,
        ADVICE,
        SYMPTOMS,
        PROGRAM,
        TEXT,
        WOULD_TELL;

        private final SerializedString name = new SerializedString(name().toLowerCase(Locale.ROOT));
    }

    /**
     * What was found in a second capture.
     *
     * @param matched connections that are in both
     * @param lookedFor of so many of the first
     * @param among of so many of the second; where either has more, those are not compared
     * @param problem why it was read no further; empty for a file that was read whole
     */
    public record Far(String file, long matched, long lookedFor, long among, String problem) {}

    private final JsonGenerator json;
    private final Sentences sentences;
    /** Confidences, of which the rules know a few dozen. */
    private final Map<Double, BigDecimal> rounded = new HashMap<>();
    /** By the sentence's key. */
    private final Map<String, SerializedString> constant = new HashMap<>();
    /** How many connections keys opened; negative where there were no keys. */
    private long decrypted = -1;

    private String notDecrypted = "";

    private Optional<Far> far = Optional.empty();

    /** Begins the object. Closing this flushes the writer and leaves it open: its owner asks it for what went wrong. */
    public DiagnosisJson(Writer out, Sentences sentences, String file) throws IOException {
        this.sentences = sentences;
        json = new JsonFactory().createGenerator(out);
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.setPrettyPrinter(new DefaultPrettyPrinter());
        json.writeStartObject();
        json.writeStringField("file", file);
        json.writeArrayFieldStart("connections");
    }

    public void connection(Diagnosis diagnosis) throws IOException {
        var story = diagnosis.story();
        var finding = diagnosis.finding();
        json.writeStartObject();
        number(Field.NUMBER, story.number());
        text(Field.CLIENT, story.client());
        text(Field.SERVER, story.server());
        text(Field.PROTOCOL, protocol(diagnosis));
        text(Field.SNI, story.tls().sni());
        text(Field.CAUSE, finding.id());
        json.writeFieldName(Field.CONFIDENCE.name);
        json.writeNumber(rounded.computeIfAbsent(finding.confidence(), DiagnosisJson::round));
        ids(finding);
        text(Field.CLOSED_BY, finding.closer());
        text(Field.HOW, finding.how().word());
        text(Field.PHASE, finding.phase().word());
        gap(finding.gap());
        json.writeFieldName(Field.FRAMES.name);
        json.writeStartObject();
        number(Field.LAST_DATA, finding.lastData());
        number(Field.CLOSE, finding.close());
        json.writeEndObject();
        json.writeFieldName(Field.SENTENCE.name);
        say(finding.sentence());
        texts(Field.EVIDENCE, finding.evidence());
        texts(Field.ADVICE, finding.advice());
        symptoms(finding);
        array(Field.WOULD_TELL);
        for (var alternative : finding.alternatives()) {
            say(alternative.tells());
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /**
     * There were keys.
     *
     * @param connections how many they opened
     * @param problem why none, or not all; empty where all went well
     */
    public void decrypted(long connections, String problem) {
        decrypted = connections;
        notDecrypted = problem;
    }

    /** There was a second capture. */
    public void beside(Far found) {
        far = Optional.of(found);
    }

    /**
     * Ends the object.
     *
     * @param packets in the file, as far as it could be read
     * @param givenUp connections that were told before they had ended, to make room for others
     * @param problem why no further; empty for a file that was read whole
     */
    public void end(long packets, long givenUp, String problem) throws IOException {
        json.writeEndArray();
        json.writeNumberField("packets", packets);
        if (givenUp > 0) {
            json.writeNumberField("given_up", givenUp);
        }
        if (decrypted >= 0) {
            json.writeNumberField("decrypted", decrypted);
        }
        if (!notDecrypted.isEmpty()) {
            json.writeStringField("not_decrypted", notDecrypted);
        }
        if (!problem.isEmpty()) {
            json.writeStringField("problem", problem);
        }
        if (far.isPresent()) {
            far(far.get());
        }
        json.writeEndObject();
        json.writeRaw('\n');
    }

    private void far(Far found) throws IOException {
        json.writeObjectFieldStart("far");
        json.writeStringField("file", found.file());
        json.writeNumberField("matched", found.matched());
        json.writeNumberField("looked_for", found.lookedFor());
        json.writeNumberField("among", found.among());
        if (!found.problem().isEmpty()) {
            json.writeStringField("problem", found.problem());
        }
        json.writeEndObject();
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
        array(Field.ALTERNATIVES);
        for (var alternative : finding.alternatives()) {
            json.writeString(alternative.id());
        }
        json.writeEndArray();
    }

    private void symptoms(Finding finding) throws IOException {
        array(Field.SYMPTOMS);
        for (var symptom : finding.symptoms()) {
            json.writeStartObject();
            text(Field.PROGRAM, symptom.program());
            text(Field.TEXT, symptom.text());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void gap(Optional<Duration> gap) throws IOException {
        json.writeFieldName(Field.GAP_S.name);
        if (gap.isPresent()) {
            json.writeNumber(seconds(gap.get().toNanos()));
        } else {
            json.writeNull();
        }
    }

    private void texts(Field name, List<Sentence> said) throws IOException {
        array(name);
        for (var sentence : said) {
            say(sentence);
        }
        json.writeEndArray();
    }

    private void array(Field name) throws IOException {
        json.writeFieldName(name.name);
        json.writeStartArray();
    }

    private void text(Field name, String value) throws IOException {
        json.writeFieldName(name.name);
        json.writeString(value);
    }

    private void number(Field name, int value) throws IOException {
        json.writeFieldName(name.name);
        json.writeNumber(value);
    }

    /** Those without arguments are the same every time, and kept as they are written. */
    private void say(Sentence sentence) throws IOException {
        if (sentence.arguments().isEmpty()) {
            json.writeString(
                    constant.computeIfAbsent(sentence.key(), key -> new SerializedString(sentences.text(sentence))));
        } else {
            json.writeString(sentences.text(sentence));
        }
    }

    private static BigDecimal round(double confidence) {
        return plain(BigDecimal.valueOf(confidence).setScale(2, RoundingMode.HALF_UP));
    }

    /** To the millisecond. */
    private static BigDecimal seconds(long nanos) {
        return plain(BigDecimal.valueOf(nanos, 9).setScale(3, RoundingMode.HALF_UP));
    }

    /** Without zeros at its end, and without an exponent. */
    private static BigDecimal plain(BigDecimal value) {
        var stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
