package io.waflab.config;

import java.util.List;

/**
 * A {@code limit_req_zone} or {@code limit_conn_zone}: what requests are counted by, and how much memory that may take.
 *
 * @param name as limit_req and limit_conn name it
 * @param key what is counted by; a request whose key comes out empty is not counted
 * @param size bytes, at least 8 pages
 * @param rate thousandths of a request each second, at least 1; 0 for a limit_conn_zone
 */
public record LimitZone(String name, Template key, long size, long rate) {

    /** ngx_http_limit_req_zone: less than eight pages of a slab hold nothing. */
    private static final long LEAST = 8 * 4096;

    /**
     * @param directive limit_req_zone or limit_conn_zone
     * @throws IllegalArgumentException in nginx's words
     */
    public static LimitZone of(Directive directive, List<String> words) {
        boolean requests = directive == Directive.LIMIT_REQ_ZONE;
        var key = Template.of(words.get(0));
        var name = "";
        long size = 0;
        long rate = requests ? 1000 : 0;
        for (var word : words.subList(1, words.size())) {
            if (word.startsWith("zone=")) {
                int colon = word.indexOf(':');
                size = size(colon < 0 ? "" : word.substring(colon + 1), word);
                name = word.substring("zone=".length(), colon);
            } else if (requests && word.startsWith("rate=")) {
                rate = rate(word);
            } else {
                throw new IllegalArgumentException("invalid parameter \"" + word + "\"");
            }
        }
        if (name.isEmpty()) {
            throw new IllegalArgumentException("\"" + directive.word() + "\" must have \"zone\" parameter");
        }
        return new LimitZone(name, key, size, rate);
    }

    private static long size(String text, String word) {
        long size;
        try {
            size = Units.size(text);
        } catch (IllegalArgumentException invalid) {
            throw new IllegalArgumentException("invalid zone size \"" + word + "\"", invalid);
        }
        if (size < LEAST) {
            throw new IllegalArgumentException("zone \"" + word + "\" is too small");
        }
        return size;
    }

    private static long rate(String word) {
        boolean minutes = word.endsWith("r/m");
        boolean unit = minutes || word.endsWith("r/s");
        var digits = word.substring("rate=".length(), word.length() - (unit ? 3 : 0));
        long rate = digits.matches("[0-9]{1,9}") ? Long.parseLong(digits) : 0;
        if (rate == 0) {
            throw new IllegalArgumentException("invalid rate \"" + word + "\"");
        }
        return rate * 1000 / (minutes ? 60 : 1);
    }

    /** Whether it is the same zone as before a reload: what was counted in it still means the same. */
    public boolean continues(LimitZone before) {
        return name.equals(before.name) && size == before.size && key.source().equals(before.key.source());
    }
}
