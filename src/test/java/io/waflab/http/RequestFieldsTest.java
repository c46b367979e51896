package io.waflab.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.AsciiString;
import io.waflab.http.HpackReader.Field;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestFieldsTest {

    private static final String[] GOOD = {
        ":method: GET", ":scheme: https", ":path: /a/../b?c=d", ":authority: Lab.test:8443"
    };

    @Test
    void aRequestIsWhatHttp1WouldHaveMadeOfIt() {
        var request = good("accept: */*", "x_odd: 1", "cookie: a=b", "cookie: c=d");
        assertThat(request.method()).isEqualTo("GET");
        assertThat(request.uri()).isEqualTo("/b");
        assertThat(request.args()).isEqualTo("c=d");
        assertThat(request.target()).isEqualTo("/a/../b?c=d");
        assertThat(request.host()).isEqualTo("lab.test");
        assertThat(request.find("host")).isEqualTo("Lab.test:8443");
        assertThat(request.find("cookie")).isEqualTo("a=b; c=d");
        assertThat(request.find("x_odd")).as("ignore_invalid_headers").isNull();
        assertThat(request.hasBody()).isFalse();
        assertThat(request.keepAlive()).isTrue();
        assertThat(request.length()).isEqualTo(77);
    }

    @Test
    void whiteSpaceAroundAValueIsNone() {
        assertThat(good("x-test: \t see this\t ").find("x-test")).isEqualTo("see this");
        assertThat(good("x-test:  \t ").find("x-test")).isEmpty();
    }

    @Test
    void aBodyIsToldByTheStreamOrByItsLength() {
        assertThat(read(false, GOOD).head().chunked()).isTrue();
        assertThat(read(false, with("content-length: 7")).head().contentLength())
                .isEqualTo(7);
        assertThat(read(false, with("content-length: 7")).head().chunked()).isFalse();
        assertThat(read(true, with("content-length: 0")).head().hasBody()).isFalse();
    }

    @Test
    void whatIsNoRequestIsRefusedInNginxWords() {
        refused("client sent no :scheme header", ":method: GET", ":path: /", ":authority: a");
        refused("client sent no :path header", ":method: GET", ":scheme: http");
        refused("client sent no :method header", "x: y");
        refused("client sent duplicate :path header", ":path: /", ":path: /");
        refused("client sent empty :path header", ":path: ");
        refused(
                "client sent invalid :path header: \"a\"",
                ":method: GET",
                ":scheme: http",
                ":path: a",
                ":authority: a");
        refused("client sent invalid method: \"get\"", ":method: get");
        refused("client sent invalid :scheme header: \"1s\"", ":scheme: 1s");
        refused("client sent unknown pseudo-header \":status\"", ":status: 200");
        refused("client sent invalid \":authority\" header", ":authority: ");
        refused("client sent duplicate \":authority\" header", ":authority: a", ":authority: a");
        refused("client sent neither \":authority\" nor \"Host\" header", ":method: GET", ":scheme: http", ":path: /");
    }

    @Test
    void pseudoHeadersComeFirst() {
        refused("client sent out of order pseudo-headers", with("x: y", ":authority: b"));
        refused("client sent no :path header", ":method: GET", ":scheme: http", "x: y", ":path: /");
    }

    @Test
    void namesAndValuesThatWouldBreakHttp1AreRefused() {
        refused("client sent invalid header name: \"X-Upper\"", with("X-Upper: 1"));
        refused("client sent invalid header name: \"x y\"", with("x y: 1"));
        refused("client sent invalid header name: \"x\u0002\"", with("x\u0002: 1"));
        refused("client sent header \"x\" with invalid value: \"a\rb\"", with("x: a\rb"));
        refused("client sent header \"x\" with invalid value: \"a\nb\"", with("x: a\nb"));
        refused("client sent header \"x\" with invalid value: \"a\0b\"", with("x: a\0b"));
    }

    @Test
    void tooManyFieldsAre494() {
        var limits = new HeadLimits(1024, 4, 8192, 2, true, false, true);
        var fields = fields(with("a: 1", "b: 2", "c: 3"));
        var refusal = RequestFields.read(fields, name -> limits, true, 77).refusal();
        assertThat(refusal.status()).isEqualTo(494);
        assertThat(refusal.reason()).isEqualTo("client sent too many header lines");
    }

    @Test
    void theNamedServersLimitsHold() {
        var own = new HeadLimits(1024, 4, 8192, 1000, true, true, true);
        var request = RequestFields.read(
                fields(with("x_odd: 1")), name -> name.equals("lab.test") ? own : HeadLimits.DEFAULT, true, 77);
        assertThat(request.head().find("x_odd")).isEqualTo("1");
    }

    private static RequestHead good(String... more) {
        var request = read(true, with(more));
        assertThat(request.refusal()).isNull();
        return request.head();
    }

    private static void refused(String reason, String... fields) {
        var refusal = read(true, fields).refusal();
        assertThat(refusal).as(reason).isNotNull();
        assertThat(refusal.reason()).isEqualTo(reason);
        assertThat(refusal.status()).isEqualTo(400);
    }

    private static String[] with(String... more) {
        var all = new ArrayList<>(List.of(GOOD));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static RequestFields.Request read(boolean endStream, String... fields) {
        return RequestFields.read(fields(fields), name -> HeadLimits.DEFAULT, endStream, 77);
    }

    static List<Field> fields(String... lines) {
        var fields = new ArrayList<Field>();
        for (var line : lines) {
            int colon = line.indexOf(": ");
            fields.add(new Field(octets(line.substring(0, colon)), octets(line.substring(colon + 2))));
        }
        return fields;
    }

    private static AsciiString octets(String text) {
        return new AsciiString(text.getBytes(StandardCharsets.ISO_8859_1), false);
    }
}
