package io.waflab.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpstreamUriTest {

    @ParameterizedTest
    @CsvSource({
        "/r/x, /r/, /new/, /new/x",
        "/r/, /r/, /new/, /new/",
        "/r/x?a=b, /r/, /new/, /new/x?a=b",
        "/r/x, /r, /new, /new/x",
        "/r/x?, /r/, /, /x",
        "/r/%22%20%41+;%7e//y?a=b, /r/, /new/, /new/%22%20A+;~/y?a=b",
        "/r/\"<>//y, /r/, /new/, /new/\"<>/y",
        "/r/../r/%2f%3F%25, /r/, /, /%3F%25",
        "/x, /, /a, /ax"
    })
    void theLocationsPrefixIsReplaced(String target, String prefix, String replacement, String expected) {
        var head = head(target);
        assertThat(UpstreamUri.of(head.uri(), prefix.length(), replacement, head.quoted(), head.args()))
                .isEqualTo(expected);
    }

    @Test
    void withoutAUriTheRewrittenPathIsTheTarget() {
        assertThat(UpstreamUri.of("/a b", 0, "", true, "x=y")).isEqualTo("/a%20b?x=y");
        assertThat(UpstreamUri.of("/a", 5, "/b", true, "")).isEqualTo("/b");
    }

    @Test
    void everyByteThatCouldMisleadIsEncoded() {
        var all = new StringBuilder();
        for (char c = 0; c < 256; c++) {
            all.append(c);
        }
        var escaped = UpstreamUri.escape(all.toString());
        assertThat(escaped).matches("[!-~]+").doesNotContainPattern("[\"#<>?\\\\^`{|}]");
        assertThat(UpstreamUri.escape("/a-_.~!$&'()*+,;=:@[]/")).isEqualTo("/a-_.~!$&'()*+,;=:@[]/");
        assertThat(UpstreamUri.escape("\u00e9 %")).isEqualTo("%E9%20%25");
    }

    private static RequestHead head(String target) {
        var parser = new RequestParser(HeadLimits.DEFAULT);
        assertThat(parser.parse(Bytes.buffer("GET " + target + " HTTP/1.0\r\n\r\n")))
                .isEqualTo(RequestParser.Outcome.HEAD);
        return parser.head();
    }
}
