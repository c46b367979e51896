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

    private final HoconSources sources;

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
        var order = Comparator.<Entry<String, ConfigValue>>comparingInt(
                        entry -> files.indexOf(of(entry.getValue().origin()).file()))
                .thenComparingInt(entry -> of(entry.getValue().origin()).line())
                .thenComparingInt(this::column)
                .thenComparing(Entry::getKey);
        var list = new ArrayList<Entry<String, ConfigValue>>();
        entries.forEach(list::add);
        list.sort(order);
        return list;
    }

    /** Where the key stands in its line: before {@code =}, {@code :} or <code>{</code>, bare or quoted. */
    private int column(Entry<String, ConfigValue> entry) {
        var origin = of(entry.getValue().origin());
        var lines = sources.lines(origin.file());
        if (origin.line() < 1 || origin.line() > lines.size()) {
            return Integer.MAX_VALUE;
        }
        var key = "(?:" + Pattern.quote(ConfigUtil.quoteString(entry.getKey())) + "|(?<![\\w-])"
                + Pattern.quote(entry.getKey()) + ")\\s*(?:[=:{]|\\+=)";
        var found = Pattern.compile(key).matcher(lines.get(origin.line() - 1));
        return found.find() ? found.start() : Integer.MAX_VALUE;
    }
}
