package io.waflab.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;

/** Rows of a table as an array of JSON, for a command's output. */
final class JsonRows {

    /** Writes one row: an object. */
    interface Row<T> {
        void write(JsonGenerator json, T row) throws IOException;
    }

    private JsonRows() {}

    static <T> void print(PrintWriter out, List<T> rows, Row<T> one) throws IOException {
        var json = new JsonFactory().createGenerator(out);
        json.setPrettyPrinter(new DefaultPrettyPrinter());
        json.writeStartArray();
        for (var row : rows) {
            one.write(json, row);
        }
        json.writeEndArray();
        json.writeRaw("\n");
        json.flush();
    }
}
