package io.waflab.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One {@code access_log} that is not {@code off} (ngx_http_log_set_log).
 *
 * @param path a file, against {@link LabConfig#base()} when relative; {@code /dev/stdout} for the terminal; it may have
 *     variables
 * @param format a name in {@link LabConfig#logFormats()}
 * @param buffer bytes that are gathered before they are written; 0 for none
 * @param flush how long they may wait; zero for as long as it takes
 * @param gzip the level of compression, 1 to 9; 0 for none
 * @param condition lines are written where this is neither empty nor 0; empty for always
 */
public record AccessLog(String path, String format, long buffer, Duration flush, int gzip, Optional<String> condition) {

    private static final String EXPECTED =
            "expected: access_log off, or access_log path [format [buffer=size] [gzip[=level]] [flush=time] [if=condition]]";
    private static final long GZIP_BUFFER = 64 << 10;

    /** Those that a block's lines ask for; none when one of them is {@code off}, as nginx has it. */
    public static List<AccessLog> of(List<List<String>> lines) {
        if (lines.contains(List.of("off"))) {
            return List.of();
        }
        var all = new ArrayList<AccessLog>();
        for (var words : lines) {
            all.add(one(words));
        }
        return all;
    }

    /** @throws IllegalArgumentException saying what was expected */
    static void check(List<String> words) {
        if (words.isEmpty() || words.get(0).isEmpty()) {
            throw new IllegalArgumentException(EXPECTED);
        }
        if (words.get(0).equals("off")) {
            if (words.size() > 1) {
                throw new IllegalArgumentException("invalid parameter \"" + words.get(1) + "\" behind off");
            }
            return;
        }
        one(words);
    }

    private static AccessLog one(List<String> words) {
        var log = new AccessLog(
                words.get(0), words.size() > 1 ? words.get(1) : "combined", 0, Duration.ZERO, 0, Optional.empty());
        for (var parameter : words.subList(Math.min(2, words.size()), words.size())) {
            log = log.with(parameter);
        }
        if (!log.flush.isZero() && log.buffer == 0) {
            throw new IllegalArgumentException("no buffer is defined for access_log \"" + log.path + "\"");
        }
        if (log.hasVariables() && log.buffer > 0) {
            throw new IllegalArgumentException("buffered logs cannot have variables in name");
        }
        Template.of(log.path);
        return log;
    }

    private AccessLog with(String parameter) {
        var value = parameter.substring(parameter.indexOf('=') + 1);
        if (parameter.startsWith("buffer=")) {
            long size = Units.size(value);
            if (size == 0) {
                throw new IllegalArgumentException("invalid buffer size \"" + value + "\"");
            }
            return new AccessLog(path, format, size, flush, gzip, condition);
        }
        if (parameter.startsWith("flush=")) {
            return new AccessLog(path, format, buffer, Units.time(value), gzip, condition);
        }
        if (parameter.equals("gzip") || parameter.startsWith("gzip=")) {
            int level = parameter.equals("gzip") ? 1 : (int) Units.count(value, 1, 9);
            return new AccessLog(path, format, buffer == 0 ? GZIP_BUFFER : buffer, flush, level, condition);
        }
        if (parameter.startsWith("if=")) {
            Template.of(value);
            return new AccessLog(path, format, buffer, flush, gzip, Optional.of(value));
        }
        throw new IllegalArgumentException("invalid parameter \"" + parameter + "\" (" + EXPECTED + ")");
    }

    /** Whether it is the name of no file but of syslog, of memory or of a program (Tengine's pipe:), where waflab writes nothing. */
    public static boolean isElsewhere(String path) {
        return path.startsWith("syslog:") || path.startsWith("memory:") || path.startsWith("pipe:");
    }

    /** Whether each line may go to another file. */
    public boolean hasVariables() {
        return path.contains("$");
    }
}
