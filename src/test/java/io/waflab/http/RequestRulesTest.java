package io.waflab.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestRulesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length",
                "Transfer-Encoding",
                "If-Modified-Since",
                "If-Unmodified-Since",
                "If-Match",
                "If-None-Match",
                "If-Range",
                "Content-Range",
                "Expect",
                "Authorization",
                "Proxy-Authorization"
            })
    void fieldsThatMayStandOnceMayStandOnce(String name) {
        var refusal = refusal("GET / HTTP/1.0\r\n" + name + ": 1\r\n" + name.toUpperCase() + ": 2\r\n\r\n");
        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.reason())
                .isEqualTo(
                        "client sent duplicate header line: \"%s: 2\", previous value: \"%s: 1\"",
                        name.toUpperCase(), name);
    }

    @Test
    void theFirstFaultIsTheOneAnswered() {
        assertThat(refusal("TRACE / HTTP/1.1\r\nContent-Length: x\r\nTransfer-Encoding: y\r\n\r\n")
                        .reason())
                .isEqualTo("client sent HTTP/1.1 request without \"Host\" header");
        assertThat(refusal("TRACE / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\nTransfer-Encoding: y\r\n\r\n")
                        .reason())
                .isEqualTo("client sent invalid \"Content-Length\" header");
        assertThat(refusal("TRACE / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: y\r\n\r\n")
                        .reason())
                .isEqualTo("client sent unknown \"Transfer-Encoding\": \"y\"");
        assertThat(refusal("TRACE / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n")
                        .reason())
                .isEqualTo("client sent TRACE method");
    }

    @Test
    void theHostOfTheRequestLineGoesBeforeTheField() {
        assertThat(head("GET http://Line/ HTTP/1.1\r\nHost: field\r\n\r\n").host())
                .isEqualTo("line");
        assertThat(head("GET / HTTP/1.1\r\nHost: Field:1\r\n\r\n").host()).isEqualTo("field");
        assertThat(head("GET / HTTP/1.0\r\n\r\n").host()).isEmpty();
    }

    @Test
    void oddNamesAreDroppedOrKeptAsConfigured() {
        var text = "GET / HTTP/1.0\r\nA_b: 1\r\nC@: 2\r\nContent_Length: 5\r\n\r\n";
        assertThat(head(text).fieldCount()).isZero();
        assertThat(head(text, new HeadLimits(1024, 4, 8192, 1000, true, true, true))
                        .fieldCount())
                .isEqualTo(2);
        assertThat(head(text, new HeadLimits(1024, 4, 8192, 1000, false, false, true))
                        .fieldCount())
                .isEqualTo(3);
    }

    @Test
    void theLastConnectionFieldDecides() {
        assertThat(head("GET / HTTP/1.0\r\nConnection: close\r\nConnection: keep-alive\r\n\r\n")
                        .keepAlive())
                .isTrue();
        assertThat(head("GET / HTTP/1.0\r\nConnection: keep-alive, close\r\nConnection: x\r\n\r\n")
                        .keepAlive())
                .isFalse();
    }

    private static RequestHead head(String text) {
        return head(text, HeadLimits.DEFAULT);
    }

    private static RequestHead head(String text, HeadLimits limits) {
        var parser = new RequestParser(limits);
        parser.parse(Bytes.buffer(text));
        assertThat(parser.refusal()).isNull();
        return parser.head();
    }

    private static Refusal refusal(String text) {
        var parser = new RequestParser(HeadLimits.DEFAULT);
        assertThat(parser.parse(Bytes.buffer(text))).isEqualTo(RequestParser.Outcome.REFUSED);
        return parser.refusal();
    }
}
