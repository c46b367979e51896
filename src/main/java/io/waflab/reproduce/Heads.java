package io.waflab.reproduce;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Reads the lines of a message's head, as far as the lab's own client and origin must understand them. */
final class Heads {

    private Heads() {}

    /** The lines behind the first, of a head with or without its empty line. */
    static List<String> headers(String head) {
        return head.lines().skip(1).takeWhile(line -> !line.isEmpty()).toList();
    }

    static String firstLine(String head) {
        return head.lines().findFirst().orElse("");
    }

    static Optional<String> header(List<String> lines, String name) {
        return all(lines, name).findFirst();
    }

    private static Stream<String> all(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.length() > name.length()
                        && line.charAt(name.length()) == ':'
                        && line.regionMatches(true, 0, name, 0, name.length()))
                .map(line -> line.substring(name.length() + 1).strip());
    }

    static boolean chunked(List<String> lines) {
        return header(lines, "Transfer-Encoding")
                .orElse("")
                .toLowerCase(Locale.ROOT)
                .endsWith("chunked");
    }

    /** Content-Length; empty when there is none or it is no number. */
    static OptionalLong length(List<String> lines) {
        var text = header(lines, "Content-Length").orElse("");
        return text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    /** Whether Connection names the option, case ignored, in any of its lines. */
    static boolean connection(List<String> lines, String option) {
        return all(lines, "Connection")
                .flatMap(value -> Stream.of(value.split(",")))
                .anyMatch(word -> word.strip().equalsIgnoreCase(option));
    }

    /** The status of a status line; 0 when it is none. */
    static int status(String line) {
        return line.matches("HTTP/\\d\\.\\d \\d{3}( .*)?") ? Integer.parseInt(line.substring(9, 12)) : 0;
    }
}
