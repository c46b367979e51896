package io.waflab.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestHeadTest {

    @Test
    void fieldsArePassedOnWithoutThoseNamed() {
        var head = head("GET / HTTP/1.1\r\nhOsT: a\r\nX-One:1\r\nTE: trailers\r\nx-TWO: 2\r\n\r\n");
        var out = Unpooled.buffer();
        head.writeFields(FieldNames.of(List.of("Host", "te")), out);
        assertThat(Bytes.text(out)).isEqualTo("X-One: 1\r\nx-TWO: 2\r\n");
    }

    @Test
    void theBodyIsTold() {
        assertThat(head("POST / HTTP/1.0\r\nContent-Length: 7\r\n\r\n").hasBody())
                .isTrue();
        assertThat(head("POST / HTTP/1.0\r\nContent-Length: 0\r\n\r\n").hasBody())
                .isFalse();
        assertThat(head("POST / HTTP/1.0\r\n\r\n").contentLength()).isEqualTo(-1);
        assertThat(head("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
                        .hasBody())
                .isTrue();
    }

    @Test
    void whatTheClientWaitsForAndWants() {
        var head = head("GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nExpect: 100-continue\r\n\r\n");
        assertThat(head.upgrade()).isEqualTo("websocket");
        assertThat(head.expectsContinue()).isTrue();
        assertThat(head("GET / HTTP/1.0\r\nExpect: 100-continue\r\n\r\n").expectsContinue())
                .isFalse();
        assertThat(head("GET / HTTP/1.1\r\nHost: a\r\nExpect: x\r\n\r\n").expectsContinue())
                .isFalse();
    }

    @Test
    void theLineIsToldAsSent() {
        var head = head("HEAD http://H:1?a=b HTTP/1.01\r\nHost: other\r\n\r\n");
        assertThat(head.isHead()).isTrue();
        assertThat(head.idempotent()).isTrue();
        assertThat(head.protocol()).isEqualTo("HTTP/1.01");
        assertThat(head.version()).isEqualTo(HttpVersion.HTTP_11);
        assertThat(head.target()).isEqualTo("?a=b");
        assertThat(head.targetIsWhole()).isFalse();
        assertThat(head.uri()).isEqualTo("/");
        assertThat(head.args()).isEqualTo("a=b");
        assertThat(head.host()).isEqualTo("h");
        assertThat(head.requestLine()).isEqualTo("HEAD http://H:1?a=b HTTP/1.01");
    }

    private static RequestHead head(String text) {
        var parser = new RequestParser(HeadLimits.DEFAULT);
        assertThat(parser.parse(Bytes.buffer(text))).isEqualTo(RequestParser.Outcome.HEAD);
        return parser.head();
    }
}
