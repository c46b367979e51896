package io.waflab.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class ResponseWriterTest {

    private static final byte[] DATE = Bytes.of("Sun, 22 Nov 2026 16:00:38 GMT");

    @Test
    void theFieldsComeInNginxsOrder() {
        var out = Unpooled.buffer();
        ResponseWriter.start(
                new ResponseStart(
                        "302 Moved Temporarily",
                        "S",
                        DATE,
                        "text/html",
                        154,
                        "Mon, 28 Sep 1970 06:00:00 GMT",
                        "https://a/",
                        false,
                        Persistence.KEEP_ALIVE,
                        60),
                out);
        ResponseWriter.field("X-Own", "1", out);
        ResponseWriter.end(out);
        assertThat(Bytes.text(out))
                .isEqualTo(
                        "HTTP/1.1 302 Moved Temporarily\r\nServer: S\r\n"
                                + "Date: Sun, 22 Nov 2026 16:00:38 GMT\r\nContent-Type: text/html\r\nContent-Length: 154\r\n"
                                + "Last-Modified: Mon, 28 Sep 1970 06:00:00 GMT\r\n"
                                + "Location: https://a/\r\nConnection: keep-alive\r\nKeep-Alive: timeout=60\r\nX-Own: 1\r\n\r\n");
    }

    @Test
    void whatIsNotSaidIsLeftOut() {
        var out = Unpooled.buffer();
        ResponseWriter.start(
                new ResponseStart("200", null, null, null, -1, null, null, true, Persistence.CLOSE, 60), out);
        assertThat(Bytes.text(out)).isEqualTo("HTTP/1.1 200\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n");
    }

    @Test
    void numbersAreWrittenInDigits() {
        for (long number : new long[] {0, 7, 10, 999, 1000, 20_260_104, Long.MAX_VALUE}) {
            var out = Unpooled.buffer(1);
            ResponseWriter.decimal(number, out);
            assertThat(Bytes.text(out)).isEqualTo(Long.toString(number));
        }
    }

    /** 189 bytes, as Tengine 3.2.0 sent for this upgrade. */
    @Test
    void anUpgradeIsAsLongAsTengines() {
        var parser = new ResponseParser(4096);
        parser.parse(Bytes.buffer("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + "k".repeat(28) + "\r\n\r\n"));
        var out = Unpooled.buffer();
        ResponseWriter.start(
                new ResponseStart(
                        parser.head().statusLine(),
                        "Tengine/3.2.0",
                        DATE,
                        null,
                        -1,
                        null,
                        null,
                        false,
                        Persistence.UPGRADE,
                        0),
                out);
        parser.head().writeFields(FieldNames.of(ResponseHead.HIDDEN), out);
        ResponseWriter.end(out);
        assertThat(out.readableBytes()).isEqualTo(189);
    }

    @Test
    void aFieldCannotBringAnotherWithIt() {
        var out = Unpooled.buffer();
        assertThatThrownBy(() -> ResponseWriter.field("A", "b\r\nC: d", out)).hasMessageContaining("character 13");
        assertThatThrownBy(() -> ResponseWriter.field("A\n", "b", out)).isInstanceOf(IllegalArgumentException.class);
        assertThat(out.isReadable()).isFalse();
    }
}
