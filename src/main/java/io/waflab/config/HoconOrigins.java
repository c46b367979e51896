package io.waflab.config;

import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map.Entry;
import java.util.regex.Pattern;

/** Where HOCON's values were written: their places, and from them the order that HOCON's objects forget. */
final class HoconOrigins {

    private static final Pattern MERGED = Pattern.compile("merge of (.+?): (\\d+)(?:-\\d+)?(?:,.*)?", Pattern.DOTALL);

    /** In longer ones nobody writes by hand, and every key would be searched for in all of it. */
    private static final int LONGEST_LINE = 10_000;

    private final HoconSources sources;

    private record Placed(Entry<String, ConfigValue> entry, int file, int line, int column) {}

    HoconOrigins(HoconSources sources) {
        this.sources = sources;
    }

    /** For an object put together from several places of a file the first of them, of several files that of the last. */
    static Origin of(ConfigOrigin origin) {
        if (origin.lineNumber() > 0) {
            return new Origin(origin.withLineNumber(-1).description(), origin.lineNumber());
        }
        var merged = MERGED.matcher(origin.description());
        return merged.matches()
                ? new Origin(merged.group(1), Integer.parseInt(merged.group(2)))
                : new Origin(origin.description(), 0);
    }

    /** HOCON's message without its place, in one line. */
    static ConfigException translate(com.typesafe.config.ConfigException broken, String file) {
        var origin = broken.origin() == null ? new Origin(file, 0) : of(broken.origin());
        var message = String.valueOf(broken.getMessage());
        if (broken.origin() != null && message.startsWith(broken.origin().description() + ": ")) {
            message = message.substring(broken.origin().description().length() + 2);
        }
        int advice = message.indexOf(", or you may be able to rename the file");
        message = advice < 0 ? message : message.substring(0, advice) + ")";
        return new ConfigException(origin, Printable.line(message));
    }

    /** The entries of an object in the order of the files: an include's first, then by line and place in the line. */
    List<Entry<String, ConfigValue>> ordered(Iterable<Entry<String, ConfigValue>> entries) {
        var files = sources.files();
        var placed = new ArrayList<Placed>();
        for (var entry : entries) {
            var origin = of(entry.getValue().origin());
            placed.add(new Placed(entry, files.indexOf(origin.file()), origin.line(), column(entry.getKey(), origin)));
        }
        placed.sort(Comparator.comparingInt(Placed::file)
                .thenComparingInt(Placed::line)
                .thenComparingInt(Placed::column)
                .thenComparing(each -> each.entry().getKey()));
        return placed.stream().map(Placed::entry).toList();
    }

    /** Where the key stands in its line: before {@code =}, {@code :} or <code>{</code>, bare or quoted. */
    private int column(String key, Origin origin) {
        var lines = sources.lines(origin.file());
        if (origin.line() < 1 || origin.line() > lines.size()) {
            return Integer.MAX_VALUE;
        }
        var line = lines.get(origin.line() - 1);
        var form = "(?:" + Pattern.quote(ConfigUtil.quoteString(key)) + "|(?<![\\w-])" + Pattern.quote(key)
                + ")\\s*(?:[=:{]|\\+=)";
        var found = Pattern.compile(form).matcher(line);
        return line.length() <= LONGEST_LINE && found.find() ? found.start() : Integer.MAX_VALUE;
    }
}
