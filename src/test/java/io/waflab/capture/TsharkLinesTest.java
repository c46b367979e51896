package io.waflab.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TsharkLinesTest {

    private final TsharkLines lines = new TsharkLines();

    @Test
    void headsOfHttp1AreRead() {
        client("7", "http.request.method=GET http.request.uri=/a\u001b http.request.version=HTTP/1.1");
        server("9", "http.response.version=HTTP/1.1 http.response.code=504 http.content_length_header=160");

        assertThat(told())
                .containsExactly(
                        "7 10.0.0.5:51544 REQUEST 0 GET /a\\x1b HTTP/1.1 -1",
                        "9 47.1.2.3:443 RESPONSE 504 HTTP/1.1 504 160");
        assertThat(lines.facts().get(0).nanos()).isEqualTo(1_700_000_000_123_456_789L);
    }

    @Test
    void dataFramesAreAddedUpForTheirStream() {
        client(
                "7",
                "http2.type=1,1 http2.streamid=1,3 http2.flags=0x05,0x05 http2.header.count=2,2"
                        + " http2.header.name=:method,:path,:method,:path http2.header.value=GET,/a,GET,/b");
        server(
                "8",
                "http2.type=1,0,1 http2.streamid=1,1,3 http2.length=20,100,20 http2.flags=0x04,0x00,0x04"
                        + " http2.header.count=2,2 http2.header.name=:status,content-length,:status,content-length"
                        + " http2.header.value=200,150,200,900");
        server("9", "http2.type=0,0 http2.streamid=3,1 http2.length=400,50 http2.flags=0x00,0x01");

        assertThat(told())
                .containsExactly(
                        "7 10.0.0.5:51544 REQUEST 0 GET /a HTTP/2, stream 1 -1",
                        "7 10.0.0.5:51544 REQUEST 0 GET /b HTTP/2, stream 3 -1",
                        "8 47.1.2.3:443 RESPONSE 200 HTTP/2 200, stream 1 [150 of 150 bytes] -1",
                        "8 47.1.2.3:443 RESPONSE 200 HTTP/2 200, stream 3 [400 of 900 bytes, unfinished] -1");
    }

    /** As tshark says it of a head with 3 bytes of padding, of DATA with 10, with none and without the flag. */
    @Test
    void paddingIsNoPartOfABody() {
        server(
                "8",
                "http2.type=1,0,0,0 http2.streamid=1,1,1,1 http2.length=11,51,5,56 http2.flags=0x0c,0x08,0x00,0x08"
                        + " http2.padding=0x03,0x0a,0x00 http2.header.count=2"
                        + " http2.header.name=:status,content-length http2.header.value=200,200");

        assertThat(told())
                .containsExactly("8 47.1.2.3:443 RESPONSE 200 HTTP/2 200, stream 1 [100 of 200 bytes, unfinished] -1");
    }

    /** RFC 9112 section 6.3. */
    @ParameterizedTest
    @CsvSource({"HEAD, 200", "GET, 304", "GET, 204", "CONNECT, 200"})
    void lengthsPromiseNothingWhereAnAnswerHasNoBody(String method, String status) {
        client("7", "http.request.method=" + method + " http.request.uri=/ http.request.version=HTTP/1.1");
        server("9", "http.response.version=HTTP/1.1 http.response.code=" + status + " http.content_length_header=5000");
        client("11", "http.request.method=GET http.request.uri=/ http.request.version=HTTP/1.1");
        server("13", "http.response.version=HTTP/1.1 http.response.code=200 http.content_length_header=6000");

        assertThat(told())
                .contains(
                        "9 47.1.2.3:443 RESPONSE " + status + " HTTP/1.1 " + status + " -1",
                        "13 47.1.2.3:443 RESPONSE 200 HTTP/1.1 200 6000");
    }

    @Test
    void whatAnotherConnectionAskedSaysNothingOfAnAnswer() {
        client("7", "tcp.stream=0 http.request.method=HEAD http.request.uri=/ http.request.version=HTTP/1.1");
        client("8", "tcp.stream=1 http.request.method=GET http.request.uri=/ http.request.version=HTTP/1.1");
        server(
                "9",
                "tcp.stream=1 http.response.version=HTTP/1.1 http.response.code=200 http.content_length_header=5000");

        assertThat(told()).contains("9 47.1.2.3:443 RESPONSE 200 HTTP/1.1 200 5000");
    }

    @Test
    void ofAnswersTogetherOnlyAsManyLengthsAreTrusted() {
        var two = "http.response.version=HTTP/1.1,HTTP/1.1 http.response.code=200,200 http.content_length_header=";
        server("9", two + "50");
        server("10", two + "50,60");

        assertThat(told())
                .containsExactly(
                        "9 47.1.2.3:443 RESPONSE 200 HTTP/1.1 200 -1",
                        "9 47.1.2.3:443 RESPONSE 200 HTTP/1.1 200 -1",
                        "10 47.1.2.3:443 RESPONSE 200 HTTP/1.1 200 50",
                        "10 47.1.2.3:443 RESPONSE 200 HTTP/1.1 200 60");
    }

    /** RFC 9113 section 8.1.1: of HEAD and of 304 the length is that of another answer. */
    @Test
    void onAStreamTooLengthsPromiseNothingWhereAnAnswerHasNoBody() {
        client(
                "7",
                "http2.type=1,1 http2.streamid=1,3 http2.flags=0x05,0x05 http2.header.count=2,2"
                        + " http2.header.name=:method,:path,:method,:path http2.header.value=HEAD,/a,GET,/b");
        server(
                "8",
                "http2.type=1,0,1 http2.streamid=1,1,3 http2.length=20,0,20 http2.flags=0x04,0x01,0x05"
                        + " http2.header.count=2,2 http2.header.name=:status,content-length,:status,content-length"
                        + " http2.header.value=200,150,304,900");

        assertThat(told())
                .contains(
                        "8 47.1.2.3:443 RESPONSE 200 HTTP/2 200, stream 1 -1",
                        "8 47.1.2.3:443 RESPONSE 304 HTTP/2 304, stream 3 -1");
    }

    @Test
    void trailersAndHeadsWithoutLengthMoveNoOther() {
        server(
                "8",
                "http2.type=1,1,0,1 http2.streamid=1,3,3,5 http2.length=20,20,1000,20 http2.flags=0x05,0x04,0x01,0x04"
                        + " http2.header.count=1,1,2 http2.header.name=grpc-status,:status,:status,content-length"
                        + " http2.header.value=0,200,503,900");

        assertThat(told())
                .containsExactly(
                        "8 47.1.2.3:443 RESPONSE 200 HTTP/2 200, stream 3 [1000 bytes] -1",
                        "8 47.1.2.3:443 RESPONSE 503 HTTP/2 503, stream 5 [0 of 900 bytes, unfinished] -1");
    }

    /** A promised request and the rest of a head are header blocks too (RFC 9113 sections 6.6 and 6.10). */
    @Test
    void promisedRequestsAndContinuationsMoveNoOther() {
        server(
                "8",
                "http2.type=5,1,9,1 http2.streamid=1,1,1,3 http2.flags=0x04,0x00,0x04,0x05"
                        + " http2.header.count=1,1,1,1 http2.header.name=:method,:status,content-length,:status"
                        + " http2.header.value=GET,200,900,404");

        assertThat(told())
                .containsExactly(
                        "8 47.1.2.3:443 RESPONSE 200 HTTP/2 200, stream 1 [0 bytes, unfinished] -1",
                        "8 47.1.2.3:443 RESPONSE 404 HTTP/2 404, stream 3 -1");
    }

    @Test
    void headsThatCannotBeToldApartAreLeftOut() {
        server(
                "8",
                "http2.type=1,1 http2.streamid=1,3 http2.flags=0x04,0x05 http2.header.count=1"
                        + " http2.header.name=:status http2.header.value=200");

        assertThat(told()).isEmpty();
    }

    @Test
    void goawayResetsAlertsAndClosesAreRead() {
        server(
                "9",
                "http2.type=3,7 http2.streamid=5,0 http2.rst_stream.error=8 http2.goaway.error=0"
                        + " http2.goaway.last_stream_id=5 tls.alert_message.level=2 tls.alert_message.desc=48"
                        + " websocket.payload.close.status_code=1001");

        assertThat(told())
                .containsExactly(
                        "9 47.1.2.3:443 RST_STREAM 0 stream 5: CANCEL -1",
                        "9 47.1.2.3:443 GOAWAY 0 NO_ERROR, last stream 5 -1",
                        "9 47.1.2.3:443 ALERT 0 fatal: unknown_ca -1",
                        "9 47.1.2.3:443 DATA 0 WebSocket close 1001 -1");
    }

    @Test
    void hiddenTicketsAreToldFromAnswers() {
        server("9", "tls.record.content_type=22,22 tls.record.opaque_type=23,23 tls.handshake.type=4,4");
        server("10", "tls.record.content_type=22,23 tls.record.opaque_type=23,23 tls.handshake.type=4");
        server("11", "tls.record.content_type=22 tls.record.opaque_type=23 tls.handshake.type=20");
        server("12", "tls.record.content_type=22,20 tls.handshake.type=4,20");

        assertThat(told()).containsExactly("9 47.1.2.3:443 HANDSHAKE 0 NewSessionTicket -1");
        assertThat(lines.facts().get(0).wasHidden()).isTrue();
    }

    @Test
    void ipv6AddressesAreWrittenAsEverywhere() {
        line(
                "3",
                Map.of(
                        "frame.protocols", "eth:ethertype:ipv6:tcp:tls",
                        "ipv6.src", "2001:db8::1",
                        "ipv6.dst", "2001:db8::2",
                        "tcp.srcport", "443",
                        "tcp.dstport", "51544",
                        "tls.alert_message.desc", "0"));

        assertThat(told()).containsExactly("3 [2001:db8:0:0:0:0:0:1]:443 ALERT 0 close_notify -1");
        assertThat(lines.facts().get(0).to()).isEqualTo("[2001:db8:0:0:0:0:0:2]:51544");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "eth:ethertype:ip:udp:vxlan:eth:ethertype:ip:tcp:tls   | 192.168.1.1,10.0.0.5 | 192.168.1.2,47.1.2.3 | fd00::1",
                "eth:ethertype:ipv6:udp:vxlan:eth:ethertype:ip:tcp:tls | 10.0.0.5             | 47.1.2.3             | fd00::1",
            })
    void withinATunnelTheInnerAddressesCount(String layers, String sources, String destinations, String six) {
        var fields = "frame.protocols=" + layers + " ip.src=" + sources + " ip.dst=" + destinations + " ipv6.src=" + six
                + " ipv6.dst=" + six + " tls.alert_message.desc=0";
        client("3", fields);

        assertThat(told()).containsExactly("3 10.0.0.5:51544 ALERT 0 close_notify -1");
        assertThat(lines.facts().get(0).to()).isEqualTo("47.1.2.3:443");
    }

    @Test
    void anIpv6TunnelledInIpv4IsSix() {
        client(
                "3",
                "frame.protocols=eth:ethertype:ip:gre:ipv6:tcp:tls ip.src=192.168.1.1 ip.dst=192.168.1.2"
                        + " ipv6.src=2001:db8::1 ipv6.dst=2001:db8::2 tls.alert_message.desc=0");

        assertThat(told()).containsExactly("3 [2001:db8:0:0:0:0:0:1]:51544 ALERT 0 close_notify -1");
    }

    @Test
    void aLineOfAnotherFormIsLeftOut() {
        lines.add("");
        lines.add("1\u001e2");

        assertThat(told()).isEmpty();
    }

    private void client(String frame, String fields) {
        sent(frame, Packets.CLIENT, Packets.SERVER, fields);
    }

    private void server(String frame, String fields) {
        sent(frame, Packets.SERVER, Packets.CLIENT, fields);
    }

    private void sent(String frame, Endpoint from, Endpoint to, String fields) {
        var values = new HashMap<>(Map.of(
                "frame.protocols", "eth:ethertype:ip:tcp:tls",
                "ip.src", from.address().getHostAddress(),
                "ip.dst", to.address().getHostAddress(),
                "tcp.srcport", String.valueOf(from.port()),
                "tcp.dstport", String.valueOf(to.port())));
        Arrays.stream(fields.split(" (?=[a-z0-9_.]+=)"))
                .map(field -> field.split("=", 2))
                .forEach(field -> values.put(field[0], field[1].replace(',', TsharkLines.VALUE)));
        line(frame, values);
    }

    private void line(String frame, Map<String, String> values) {
        var all = new HashMap<>(Map.of("tls.record.content_type", "23"));
        all.putAll(values);
        all.put("frame.number", frame);
        all.put("frame.time_epoch", "1700000000.123456789");
        lines.add(line(all));
    }

    static String line(Map<String, String> values) {
        return String.join(
                String.valueOf(TsharkLines.FIELD),
                TsharkLines.FIELDS.stream()
                        .map(field -> values.getOrDefault(field, ""))
                        .toList());
    }

    private List<String> told() {
        return lines.facts().stream()
                .map(fact -> fact.frame() + " " + fact.from() + " " + fact.what() + " " + fact.size() + " "
                        + fact.detail() + " " + fact.promised())
                .toList();
    }
}
