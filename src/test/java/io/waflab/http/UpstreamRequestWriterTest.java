package io.waflab.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpstreamRequestWriterTest {

    private static final String FIELDS = "Host: Q.w\r\nuser-AGENT:  x\r\nTE: trailers\r\nUpgrade: websocket\r\n"
            + "Connection: upgrade\r\nX_u: 1\r\nKeep-Alive: 5\r\nExpect: 100-continue\r\nEmpty:\r\n";

    @Test
    void theHeadIsNginxs() {
        var writer = new UpstreamRequestWriter(List.of());
        assertThat(write(writer, "GET /p%20x//y?a=b HTTP/1.1\r\n" + FIELDS, null, HttpVersion.HTTP_11, "close", -1))
                .isEqualTo("GET /p%20x//y?a=b HTTP/1.1\r\nHost: 127.0.0.1:18472\r\nConnection: close\r\n"
                        + "user-AGENT: x\r\nEmpty: \r\n\r\n");
        assertThat(write(writer, "GET /p HTTP/1.0\r\n" + FIELDS, "/q", HttpVersion.HTTP_10, null, -1))
                .isEqualTo("GET /q HTTP/1.0\r\nHost: 127.0.0.1:18472\r\nuser-AGENT: x\r\nEmpty: \r\n\r\n");
    }

    @Test
    void setFieldsComeFirstInTheirOrderAndEmptyOnesRemove() {
        var writer = new UpstreamRequestWriter(List.of("X-A", "upgrade", "Connection", "x-B", "HOST", "User-Agent"));
        assertThat(write(
                        writer,
                        "GET / HTTP/1.1\r\nx-a: client\r\n" + FIELDS,
                        null,
                        HttpVersion.HTTP_11,
                        null,
                        -1,
                        "1",
                        "websocket",
                        "upgrade",
                        "",
                        "h",
                        null))
                .isEqualTo("GET / HTTP/1.1\r\nX-A: 1\r\nupgrade: websocket\r\nConnection: upgrade\r\nHOST: h\r\n"
                        + "Empty: \r\n\r\n");
    }

    @Test
    void theBodysLengthIsTheWritersOwn() {
        var writer = new UpstreamRequestWriter(List.of());
        var chunked = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n";
        assertThat(write(writer, chunked, null, HttpVersion.HTTP_10, null, 3))
                .isEqualTo("POST / HTTP/1.0\r\nHost: 127.0.0.1:18472\r\nContent-Length: 3\r\n\r\n");
        assertThat(write(writer, chunked, null, HttpVersion.HTTP_11, null, UpstreamRequest.CHUNKED))
                .isEqualTo("POST / HTTP/1.1\r\nHost: 127.0.0.1:18472\r\nTransfer-Encoding: chunked\r\n\r\n");
    }

    @Test
    void aValueOrTargetThatWouldSplitTheHeadIsRefused() {
        var writer = new UpstreamRequestWriter(List.of("X"));
        assertThatThrownBy(() -> write(writer, "GET / HTTP/1.0\r\n", null, HttpVersion.HTTP_11, null, -1, "a\nb"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> write(writer, "GET / HTTP/1.0\r\n", "/a b", HttpVersion.HTTP_11, null, -1, "a"))
                .hasMessageContaining("0x20");
    }

    private static String write(
            UpstreamRequestWriter writer,
            String head,
            String uri,
            HttpVersion version,
            String connection,
            long bodyLength,
            String... values) {
        var parser = new RequestParser(HeadLimits.DEFAULT);
        assertThat(parser.parse(Bytes.buffer(head + "\r\n"))).isEqualTo(RequestParser.Outcome.HEAD);
        var out = Unpooled.buffer();
        var list = java.util.Arrays.asList(values);
        writer.write(
                new UpstreamRequest(
                        parser.head(),
                        parser.head().method(),
                        true,
                        uri,
                        version,
                        "127.0.0.1:18472",
                        connection,
                        bodyLength,
                        list),
                out);
        return Bytes.text(out);
    }
}
