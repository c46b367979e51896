package io.waflab.journal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** An observation as one line of JSON, the form of {@code --journal} files. */
public final class ObservationJson {

    private static final JsonFactory JSON = new JsonFactory();

    private ObservationJson() {}

    /**
     * {@code {"connection":1,"client":"10.0.0.5:51544","t":120.000123,"leg":"downstream","by":"server","what":"alert",
     * "size":26,"detail":"close_notify"}}; size, detail and frame only where they say something.
     *
     * @param connection its number
     * @param client its client's address and port
     */
    public static String line(long connection, String client, Observation observation) {
        return object(json -> {
            json.writeNumberField("connection", connection);
            json.writeStringField("client", client);
            write(observation, json);
        });
    }

    /** The same for a story that is the only one: without connection and client. */
    public static String line(Observation observation) {
        return object(json -> write(observation, json));
    }

    /** What goes between the braces. */
    private interface Fields {
        void writeTo(JsonGenerator json) throws IOException;
    }

    private static String object(Fields fields) {
        var text = new StringWriter(160);
        try (var json = JSON.createGenerator(text)) {
            json.writeStartObject();
            fields.writeTo(json);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private static void write(Observation observation, JsonGenerator json) throws IOException {
        json.writeFieldName("t");
        json.writeNumber(seconds(observation.nanos()));
        json.writeStringField("leg", word(observation.leg()));
        json.writeStringField("by", word(observation.by()));
        json.writeStringField("what", word(observation.what()));
        if (observation.size() != 0) {
            json.writeNumberField("size", observation.size());
        }
        if (!observation.detail().isEmpty()) {
            json.writeStringField("detail", observation.detail());
        }
        if (observation.frame() != 0) {
            json.writeNumberField("frame", observation.frame());
        }
    }

    /** To the microsecond. (String.format makes 2 KiB of garbage a line.) */
    private static String seconds(long nanos) {
        return BigDecimal.valueOf(nanos, 9).setScale(6, RoundingMode.HALF_UP).toPlainString();
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
