package io.waflab.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorPageTest {

    private static final PageStyle TENGINE = new PageStyle("Tengine/3.2.0", true, true);
    private static final PageStyle NGINX = new PageStyle("nginx/1.22.1", true, true);
    private static final PageFacts FACTS = facts("https://127.0.0.1:9443/x");

    @Test
    void tenginesPageIsTenginesByteForByte() {
        assertThat(text(502, TENGINE, FACTS)).isEqualTo("""
                <!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">
                <html>
                <head><title>502 Bad Gateway</title></head>
                <body>
                <center><h1>502 Bad Gateway</h1></center>
                 Sorry for the inconvenience.<br/>
                Please report this message and include the following information to us.<br/>
                Thank you very much!</p>
                <table>
                <tr>
                <td>URL:</td>
                <td>https://127.0.0.1:9443/x</td>
                </tr>
                <tr>
                <td>Server:</td>
                <td>vm</td>
                </tr>
                <tr>
                <td>Date:</td>
                <td>2026/11/22 16:00:38</td>
                </tr>
                </table>
                <hr/>Powered by Tengine/3.2.0<hr><center>tengine</center>
                </body>
                </html>
                """.replace("\n", "\r\n"));
    }

    /** Sizes of head and page as Tengine 3.2.0 sent them: plain text, or a TLS 1.2 record less 24 bytes. */
    @ParameterizedTest
    @CsvSource({
        "502, https, lab.test, /ok, false, 717",
        "502, https, lab.test, /early, false, 720",
        "504, https, lab.test, /ok, false, 732",
        "504, https, lab.test, /silent, false, 736",
        "400, https, lab.test, '', true, 709",
        "413, https, lab.test, /ok, true, 751",
        "497, http, a, /, true, 800"
    })
    void headAndPageAreAsLongAsTengines(
            int status, String scheme, String host, String target, boolean close, int expected) {
        // The port is any of five digits.
        var url = PageFacts.url(scheme.equals("https"), host, 18443, target);
        var page = ErrorPage.of(status, TENGINE, facts(url));
        var out = Unpooled.buffer();
        ResponseWriter.start(
                new ResponseStart(
                        StatusText.line(ErrorPage.shown(status)),
                        TENGINE.server(),
                        new HttpDate(TimeZone.getTimeZone("UTC")).at(0).http(),
                        "text/html",
                        page.length,
                        null,
                        null,
                        false,
                        close ? Persistence.CLOSE : Persistence.KEEP_ALIVE,
                        0),
                out);
        ResponseWriter.end(out);
        assertThat(out.readableBytes() + page.length).isEqualTo(expected);
    }

    @Test
    void nginxsPageIsPlain() {
        assertThat(text(502, NGINX, FACTS))
                .isEqualTo("<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
                        + "<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx/1.22.1</center>\r\n"
                        + "</body>\r\n</html>\r\n")
                .hasSize(157);
        assertThat(ErrorPage.of(404, NGINX, FACTS, true)).hasSize(555);
        assertThat(ErrorPage.of(301, NGINX, FACTS, true)).hasSize(169);
        assertThat(ErrorPage.of(494, NGINX, FACTS)).hasSize(233);
    }

    @Test
    void serverInfoOffLeavesTheTableOutAndTokensOffTheVersion() {
        assertThat(text(502, new PageStyle("Tengine/3.2.0", false, false), FACTS))
                .doesNotContain("table")
                .contains("\r\n<hr/>Powered by Tengine<hr><center>tengine</center>\r\n");
        assertThat(text(302, TENGINE, FACTS)).contains("<h1>302 Found</h1>").doesNotContain("table");
    }

    @Test
    void whatTheClientSentIsEscaped() {
        var facts = facts("https://h/\"><script>alert('&')</script>");
        assertThat(text(404, TENGINE, facts))
                .contains("<td>https://h/&quot;&gt;&lt;script&gt;alert('&amp;')&lt;/script&gt;</td>");
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                301, 302, 303, 307, 308, 400, 401, 402, 403, 404, 405, 406, 408, 409, 410, 411, 412, 413, 414, 415, 416,
                421, 429, 494, 495, 496, 497, 500, 501, 502, 503, 504, 505, 507
            })
    void everyStatusOfNginxHasItsPage(int status) {
        assertThat(ErrorPage.exists(status)).isTrue();
        assertThat(text(status, NGINX, FACTS)).contains("<h1>" + ErrorPage.shown(status) + " ");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 300, 304, 407, 418, 444, 499, 506, 599, 999})
    void otherStatusesHaveNone(int status) {
        assertThat(ErrorPage.of(status, TENGINE, FACTS)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "400, true",
        "413, true",
        "414, true",
        "497, true",
        "500, true",
        "501, true",
        "404, false",
        "502, false",
        "504, false",
        "494, false"
    })
    void someStatusesCloseTheConnection(int status, boolean closes) {
        assertThat(ErrorPage.closes(status)).isEqualTo(closes);
    }

    @ParameterizedTest
    @CsvSource({
        "Mozilla/4.0 (compatible; MSIE 6.0; Windows), true",
        "Mozilla/5.0 AppleWebKit/537 (KHTML like Gecko) Chrome/99 Safari/537, true",
        "Mozilla/5.0 Gecko/2010 Firefox/99, false",
        "MSIE 6.0 Opera 9, false",
        "curl/7, false"
    })
    void oldBrowsersGetPadding(String userAgent, boolean expected) {
        assertThat(ErrorPage.padded(userAgent)).isEqualTo(expected);
        assertThat(ErrorPage.padded(null)).isFalse();
    }

    private static PageFacts facts(String url) {
        return new PageFacts(url, "vm", "2026/11/22 16:00:38");
    }

    private static String text(int status, PageStyle style, PageFacts facts) {
        return new String(ErrorPage.of(status, style, facts), StandardCharsets.ISO_8859_1);
    }
}
