package io.waflab.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A profile inside waflab's jar whose lines can be taken as they stand: {@code name = value}, <code>name {</code>,
 * <code>}</code> and comments, each name once in a block. What is made of them is what HOCON's own reader makes, which takes
 * 20 ms of a start; whatever else stands in a profile is left to that one.
 */
final class PlainProfile {

    /** Those that hold directives and nothing else. */
    private static final Set<String> BLOCKS = Set.of("http", "upstream_defaults");

    private static final String OPEN = " {";
    private static final String EQUALS = " = ";

    private final String file;
    private final Deque<Open> open = new ArrayDeque<>();
    private int line;

    /** A block, or the file itself, that is being read. */
    private record Open(String name, Origin origin, List<Statement> statements, Set<String> names) {
        Open(String name, Origin origin) {
            this(name, origin, new ArrayList<>(), new HashSet<>());
        }
    }

    private PlainProfile(String file) {
        this.file = file;
    }

    /**
     * @param path in the jar, without a slash before it
     * @return empty when there is no such file, or one with other lines
     */
    static Optional<List<Statement>> read(String path) {
        try {
            var file = original(path);
            var text = file.isPresent() ? Files.readString(file.get()) : inJar(path);
            return text.isEmpty() ? Optional.empty() : of(HoconSources.JAR + path, text);
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** That of which the jar has a copy, where the launcher says: to open the jar for it takes 8 ms of a start. */
    private static Optional<Path> original(String path) {
        var home = System.getProperty("waflab.home");
        return Optional.ofNullable(home).map(folder -> Path.of(folder, path)).filter(Files::isRegularFile);
    }

    /** Empty when it has none. */
    private static String inJar(String path) throws IOException {
        try (var stream = PlainProfile.class.getResourceAsStream("/" + path)) {
            return stream == null ? "" : new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The same of a text. */
    static Optional<List<Statement>> of(String file, String text) {
        return new PlainProfile(file).read(text.split("\n"));
    }

    private Optional<List<Statement>> read(String... lines) {
        open.push(new Open("", origin()));
        for (var text : lines) {
            line++;
            var stripped = text.strip();
            if (!stripped.isEmpty() && !stripped.startsWith("#") && !take(stripped)) {
                return Optional.empty();
            }
        }
        return open.size() == 1 ? Optional.of(open.pop().statements()) : Optional.empty();
    }

    /** Whether it is one of those lines. */
    private boolean take(String text) {
        if (text.equals("}")) {
            return close();
        }
        if (text.endsWith(OPEN)) {
            var name = text.substring(0, text.length() - OPEN.length());
            return BLOCKS.contains(name) && open(name);
        }
        int equals = text.indexOf(EQUALS);
        return equals > 0 && setting(text.substring(0, equals), text.substring(equals + EQUALS.length()));
    }

    private boolean open(String name) {
        boolean first = open.peek().names().add(name);
        open.push(new Open(name, origin()));
        return first;
    }

    private boolean close() {
        if (open.size() == 1) {
            return false;
        }
        var closed = open.pop();
        open.peek().statements().add(new Statement(closed.name(), List.of(), closed.origin(), closed.statements()));
        return true;
    }

    private boolean setting(String name, String value) {
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        var text = quoted ? value.substring(1, value.length() - 1) : value;
        if (!isPlain(text, quoted)
                || Directive.of(name).isEmpty()
                || !open.peek().names().add(name)) {
            return false;
        }
        open.peek().statements().add(new Statement(name, Words.of(name, text), origin(), List.of()));
        return true;
    }

    /** What means itself in HOCON: letters, digits and a few signs between them, in quotes blanks too. */
    private static boolean isPlain(String text, boolean quoted) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean fine = c >= 'a' && c <= 'z'
                    || c >= 'A' && c <= 'Z'
                    || c >= '0' && c <= '9'
                    || c == '.'
                    || c == '_'
                    || c == '-'
                    || quoted && (c == ' ' || c == '/');
            if (!fine) {
                return false;
            }
        }
        return quoted || !text.isEmpty() && Character.isLetterOrDigit(text.charAt(0)) && !text.equals("null");
    }

    private Origin origin() {
        return new Origin(file, line);
    }
}
