package io.waflab.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.waflab.reproduce.Ended;
import io.waflab.reproduce.Measured;
import io.waflab.reproduce.MeasuredServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;

/** A measured server for a terminal, and as JSON. */
final class MeasureReport {

    private MeasureReport() {}

    static void text(PrintWriter out, MeasuredServer server) {
        out.println(Complaint.printable(server.host()) + ":" + server.port()
                + (server.server().isEmpty() ? "" : ", Server: " + Complaint.printable(server.server())));
        out.println();
        for (var one : server.measures()) {
            out.println(String.format(
                            Locale.ROOT,
                            "  %-26s %-22s %s",
                            one.what().title(),
                            one.words(),
                            one.end() == Ended.STILL_OPEN ? "" : one.end().word())
                    .stripTrailing());
            if (!one.note().isEmpty()) {
                out.print(Paragraph.of("      ", "      ", Complaint.printable(one.note())));
            }
        }
        out.println();
        out.println(String.format(
                Locale.ROOT, "  %d connections, %.1f s, on %s", server.connections(), server.seconds(), server.date()));
        out.flush();
    }

    /** Times in seconds. */
    static void json(PrintWriter out, MeasuredServer server) throws IOException {
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
            json(json, one);
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeRaw("\n");
        json.flush();
    }

    private static void json(JsonGenerator json, Measured one) throws IOException {
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
        json.writeStringField("note", one.note());
        json.writeEndObject();
    }

    private static double rounded(double value) {
        return Math.round(value * 1e6) / 1e6;
    }
}
