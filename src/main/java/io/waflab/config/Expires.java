package io.waflab.config;

/**
 * When a response is to expire: the value of {@code expires}, without its variables (ngx_http_parse_expires).
 *
 * @param kind what the time counts from
 * @param seconds may be below 0; of {@link Kind#DAILY} since midnight
 */
public record Expires(Kind kind, long seconds) {

    private static final long DAY = 86_400;

    /** What a time counts from. */
    public enum Kind {
        OFF,
        /** 1970. */
        EPOCH,
        /** 2037. */
        MAX,
        /** The time of the response. */
        ACCESS,
        /** The time of the file's last change; of the response where that is not known. */
        MODIFIED,
        /** The next time that it is so late. */
        DAILY
    }

    /**
     * @param modified whether the word follows {@code modified}
     * @throws IllegalArgumentException in nginx's words
     */
    public static Expires of(boolean modified, String word) {
        if (!modified && (word.equals("off") || word.equals("epoch") || word.equals("max"))) {
            return new Expires(Kind.valueOf(word.toUpperCase(java.util.Locale.ROOT)), 0);
        }
        char sign = word.isEmpty() ? ' ' : word.charAt(0);
        boolean daily = sign == '@';
        if (daily && modified) {
            throw new IllegalArgumentException("daily time cannot be used with \"modified\" parameter");
        }
        long seconds = seconds(daily || sign == '+' || sign == '-' ? word.substring(1) : word);
        if (daily && seconds > DAY) {
            throw new IllegalArgumentException("daily time value must be less than 24 hours");
        }
        return new Expires(
                daily ? Kind.DAILY : modified ? Kind.MODIFIED : Kind.ACCESS, sign == '-' ? -seconds : seconds);
    }

    private static long seconds(String text) {
        try {
            return Units.seconds(text).toSeconds();
        } catch (IllegalArgumentException invalid) {
            throw new IllegalArgumentException("invalid value", invalid);
        }
    }
}
