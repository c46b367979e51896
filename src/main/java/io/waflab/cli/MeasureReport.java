package io.waflab.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.waflab.report.Sentences;
import io.waflab.report.Words;
import io.waflab.reproduce.Ended;
import io.waflab.reproduce.Measured;
import io.waflab.reproduce.MeasuredServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;

/** A measured server for a terminal, and as JSON. */
final class MeasureReport {

    private static final int TITLE = 26;
    private static final int VALUE = 22;
    private static final int NOTE = 74;

    private MeasureReport() {}

    static void text(PrintWriter out, MeasuredServer server, Sentences sentences) {
        var address = server.host() + ":" + server.port();
        out.println(
                server.server().isEmpty()
                        ? Complaint.printable(address)
                        : sentences.text("measure.server", address, server.server()));
        out.println();
        for (var one : server.measures()) {
            out.println(("  " + Words.left(sentences.text(one.what().title()), TITLE) + " "
                            + Words.left(sentences.text(one.told()), VALUE) + " "
                            + (one.end() == Ended.STILL_OPEN ? "" : one.end().word()))
                    .stripTrailing());
            one.note()
                    .ifPresent(note ->
                            Words.wrap(sentences.text(note), NOTE).forEach(line -> out.println("      " + line)));
        }
        out.println();
        out.println("  "
                + sentences.text(
                        "measure.total",
                        server.connections(),
                        String.format(Locale.ROOT, "%.1f", server.seconds()),
                        server.date().toString()));
        out.flush();
    }

    /** Times in seconds. */
    static void json(PrintWriter out, MeasuredServer server, Sentences sentences) throws IOException {
        var json = new JsonFactory().createGenerator(out);
        json.setPrettyPrinter(new DefaultPrettyPrinter());
        json.writeStartObject();
        json.writeStringField("host", server.host());
        json.writeNumberField("port", server.port());
        json.writeStringField("date", server.date().toString());
        json.writeStringField("server", server.server());
        json.writeNumberField("connections", server.connections());
        json.writeNumberField("seconds", rounded(server.seconds()));
        json.writeArrayFieldStart("measures");
        for (var one : server.measures()) {
            json(json, one, sentences);
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeRaw("\n");
        json.flush();
    }

    private static void json(JsonGenerator json, Measured one, Sentences sentences) throws IOException {
        json.writeStartObject();
        json.writeStringField("measure", one.what().word());
        json.writeStringField("unit", one.what().counts() ? "requests" : "seconds");
        json.writeStringField("certainty", one.certainty().name().toLowerCase(Locale.ROOT));
        if (one.certainty() != Measured.Certainty.NOTHING) {
            json.writeNumberField("least", rounded(one.least()));
        }
        if (Double.isFinite(one.most())) {
            json.writeNumberField("most", rounded(one.most()));
        }
        json.writeStringField("end", one.end().word());
        if (one.status() > 0) {
            json.writeNumberField("status", one.status());
        }
        json.writeStringField("note", one.note().map(sentences::text).orElse(""));
        json.writeEndObject();
    }

    private static double rounded(double value) {
        return Math.round(value * 1e6) / 1e6;
    }
}
