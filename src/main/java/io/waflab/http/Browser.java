package io.waflab.http;

/** The browsers that nginx treats unlike others, told by their User-Agent (ngx_http_process_user_agent). */
public enum Browser {
    /** Internet Explorer up to 6, without its service pack 2. */
    OLD_MSIE,
    /** Safari on a Mac. */
    SAFARI,
    OTHER;

    /** @param userAgent null for none */
    public static Browser of(String userAgent) {
        if (userAgent == null || userAgent.contains("Opera")) {
            return OTHER;
        }
        int msie = userAgent.indexOf("MSIE ");
        if (msie >= 0 && msie + 7 < userAgent.length()) {
            return isOld(userAgent, msie) ? OLD_MSIE : OTHER;
        }
        boolean safari = userAgent.contains("Safari/") && userAgent.contains("Mac OS X");
        return safari && !userAgent.contains("Gecko/") && !userAgent.contains("Chrome/") ? SAFARI : OTHER;
    }

    private static boolean isOld(String userAgent, int msie) {
        if (userAgent.charAt(msie + 6) != '.') {
            return false;
        }
        return switch (userAgent.charAt(msie + 5)) {
            case '4', '5' -> true;
            case '6' -> userAgent.indexOf("SV1", msie + 8) < 0;
            default -> false;
        };
    }
}
