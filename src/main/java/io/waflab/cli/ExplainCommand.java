package io.waflab.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.waflab.diagnose.Disconnects;
import io.waflab.diagnose.Disconnects.Match;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code waflab explain}: from what a log says to what crossed the wire, and what to change. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = "Finds the classical disconnects that show a symptom: an exception, an error message, a status.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:found", "1:nothing shows that symptom", "2:wrong usage"})
final class ExplainCommand implements Callable<Integer> {

    enum Format {
        TEXT,
        JSON
    }

    @Parameters(arity = "1..*", paramLabel = "TEXT", description = "What the log says, or a part of it.")
    private List<String> words;

    @Option(names = "--format", paramLabel = "FORMAT", description = "text or json (default: text).")
    private Format format = Format.TEXT;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        var symptom = String.join(" ", words);
        var found = Disconnects.all().search(symptom);
        if (format == Format.JSON) {
            JsonRows.print(spec.commandLine().getOut(), found, ExplainCommand::json);
        } else {
            found.forEach(match -> text(spec.commandLine().getOut(), match));
        }
        if (found.isEmpty()) {
            new Complaint(spec.commandLine().getErr(), false)
                    .say("nothing shows \"" + symptom + "\"" + nearest(symptom));
            return Main.NO;
        }
        return Main.DONE;
    }

    private static String nearest(String symptom) {
        var nearest = Disconnects.all().nearest(symptom);
        return nearest.isEmpty()
                ? " (expected: an exception's name or a part of an error message)"
                : " (nearest: "
                        + nearest.stream()
                                .map(match -> "\"" + match.symptom().text() + "\"")
                                .collect(Collectors.joining(", "))
                        + ")";
    }

    private static void text(PrintWriter out, Match match) {
        var entry = match.entry();
        out.println(entry.id());
        out.print(Paragraph.of(
                "  symptom: ",
                "    ",
                match.symptom().text() + " (" + match.symptom().program() + ")"));
        out.print(Paragraph.of("  wire:    ", "    ", entry.wire()));
        out.print(Paragraph.of("  why:     ", "    ", entry.why()));
        out.print(Paragraph.of("  client:  ", "    ", entry.client()));
        out.print(Paragraph.of("  server:  ", "    ", entry.server()));
        out.print(Paragraph.of("  causes:  ", "    ", String.join(", ", entry.causes())));
        if (!entry.threads().isEmpty()) {
            out.print(Paragraph.of("  threads: ", "    ", String.join(", ", entry.threads())));
        }
        out.println();
    }

    private static void json(JsonGenerator json, Match match) throws IOException {
        var entry = match.entry();
        json.writeStartObject();
        json.writeStringField("id", entry.id());
        json.writeNumberField("score", Math.round(match.score() * 100) / 100.0);
        json.writeArrayFieldStart("symptoms");
        for (var symptom : entry.symptoms()) {
            json.writeStartObject();
            json.writeStringField("program", symptom.program());
            json.writeStringField("text", symptom.text());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeStringField("wire", entry.wire());
        json.writeStringField("why", entry.why());
        json.writeStringField("client", entry.client());
        json.writeStringField("server", entry.server());
        texts(json, "causes", entry.causes());
        texts(json, "threads", entry.threads());
        json.writeEndObject();
    }

    private static void texts(JsonGenerator json, String field, List<String> texts) throws IOException {
        json.writeArrayFieldStart(field);
        for (var text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }
}
