package io.waflab.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** nginx's directives that waflab does not act on, from {@code foreign-directives.txt}. */
final class ForeignDirectives {

    /** What becomes of a directive that is in no table of waflab's own. */
    enum Standing {
        HARMLESS,
        NOT_DONE,
        /** Harmless, but with so many arguments nginx does not take it. */
        MISCOUNTED,
        UNKNOWN
    }

    /** @param least and most are the arguments that nginx takes */
    private record Count(int least, int most) {}

    /** Of those whose arguments are counted. */
    private static final Map<String, Count> COUNTS = new HashMap<>();

    /** By name: {@code *} for harmless with any arguments, empty for never, else the only harmless ones. */
    private static final Map<String, String> ALL = load();

    private ForeignDirectives() {}

    static Standing standing(String name, List<String> arguments) {
        var harmless = ALL.get(name);
        if (harmless == null) {
            return Standing.UNKNOWN;
        }
        var count = COUNTS.get(name);
        if (count != null && (arguments.size() < count.least || arguments.size() > count.most)) {
            return Standing.MISCOUNTED;
        }
        return harmless.equals("*") || !harmless.isEmpty() && harmless.equals(String.join(" ", arguments))
                ? Standing.HARMLESS
                : Standing.NOT_DONE;
    }

    /** What may be written instead, for a message; empty when nothing may. */
    static String accepted(String name) {
        var harmless = ALL.getOrDefault(name, "");
        return harmless.isEmpty() || harmless.equals("*")
                ? ""
                : " (only \"" + name + " " + harmless + "\" is accepted)";
    }

    private static Map<String, String> load() {
        var all = new HashMap<String, String>();
        try (var stream = ForeignDirectives.class.getResourceAsStream("foreign-directives.txt")) {
            var text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            for (var line : text.split("\n")) {
                if (!line.isEmpty() && !line.startsWith("#")) {
                    read(line, all);
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return all;
    }

    /**
     * {@code harmless: a b c}, {@code not-done: d e}, {@code only: name its arguments}, or {@code takes 1-2: f g}. There is one
     * blank between words: a regular expression for more takes 6 ms of a start.
     */
    private static void read(String line, Map<String, String> all) {
        if (line.startsWith("takes ")) {
            readCount(line);
            return;
        }
        var words = line.split(" ", 2);
        if (words[0].equals("only:")) {
            var parts = words[1].split(" ", 2);
            all.put(parts[0], parts[1]);
            return;
        }
        for (var name : words[1].split(" ")) {
            all.put(name, words[0].equals("harmless:") ? "*" : "");
        }
    }

    private static void readCount(String line) {
        int colon = line.indexOf(':');
        var ends = line.substring("takes ".length(), colon).split("-");
        var count = new Count(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]));
        for (var name : line.substring(colon + 2).split(" ")) {
            COUNTS.put(name, count);
        }
    }
}
