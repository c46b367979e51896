package io.waflab.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class Http2RequestRulesTest {

    @Test
    void connectionSpecificFieldsMakeARequestMalformed() {
        refused(400, "client sent \"Connection\" header", "connection: close");
        refused(400, "client sent \"Keep-Alive\" header", "keep-alive: 1");
        refused(400, "client sent \"Transfer-Encoding\" header", "transfer-encoding: chunked");
        refused(400, "client sent \"Upgrade\" header", "upgrade: websocket");
        refused(400, "client sent invalid \"TE\" header", "te: gzip");
        refused(400, "client sent invalid \"TE\" header", "te: trailers", "te: trailers");
        assertThat(refusal(true, "te: Trailers")).isNull();
    }

    @Test
    void hostAndAuthorityAreTheSameOrOneOfThem() {
        assertThat(refusal(true, "host: lab.test")).isNull();
        refused(400, "client sent \":authority\" and \"Host\" headers with different values", "host: other");
    }

    @Test
    void aLengthThatNoDataFollowIsRefused() {
        refused(400, "client prematurely closed stream", "content-length: 1");
        refused(400, "client sent invalid \"Content-Length\" header", "content-length: x");
        assertThat(refusal(false, "content-length: 1")).isNull();
    }

    @Test
    void fieldsThatStandOnceDoSoHereToo() {
        refused(
                400,
                "client sent duplicate header line: \"content-length: 0\", previous value: \"content-length: 0\"",
                "content-length: 0",
                "content-length: 0");
    }

    @Test
    void connectAndTraceAreNotAllowed() {
        var fields = RequestFieldsTest.fields(":method: TRACE", ":scheme: http", ":path: /", ":authority: a");
        var refusal =
                RequestFields.read(fields, name -> HeadLimits.DEFAULT, true, 0).refusal();
        assertThat(refusal.status()).isEqualTo(405);
    }

    private static void refused(int status, String reason, String... more) {
        var refusal = refusal(true, more);
        assertThat(refusal).as(reason).isNotNull();
        assertThat(refusal.reason()).isEqualTo(reason);
        assertThat(refusal.status()).isEqualTo(status);
    }

    private static Refusal refusal(boolean endStream, String... more) {
        var all = new ArrayList<>(List.of(":method: GET", ":scheme: http", ":path: /", ":authority: lab.test"));
        all.addAll(List.of(more));
        return RequestFields.read(
                        RequestFieldsTest.fields(all.toArray(String[]::new)), name -> HeadLimits.DEFAULT, endStream, 0)
                .refusal();
    }
}
