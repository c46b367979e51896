package io.waflab.config;

import java.util.List;

/**
 * One {@code limit_req}.
 *
 * @param zone the name of its limit_req_zone
 * @param burst thousandths of requests above the rate that are not refused
 * @param delay thousandths of requests above the rate that are not delayed either
 */
public record RequestLimit(String zone, long burst, long delay) {

    /** nginx's delay of {@code nodelay}. */
    private static final long NODELAY = Long.MAX_VALUE / 1000 * 1000;

    /** @throws IllegalArgumentException in nginx's words */
    public static RequestLimit of(List<String> words) {
        var zone = "";
        long burst = 0;
        long delay = 0;
        for (var word : words) {
            if (word.startsWith("zone=")) {
                zone = word.substring("zone=".length());
            } else if (word.startsWith("burst=")) {
                burst = number(word, "burst");
            } else if (word.startsWith("delay=")) {
                delay = number(word, "delay");
            } else if (word.equals("nodelay")) {
                delay = NODELAY;
            } else {
                throw new IllegalArgumentException("invalid parameter \"" + word + "\"");
            }
        }
        if (zone.isEmpty()) {
            throw new IllegalArgumentException("\"limit_req\" must have \"zone\" parameter");
        }
        return new RequestLimit(zone, burst, delay);
    }

    private static long number(String word, String name) {
        var digits = word.substring(name.length() + 1);
        long number = digits.matches("[0-9]{1,12}") ? Long.parseLong(digits) : 0;
        if (number == 0) {
            throw new IllegalArgumentException("invalid " + name + " value \"" + word + "\"");
        }
        return number * 1000;
    }
}
