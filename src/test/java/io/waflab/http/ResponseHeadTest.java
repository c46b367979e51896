package io.waflab.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResponseHeadTest {

    @Test
    void theClientGetsTheFieldsThatNginxPassesOn() {
        var head = head(
                "HTTP/1.1 200 OK\r\nServer: me\r\nDate: now\r\nx-A: 1\r\nContent-Type: a/b\r\nContent-Length: 3\r\n"
                        + "Connection: close\r\nKeep-Alive: 5\r\nUpgrade: h2\r\nLast-Modified: x\r\nTrailer: z\r\nX-Accel-Buffering: no\r\n"
                        + "X-Pad: a\r\nVARY: q\r\n\r\n");
        var out = Unpooled.buffer();
        head.writeFields(FieldNames.of(ResponseHead.HIDDEN), out);
        assertThat(Bytes.text(out)).isEqualTo("x-A: 1\r\nUpgrade: h2\r\nLast-Modified: x\r\nTrailer: z\r\nVARY: q\r\n");
        assertThat(head.contentType()).isEqualTo("a/b");
        assertThat(head.contentLength()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "200, Content-Length: 5, false, true", "200, Content-Length: 0, false, false", "200, X: y, false, true",
        "200, Transfer-Encoding: chunked, false, true", "200, Content-Length: 5, true, false",
                "204, X: y, false, false",
        "304, Content-Length: 5, false, false", "101, X: y, false, true"
    })
    void whetherABodyFollows(int status, String field, boolean toHead, boolean expected) {
        assertThat(head("HTTP/1.1 " + status + " x\r\n" + field + "\r\n\r\n").hasBody(toHead))
                .isEqualTo(expected);
    }

    @Test
    void anEmptyContentTypeIsNone() {
        assertThat(head("HTTP/1.1 200 OK\r\nContent-Type:\r\n\r\n").contentType())
                .isNull();
    }

    @Test
    void theStatusLineIsTheUpstreams() {
        assertThat(head("HTTP/1.1 299.1 Odd  One\r\n\r\n").statusLine()).isEqualTo("299.1 Odd  One");
    }

    private static ResponseHead head(String text) {
        var parser = new ResponseParser(4096);
        assertThat(parser.parse(Bytes.buffer(text))).isEqualTo(ResponseParser.Outcome.HEAD);
        return parser.head();
    }
}
