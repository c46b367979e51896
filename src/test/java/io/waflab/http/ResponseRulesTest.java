package io.waflab.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseRulesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 1\r\nContent-Length: 1",
                "Content-Length: 1\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nContent-Length: 1",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: identity",
                "Content-Length: ",
                "Content-Length: -1",
                "Content-Length: +1",
                "Content-Length: 1 2",
                "Content-Length: 99999999999999999999",
                "X Y: 1",
                "X : 1",
                ": 1",
                "X: 1\r\n folded",
                "X: a\rb",
                "X: a\u0000"
            })
    void framingInDoubtIsRefused(String fields) {
        var parser = parse(fields);
        assertThat(parser.refusal()).isNotNull();
        assertThat(parser.refusal().status()).isEqualTo(502);
        assertThat(parser.refusal().reason()).startsWith("upstream sent ");
    }

    @Test
    void theFirstOfRepeatedFieldsIsPassedOn() {
        var fields = "ETag: 1\r\nSet-Cookie: a\r\nEtag: 2\r\nset-cookie: b\r\nLocation: /1\r\nlocation: /2";
        var out = Unpooled.buffer();
        parse(fields).head().writeFields(FieldNames.NONE, out);
        assertThat(Bytes.text(out)).isEqualTo("ETag: 1\r\nSet-Cookie: a\r\nset-cookie: b\r\nLocation: /1\r\n");
    }

    @Test
    void theConnectionIsKeptUnlessTheUpstreamSaysOtherwise() {
        assertThat(parse("X: y").head().keepAlive()).isTrue();
        assertThat(parse("Connection: Close").head().keepAlive()).isFalse();
        assertThat(parse("Keep-Alive: close").head().keepAlive()).isTrue();
        var parser = new ResponseParser(4096);
        parser.parse(Bytes.buffer("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n\r\n"));
        assertThat(parser.head().keepAlive()).isFalse();
    }

    private static ResponseParser parse(String fields) {
        var parser = new ResponseParser(4096);
        parser.parse(Bytes.buffer("HTTP/1.1 200 OK\r\n" + fields + "\r\n\r\n"));
        return parser;
    }
}
