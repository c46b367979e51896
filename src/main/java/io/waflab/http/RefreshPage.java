package io.waflab.http;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The page that nginx sends Internet Explorer in the place of a redirect (msie_refresh, ngx_http_special_response.c). */
public final class RefreshPage {

    private static final String BEGINNING = "<html><head><meta http-equiv=\"Refresh\" content=\"0; URL=";
    private static final String END = "\"></head><body></body></html>\r\n";

    private RefreshPage() {}

    /** @param location ISO-8859-1 */
    public static byte[] of(String location) {
        var page = new StringBuilder(BEGINNING);
        for (int i = 0; i < location.length(); i++) {
            char c = location.charAt(i);
            if (c <= ' ' || c >= 0x7f || "\"'<>".indexOf(c) >= 0) {
                page.append(String.format(Locale.ROOT, "%%%02X", (int) c));
            } else {
                page.append(c);
            }
        }
        return page.append(END).toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Whether a User-Agent (null for none) is that browser's. */
    public static boolean isWantedBy(String userAgent) {
        int msie = userAgent == null ? -1 : userAgent.indexOf("MSIE ");
        return msie >= 0 && msie + 7 < userAgent.length();
    }
}
