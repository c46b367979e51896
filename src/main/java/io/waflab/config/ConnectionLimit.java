package io.waflab.config;

import java.util.List;

/**
 * One {@code limit_conn}.
 *
 * @param zone the name of its limit_conn_zone
 * @param connections 1 to 65535 that may be in a request at once
 */
public record ConnectionLimit(String zone, int connections) {

    /** @throws IllegalArgumentException in nginx's words */
    public static ConnectionLimit of(List<String> words) {
        var number = words.get(1);
        if (!number.matches("[0-9]{1,18}") || Long.parseLong(number) == 0) {
            throw new IllegalArgumentException("invalid number of connections \"" + number + "\"");
        }
        if (Long.parseLong(number) > 65_535) {
            throw new IllegalArgumentException("connection limit must be less 65536");
        }
        return new ConnectionLimit(words.get(0), Integer.parseInt(number));
    }
}
