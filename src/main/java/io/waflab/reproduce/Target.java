package io.waflab.reproduce;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A request target that tells an origin what to do: {@code /stall?n=100&t=8}.
 *
 * @param path before the question mark
 * @param parameters behind it; the last of a name wins; nothing is percent-decoded
 */
record Target(String path, Map<String, String> parameters) {

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

    boolean has(String name) {
        return parameters.containsKey(name);
    }

    /** @throws IllegalArgumentException when it is no time */
    Duration time(String name, Duration fallback) {
        return Optional.ofNullable(parameters.get(name)).map(LabClock::parse).orElse(fallback);
    }

    /** Bytes, with k, m or g. @throws IllegalArgumentException when it is no size */
    long size(String name, long fallback) {
        var text = parameters.get(name);
        return text == null ? fallback : size(text);
    }

    /** @throws IllegalArgumentException when it is no whole number, up to nine digits */
    int count(String name, int fallback) {
        var text = parameters.get(name);
        if (text == null) {
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
