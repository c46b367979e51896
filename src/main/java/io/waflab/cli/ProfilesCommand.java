package io.waflab.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.waflab.diagnose.How;
import io.waflab.diagnose.Profile;
import io.waflab.diagnose.Profiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code waflab profiles}: who waits how long, and how each hangs up. */
@Command(
        name = "profiles",
        mixinStandardHelpOptions = true,
        description = "Lists who waits how long and how each hangs up, with sources.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:listed", "1:no product has that name", "2:wrong usage"})
final class ProfilesCommand implements Callable<Integer> {

    enum Format {
        TEXT,
        JSON
    }

    @Parameters(
            arity = "0..*",
            paramLabel = "NAME",
            description = "Words of a product's name; then everything about it is shown.")
    private List<String> names = List.of();

    @Option(names = "--format", paramLabel = "FORMAT", description = "text or json (default: text).")
    private Format format = Format.TEXT;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        var name = String.join(" ", names);
        var rows = name.isBlank() ? Profiles.all().rows() : Profiles.all().named(name);
        if (rows.isEmpty()) {
            new Complaint(spec.commandLine().getErr(), false)
                    .say("no product's name has \"" + name + "\" in it (waflab profiles lists them all)");
            return Main.NO;
        }
        var out = spec.commandLine().getOut();
        if (format == Format.JSON) {
            JsonRows.print(out, rows, ProfilesCommand::json);
        } else {
            text(out, rows, !name.isBlank());
        }
        return Main.DONE;
    }

    private static void text(PrintWriter out, List<Profile> rows, boolean whole) {
        for (var product : byProduct(rows).entrySet()) {
            out.println(product.getKey());
            for (var row : product.getValue()) {
                out.print(Paragraph.of("  ", "      ", summary(row)));
                if (whole) {
                    more(out, row);
                }
            }
        }
    }

    private static Map<String, List<Profile>> byProduct(List<Profile> rows) {
        return rows.stream()
                .collect(Collectors.groupingBy(
                        row -> row.product() + (row.version().isEmpty() ? "" : ", " + row.version()),
                        LinkedHashMap::new,
                        Collectors.toList()));
    }

    private static String summary(Profile row) {
        var range = row.least().isPresent() ? " (" + seconds(row.least()) + " to " + seconds(row.most()) + ")" : "";
        return row.setting() + ": "
                + row.seconds().map(ProfilesCommand::seconds).orElse("no default") + range + "; " + word(row.timer())
                + ", " + word(row.mark());
    }

    private static void more(PrintWriter out, Profile row) {
        out.print(Paragraph.of("      closes: ", "        ", row.closes()));
        if (!row.note().isEmpty()) {
            out.print(Paragraph.of("      note: ", "        ", row.note()));
        }
        out.print(Paragraph.of("      source: ", "        ", row.source()));
    }

    private static String seconds(Optional<Duration> duration) {
        return duration.map(ProfilesCommand::seconds).orElse("?");
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static void json(JsonGenerator json, Profile row) throws IOException {
        json.writeStartObject();
        json.writeStringField("product", row.product());
        json.writeStringField("version", row.version());
        json.writeStringField("role", word(row.role()));
        json.writeStringField("setting", row.setting());
        json.writeStringField("timer", word(row.timer()));
        number(json, "seconds", row.seconds());
        number(json, "least_s", row.least());
        number(json, "most_s", row.most());
        json.writeNumberField("late_s", row.late().toSeconds());
        json.writeArrayFieldStart("endings");
        for (var how : row.endings().stream().map(How::word).sorted().toList()) {
            json.writeString(how);
        }
        json.writeEndArray();
        json.writeStringField("closes", row.closes());
        json.writeStringField("mark", word(row.mark()));
        json.writeStringField("source", row.source());
        json.writeStringField("note", row.note());
        json.writeEndObject();
    }

    private static void number(JsonGenerator json, String field, Optional<Duration> duration) throws IOException {
        if (duration.isPresent()) {
            json.writeNumberField(field, duration.get().toMillis() / 1e3);
        } else {
            json.writeNullField(field);
        }
    }
}
