package io.waflab.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.waflab.clients.Conclusion;
import io.waflab.clients.Expected;
import io.waflab.clients.LibraryPlay.Played;
import io.waflab.clients.Outcome;
import io.waflab.clients.WireEvent;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a library's application got, and the wire next to it, as one JSON object. Times are in seconds, as played. */
final class LibraryJson {

    /**
     * What was played.
     *
     * @param version the library's, and what it runs on
     * @param expected empty where another's server answered, or the request was for a path of one's own
     */
    record Run(
            String library,
            String version,
            String scenario,
            double speed,
            Played played,
            List<String> remedies,
            Optional<Expected> expected,
            boolean asExpected) {}

    private final JsonGenerator json;

    private LibraryJson(JsonGenerator json) {
        this.json = json;
    }

    private static LibraryJson to(PrintWriter out) throws IOException {
        var json = new JsonFactory().createGenerator(out);
        json.setPrettyPrinter(new DefaultPrettyPrinter());
        return new LibraryJson(json);
    }

    static void write(PrintWriter out, Run run) throws IOException {
        to(out).write(run);
    }

    /** Of a run that was stopped: what had come by then, and no conclusion. */
    static void stopped(PrintWriter out, String library, String version, Played soFar) throws IOException {
        to(out).stopped(library, version, soFar);
    }

    private void stopped(String library, String version, Played soFar) throws IOException {
        begin(library, version);
        json.writeBooleanField("stopped_early", true);
        played(soFar);
        end();
    }

    private void begin(String library, String version) throws IOException {
        json.writeStartObject();
        json.writeStringField("library", library);
        json.writeStringField("version", version);
    }

    private void end() throws IOException {
        json.writeEndObject();
        json.writeRaw("\n");
        json.flush();
    }

    private void write(Run run) throws IOException {
        var conclusion = new Conclusion(run.played());
        begin(run.library(), run.version());
        json.writeStringField("scenario", run.scenario());
        json.writeNumberField("speed", run.speed());
        played(run.played());
        json.writeBooleanField("raced", conclusion.raced());
        json.writeBooleanField("opened_another", conclusion.openedAnother());
        json.writeStringField(
                "closed_by",
                conclusion
                        .closedBy()
                        .map(peer -> peer.name().toLowerCase(Locale.ROOT))
                        .orElse("nobody"));
        if (conclusion.idle().isPresent()) {
            json.writeNumberField("idle_s", seconds(conclusion.idle().get()));
        }
        json.writeStringField("sentence", conclusion.sentence());
        strings("goes_away_with", run.remedies());
        if (run.expected().isPresent()) {
            write(run.expected().get(), run.asExpected());
        }
        end();
    }

    private void played(Played played) throws IOException {
        json.writeArrayFieldStart("requests");
        for (var outcome : played.outcomes()) {
            write(outcome);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("wire");
        for (var event : played.events()) {
            write(event);
        }
        json.writeEndArray();
        json.writeNumberField("connection", played.connection());
    }

    private void write(Outcome outcome) throws IOException {
        json.writeStartObject();
        json.writeNumberField("asked_s", seconds(Duration.ofNanos(outcome.asked())));
        json.writeNumberField("got_s", seconds(Duration.ofNanos(outcome.got())));
        json.writeBooleanField("answered", outcome.isAnswer());
        if (outcome.isAnswer()) {
            json.writeNumberField("status", outcome.status());
            json.writeStringField("answer", outcome.told());
        }
        strings("failures", outcome.failures().stream().map(Object::toString).toList());
        json.writeEndObject();
    }

    private void write(WireEvent event) throws IOException {
        var seen = event.seen();
        json.writeStartObject();
        json.writeNumberField("s", seconds(Duration.ofNanos(seen.nanos())));
        json.writeNumberField("connection", event.connection());
        json.writeStringField("by", seen.by().name().toLowerCase(Locale.ROOT));
        json.writeStringField("what", seen.what().name());
        json.writeNumberField("bytes", seen.size());
        json.writeStringField("detail", seen.detail());
        json.writeEndObject();
    }

    private void write(Expected expected, boolean asExpected) throws IOException {
        json.writeObjectFieldStart("expected");
        json.writeBooleanField("answer", expected.answer());
        json.writeBooleanField("race", expected.raced());
        json.writeStringField("because", expected.because());
        json.writeEndObject();
        json.writeBooleanField("as_expected", asExpected);
    }

    private void strings(String name, List<String> all) throws IOException {
        json.writeArrayFieldStart(name);
        for (var one : all) {
            json.writeString(one);
        }
        json.writeEndArray();
    }

    private static double seconds(Duration time) {
        return Math.round(time.toNanos() / 1e3) / 1e6;
    }
}
