package io.waflab.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.util.AsciiString;
import io.waflab.http.HpackReader.Field;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeadBytesTest {

    private final RequestHead head = new RequestHead();
    private final HeadBytes bytes = new HeadBytes(head);

    @Test
    void aHeadLooksAsIfItHadComeInLines() {
        assertThat(bytes.requestLine(text("GET"), text("/a?b=c"))).isTrue();
        bytes.field(new Field(text("accept"), text("*/*")));
        bytes.field(new Field(text("x-long"), text("y".repeat(2000))));
        bytes.done();
        assertThat(head.requestLine()).isEqualTo("GET /a?b=c HTTP/2.0");
        assertThat(head.protocol()).isEqualTo("HTTP/2.0");
        assertThat(head.version()).isEqualTo(HttpVersion.HTTP_2);
        assertThat(head.target()).isEqualTo("/a?b=c");
        var out = Unpooled.buffer();
        head.writeFields(FieldNames.of(List.of("x-long")), out);
        assertThat(out.toString(StandardCharsets.ISO_8859_1)).isEqualTo("accept: */*\r\n");
        assertThat(head.find("x-long")).hasSize(2000);
    }

    @Test
    void aPathIsHeldToTheGrammarOfTargets() {
        for (var path : List.of("t1.html", "/a b", "/a\u0002", "/a\r", "http://host/")) {
            assertThat(new HeadBytes(new RequestHead()).requestLine(text("GET"), text(path)))
                    .as(path)
                    .isFalse();
        }
        for (var path : List.of("/", "/%41", "//a/../b", "/?", "/a#b c".substring(0, 4))) {
            assertThat(new HeadBytes(new RequestHead()).requestLine(text("GET"), text(path)))
                    .as(path)
                    .isTrue();
        }
    }

    private static AsciiString text(String text) {
        return new AsciiString(text);
    }
}
