package io.waflab.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.waflab.diagnose.Compared;
import io.waflab.diagnose.Sentence;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** A reproduction as one JSON object. */
public final class ReproductionJson {

    private final Sentences sentences;

    private ReproductionJson(Sentences sentences) {
        this.sentences = sentences;
    }

    /**
     * {@code reproduced}, {@code verdict}, {@code cause} (wanted and made), {@code ends} and {@code course} with {@code
     * what}, {@code wanted}, {@code made}, {@code agreement} ({@code same}, {@code near}, {@code differs}), and {@code
     * notes}. Texts are in the language, ids are not.
     */
    public static String of(Reproduction reproduction, Sentences sentences) {
        var text = new StringWriter();
        try (var json = new JsonFactory().createGenerator(text)) {
            json.setPrettyPrinter(new DefaultPrettyPrinter());
            new ReproductionJson(sentences).write(reproduction, json);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text + "\n";
    }

    private void write(Reproduction reproduction, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("title", reproduction.title());
        json.writeBooleanField("reproduced", reproduction.reproduced());
        json.writeStringField("verdict", sentences.text(reproduction.verdict()));
        json.writeStringField("cause", reproduction.made().finding().id());
        rows("ends", reproduction.ends(), json);
        rows("course", reproduction.course(), json);
        json.writeArrayFieldStart("notes");
        for (Sentence note : reproduction.notes()) {
            json.writeString(sentences.text(note));
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void rows(String name, List<Compared> rows, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart(name);
        for (var row : rows) {
            json.writeStartObject();
            json.writeStringField("what", sentences.text(row.what()));
            json.writeStringField("wanted", sentences.text(row.first()));
            json.writeStringField("made", sentences.text(row.second()));
            json.writeStringField("agreement", row.agreement().word());
            json.writeBooleanField("decides", row.decides());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
