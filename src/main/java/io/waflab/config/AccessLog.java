package io.waflab.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One {@code access_log} that is not {@code off}.
 *
 * @param path a file, against {@link LabConfig#base()} when relative; {@code /dev/stdout} for the terminal
 * @param format a name in {@link LabConfig#logFormats()}
 * @param condition what must be neither empty nor 0 for a request to have a line
 * @param buffer what is gathered before it is written
 */
public record AccessLog(Template path, String format, Optional<Template> condition, Optional<Buffer> buffer) {

    private static final int GZIP_BUFFER = 64 << 10;
    private static final int GZIP_LEVEL = 1;

    /**
     * {@code buffer}, {@code flush} and {@code gzip}.
     *
     * @param size bytes
     * @param flush the longest that a line is held
     * @param gzip the level, 1 to 9; 0 for no compression
     */
    public record Buffer(int size, Optional<Duration> flush, int gzip) {}

    /** Those that a block's lines ask for; none when one of them is {@code off}, as nginx has it. */
    public static List<AccessLog> of(List<List<String>> lines) {
        boolean off = lines.stream().anyMatch(words -> words.equals(List.of("off")));
        return off ? List.of() : lines.stream().map(AccessLog::one).toList();
    }

    /** @throws IllegalArgumentException saying what was expected */
    static void check(List<String> words) {
        if (!words.equals(List.of("off"))) {
            one(words);
        }
    }

    private static AccessLog one(List<String> words) {
        if (words.isEmpty() || words.get(0).isEmpty()) {
            throw new IllegalArgumentException("expected: access_log off, or access_log path [format]");
        }
        var path = words.get(0);
        if (path.equals("off")) {
            throw new IllegalArgumentException("invalid parameter \"" + words.get(1) + "\"");
        }
        if (path.startsWith("syslog:")) {
            throw new IllegalArgumentException("\"" + path + "\": syslog is not supported");
        }
        boolean named = words.size() > 1 && !isParameter(words.get(1));
        var parameters = words.subList(named ? 2 : 1, words.size());
        var buffer = buffer(path, parameters);
        var file = Template.of(path);
        if (buffer.isPresent() && !file.isLiteral()) {
            throw new IllegalArgumentException("buffered logs cannot have variables in name");
        }
        return new AccessLog(file, named ? words.get(1) : "combined", condition(parameters), buffer);
    }

    private static boolean isParameter(String word) {
        return word.matches("(buffer|flush|if|gzip)=.*");
    }

    private static Optional<Template> condition(List<String> parameters) {
        var texts = parameters.stream()
                .filter(word -> word.startsWith("if="))
                .map(word -> word.substring("if=".length()))
                .toList();
        return texts.isEmpty() ? Optional.empty() : Optional.of(Template.of(texts.get(texts.size() - 1)));
    }

    private static Optional<Buffer> buffer(String path, List<String> parameters) {
        int size = 0;
        Duration flush = null;
        int gzip = 0;
        for (var word : parameters) {
            if (word.startsWith("buffer=")) {
                size = size(word);
            } else if (word.startsWith("flush=")) {
                flush = flush(word);
            } else if (word.equals("gzip") || word.startsWith("gzip=")) {
                gzip = gzip(word);
            } else if (!word.startsWith("if=")) {
                throw new IllegalArgumentException("invalid parameter \"" + word + "\"");
            }
        }
        if (flush != null && size == 0 && gzip == 0) {
            throw new IllegalArgumentException("no buffer is defined for access_log \"" + path + "\"");
        }
        return size == 0 && gzip == 0
                ? Optional.empty()
                : Optional.of(new Buffer(size == 0 ? GZIP_BUFFER : size, Optional.ofNullable(flush), gzip));
    }

    private static int size(String word) {
        try {
            int size = Math.toIntExact(Units.size(word.substring("buffer=".length())));
            if (size > 0) {
                return size;
            }
        } catch (IllegalArgumentException | ArithmeticException invalid) {
            // said below
        }
        throw new IllegalArgumentException("invalid buffer size \"" + word + "\"");
    }

    private static Duration flush(String word) {
        try {
            var flush = Units.time(word.substring("flush=".length()));
            if (!flush.isZero()) {
                return flush;
            }
        } catch (IllegalArgumentException invalid) {
            // said below
        }
        throw new IllegalArgumentException("invalid flush time \"" + word + "\"");
    }

    private static int gzip(String word) {
        if (word.equals("gzip")) {
            return GZIP_LEVEL;
        }
        if (!word.matches("gzip=[1-9]")) {
            throw new IllegalArgumentException("invalid compression level \"" + word + "\"");
        }
        return word.charAt(word.length() - 1) - '0';
    }
}
