package io.waflab.http;

import java.nio.charset.StandardCharsets;

/** The built-in pages of nginx and Tengine, byte for byte (ngx_http_special_response.c). */
public final class ErrorPage {

    private static final String DOCTYPE = "<!DOCTYPE HTML PUBLIC \"-//IETF//DTD HTML 2.0//EN\">\r\n";

    private static final String INFO = " Sorry for the inconvenience.<br/>\r\n"
            + "Please report this message and include the following information to us.<br/>\r\n"
            + "Thank you very much!</p>\r\n<table>\r\n";

    private static final String PADDING =
            "<!-- a padding to disable MSIE and Chrome friendly error page -->\r\n".repeat(6);

    private ErrorPage() {}

    /** Whether the status has a page; others are answered with an empty body. */
    public static boolean exists(int status) {
        return !heading(status).isEmpty();
    }

    /** The status that the client sees: nginx's own 494, 495, 496 and 497 are shown as 400. */
    public static int shown(int status) {
        return switch (status) {
            case 494, 495, 496, 497 -> 400;
            default -> status;
        };
    }

    /**
     * Whether nginx closes the connection after it, whatever the client wished (ngx_http_special_response_handler). After
     * any {@link Refusal} of a {@link RequestParser} it is closed too: the request did not come so far as to keep it.
     */
    public static boolean closes(int status) {
        return switch (status) {
            case 400, 413, 414, 495, 496, 497, 500, 501 -> true;
            default -> false;
        };
    }

    /** The page's bytes; none for a status without a page. */
    public static byte[] of(int status, PageStyle style, PageFacts facts) {
        return of(status, style, facts, false);
    }

    /** @param padded whether nginx adds its comment for old browsers: see {@link #padded} */
    public static byte[] of(int status, PageStyle style, PageFacts facts, boolean padded) {
        if (!exists(status)) {
            return new byte[0];
        }
        var page = new StringBuilder(1024);
        if (style.tengine()) {
            page.append(DOCTYPE);
        }
        page.append(start(status));
        if (style.tengine()) {
            if (style.info() && status >= 400) {
                info(page, facts);
            }
            page.append("<hr/>Powered by ").append(style.server()).append("<hr><center>tengine</center>\r\n");
        } else {
            page.append("<hr><center>").append(style.server()).append("</center>\r\n");
        }
        page.append("</body>\r\n</html>\r\n");
        if (padded && status >= 400) {
            page.append(PADDING);
        }
        return page.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Whether msie_padding adds to the page for this User-Agent (or null). */
    public static boolean padded(String userAgent) {
        if (userAgent == null || userAgent.contains("Opera")) {
            return false;
        }
        int msie = userAgent.indexOf("MSIE ");
        boolean isMsie = msie >= 0 && msie + 7 < userAgent.length();
        return isMsie || !userAgent.contains("Gecko/") && userAgent.contains("Chrome/");
    }

    private static String start(int status) {
        var heading = heading(status);
        var detail = detail(status);
        var title = detail.isEmpty() ? heading : "400 " + detail;
        var second = detail.isEmpty() ? "" : "<center>" + detail + "</center>\r\n";
        return "<html>\r\n<head><title>" + title + "</title></head>\r\n<body>\r\n<center><h1>" + heading
                + "</h1></center>\r\n" + second;
    }

    /** The sentence of the pages that are shown as 400. */
    private static String detail(int status) {
        return switch (status) {
            case 494 -> "Request Header Or Cookie Too Large";
            case 495 -> "The SSL certificate error";
            case 496 -> "No required SSL certificate was sent";
            case 497 -> "The plain HTTP request was sent to HTTPS port";
            default -> "";
        };
    }

    private static String heading(int status) {
        return switch (status) {
            case 302 -> "302 Found";
            case 401 -> "401 Authorization Required";
            case 494, 495, 496, 497 -> "400 Bad Request";
            case 304 -> "";
            default -> status < 300 || StatusText.of(status).isEmpty() ? "" : StatusText.line(status);
        };
    }

    private static void info(StringBuilder page, PageFacts facts) {
        page.append(INFO);
        row(page, "URL", facts.url());
        row(page, "Server", facts.hostname());
        row(page, "Date", facts.date());
        page.append("</table>\r\n");
    }

    private static void row(StringBuilder page, String title, String value) {
        page.append("<tr>\r\n<td>").append(title).append(":</td>\r\n<td>");
        escape(page, value);
        page.append("</td>\r\n</tr>\r\n");
    }

    /** ngx_escape_html: the four characters that end text or an attribute. */
    private static void escape(StringBuilder page, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> page.append("&lt;");
                case '>' -> page.append("&gt;");
                case '&' -> page.append("&amp;");
                case '"' -> page.append("&quot;");
                default -> page.append(c);
            }
        }
    }
}
