package io.waflab.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestLineTest {

    @ParameterizedTest
    @CsvSource({
        "GET /a?b=c HTTP/1.1, GET, '', /a?b=c, b=c, false, false",
        "GET /a/b.c HTTP/1.1, GET, '', /a/b.c, '', false, false",
        "GET /a//b HTTP/1.1, GET, '', /a//b, '', true, false",
        "GET /a/.b HTTP/1.1, GET, '', /a/.b, '', true, false",
        "GET /a%20b HTTP/1.1, GET, '', /a%20b, '', false, true",
        "GET /a?b/./%20 HTTP/1.1, GET, '', /a?b/./%20, b/./%20, false, false",
        "GET http://h:1/p HTTP/1.1, GET, h:1, /p, '', false, false",
        "GET http://h HTTP/1.1, GET, h, /, '', false, false",
        "GET h+t.p-2://[::1]?x HTTP/1.1, GET, [::1], ?x, x, false, false",
        "CONNECT h:443 HTTP/1.1, CONNECT, h:443, /, '', false, false",
        "GET /+/a HTTP/1.1, GET, '', /+/a, '', true, false"
    })
    void thePartsAreWhereNginxSeesThem(
            String text, String method, String host, String uri, String args, boolean complex, boolean quoted) {
        var line = new RequestLine();
        var data = Bytes.of(text + "\r\nrest");

        assertThat(line.parse(data, 0, data.length)).isEqualTo(text.length() + 2);

        assertThat(line.done()).isTrue();
        assertThat(Octets.text(data, line.start, line.methodEnd)).isEqualTo(method);
        assertThat(Octets.text(data, line.hostStart, line.hostEnd)).isEqualTo(host);
        assertThat(Octets.text(data, line.uriStart, line.uriEnd)).isEqualTo(uri);
        assertThat(line.argsStart < 0 ? "" : Octets.text(data, line.argsStart, line.uriEnd))
                .isEqualTo(args);
        assertThat(line.complexUri).isEqualTo(complex);
        assertThat(line.quotedUri).isEqualTo(quoted);
        assertThat(line.end).isEqualTo(text.length());
        assertThat(line.version).isEqualTo(1001);
    }

    @ParameterizedTest
    @CsvSource({
        "get, 400, client sent invalid method, 0",
        "GEt, 400, client sent invalid method, 2",
        "GET x, 0, , 5",
        "GET ], 400, client sent invalid request, 4",
        "GET / HTTP/3, 505, client sent invalid version, 11",
        "GET / HTTX, 400, client sent invalid request, 9"
    })
    void aLineIsRefusedAtTheByteThatCannotBe(String text, int status, String reason, int at) {
        var line = new RequestLine();
        var data = Bytes.of(text + "######");
        assertThat(line.parse(data, 0, status == 0 ? text.length() : data.length))
                .isEqualTo(status == 0 ? at : at + 1);
        assertThat(line.refusal()).isEqualTo(status == 0 ? null : Refusal.of(status, reason));
    }

    @Test
    void aLineRefusedBeforeItsVersionIsAnsweredAsHttp10() {
        var line = new RequestLine();
        line.parse(Bytes.of("x"), 0, 1);
        assertThat(line.version).isEqualTo(1000);
    }

    @Test
    void bareLineFeedsEndALine() {
        for (var text : new String[] {"GET /\n", "GET / \n", "GET / HTTP/1.0\n", "GET / HTTP/1.0 \n", "GET /?\n"}) {
            var line = new RequestLine();
            line.parse(Bytes.of(text), 0, text.length());
            assertThat(line.done()).as(text).isTrue();
            assertThat(line.version).isEqualTo(text.contains("HTTP") ? 1000 : 9);
            assertThat(line.end).isEqualTo(text.length() - 1);
        }
    }
}
