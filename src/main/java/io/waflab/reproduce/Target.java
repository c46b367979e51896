package io.waflab.reproduce;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A request target that tells an origin what to do: {@code /stall?n=100&t=8}. Of two parameters of one name the last wins;
 * nothing is percent-decoded. For one thread.
 */
final class Target {

    private final String path;
    private final Map<String, String> parameters;
    private final Set<String> asked = new TreeSet<>();

    Target(String path, Map<String, String> parameters) {
        this.path = path;
        this.parameters = Map.copyOf(parameters);
    }

    static Target of(String text) {
        var halves = text.split("\\?", 2);
        var parameters = new HashMap<String, String>();
        if (halves.length == 2) {
            for (var pair : halves[1].split("&")) {
                var sides = pair.split("=", 2);
                parameters.put(sides[0], sides.length == 2 ? sides[1] : "");
            }
        }
        return new Target(halves[0], parameters);
    }

    /** What stands before the question mark. */
    String path() {
        return path;
    }

    /** The same behind the question mark, with another path before it. */
    Target at(String other) {
        return new Target(other, parameters);
    }

    boolean has(String name) {
        return value(name).isPresent();
    }

    /** @throws IllegalArgumentException for a parameter that nobody has asked for so far */
    void refuseOthers() {
        for (var name : new TreeSet<>(parameters.keySet())) {
            if (!asked.contains(name)) {
                throw new IllegalArgumentException("\"" + name + "\" is no parameter of " + path + " (expected "
                        + (asked.isEmpty() ? "none" : "one of: " + String.join(", ", asked)) + ")");
            }
        }
    }

    private Optional<String> value(String name) {
        asked.add(name);
        return Optional.ofNullable(parameters.get(name));
    }

    /** @throws IllegalArgumentException when it is no time */
    Duration time(String name, Duration fallback) {
        return value(name).map(LabClock::parse).orElse(fallback);
    }

    /** Bytes, with k, m or g. @throws IllegalArgumentException when it is no size */
    long size(String name, long fallback) {
        return value(name).map(Target::size).orElse(fallback);
    }

    /** @throws IllegalArgumentException when it is no whole number, up to nine digits */
    int count(String name, int fallback) {
        var text = value(name).orElse("");
        if (!has(name)) {
            return fallback;
        }
        if (!text.matches("\\d{1,9}")) {
            throw new IllegalArgumentException(name + "=" + text + " is no whole number");
        }
        return Integer.parseInt(text);
    }

    static long size(String text) {
        if (!text.matches("\\d{1,12}[kKmMgG]?")) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no size (expected bytes, or a number with k, m or g)");
        }
        char unit = Character.toLowerCase(text.charAt(text.length() - 1));
        int shift = unit == 'k' ? 10 : unit == 'm' ? 20 : unit == 'g' ? 30 : 0;
        return Long.parseLong(shift == 0 ? text : text.substring(0, text.length() - 1)) << shift;
    }
}
