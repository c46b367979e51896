package io.waflab.http;

/** What a client says of the codings that it takes, read as ngx_http_gzip_accept_encoding does. */
public final class AcceptEncoding {

    private static final String GZIP = "gzip";

    private AcceptEncoding() {}

    /**
     * Whether gzip is named, and not with a quality of 0. A star does not count.
     *
     * @param value of the first field; null for none
     */
    public static boolean takesGzip(String value) {
        if (value == null) {
            return false;
        }
        for (int at = 0; at + GZIP.length() <= value.length(); at++) {
            if (value.regionMatches(true, at, GZIP, 0, GZIP.length())) {
                if (at == 0 || value.charAt(at - 1) == ',' || value.charAt(at - 1) == ' ') {
                    return isWanted(value, at + GZIP.length());
                }
                at += GZIP.length() - 1;
            }
        }
        return false;
    }

    /** What follows the word: nothing, the next word, or a quality. */
    private static boolean isWanted(String value, int from) {
        int at = skipBlanks(value, from);
        if (at == value.length() || value.charAt(at) == ',') {
            return true;
        }
        if (value.charAt(at) != ';') {
            return false;
        }
        at = skipBlanks(value, at + 1);
        if (at == value.length()) {
            return true;
        }
        boolean quality = (value.charAt(at) == 'q' || value.charAt(at) == 'Q')
                && at + 2 < value.length()
                && value.charAt(at + 1) == '=';
        return quality && isMoreThanNone(value.substring(at + 2));
    }

    /** ngx_http_gzip_quantity: 0 or 1, and at most three digits behind a point. */
    private static boolean isMoreThanNone(String quality) {
        var number = quality.split("[, ]", 2)[0];
        return number.matches("0\\.[0-9]{0,3}|1(\\.0{0,3})?") && !number.matches("0\\.0*");
    }

    private static int skipBlanks(String value, int from) {
        int at = from;
        while (at < value.length() && value.charAt(at) == ' ') {
            at++;
        }
        return at;
    }
}
