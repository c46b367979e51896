package io.waflab.config;

import java.util.List;

/**
 * One {@code access_log} that is not {@code off}.
 *
 * @param path a file, against {@link LabConfig#base()} when relative; {@code /dev/stdout} for the terminal
 * @param format a name in {@link LabConfig#logFormats()}
 */
public record AccessLog(String path, String format) {

    /** Those that a block's lines ask for; none when one of them is {@code off}, as nginx has it. */
    public static List<AccessLog> of(List<List<String>> lines) {
        boolean off = lines.stream().anyMatch(words -> words.equals(List.of("off")));
        return off ? List.of() : lines.stream().map(AccessLog::one).toList();
    }

    private static AccessLog one(List<String> words) {
        check(words);
        return new AccessLog(words.get(0), words.size() > 1 ? words.get(1) : "combined");
    }

    /** @throws IllegalArgumentException saying what was expected */
    static void check(List<String> words) {
        if (words.isEmpty() || words.get(0).isEmpty()) {
            throw new IllegalArgumentException("expected: access_log off, or access_log path [format]");
        }
        if (words.get(0).equals("off") && words.size() > 1) {
            throw new IllegalArgumentException("invalid parameter \"" + words.get(1) + "\" behind off");
        }
        if (words.get(0).startsWith("syslog:") || words.get(0).contains("$")) {
            throw new IllegalArgumentException("\"" + words.get(0) + "\": syslog and variables are not supported yet");
        }
        for (var parameter : words.subList(Math.min(2, words.size()), words.size())) {
            if (!parameter.matches("(buffer|flush)=.+")) {
                throw new IllegalArgumentException("invalid or not supported parameter \"" + parameter + "\"");
            }
        }
    }
}
