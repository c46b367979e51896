package io.waflab.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.http.ByteRanges.Range;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class MultipartRangesTest {

    private static final Range FIRST = new Range(0, 10);
    private static final Range LAST = new Range(990, 1000);
    private static final ByteRanges BOTH = new ByteRanges(List.of(FIRST, LAST));

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    @Test
    void eachRangeHasAHeadAndAllHaveAnEnd() {
        var parts = new MultipartRanges(BOTH, 7, "text/html", 1000);
        assertThat(parts.contentType()).isEqualTo("multipart/byteranges; boundary=00000000000000000007");
        assertThat(text(parts.head(FIRST)))
                .isEqualTo("\r\n--00000000000000000007\r\nContent-Type: text/html\r\n"
                        + "Content-Range: bytes 0-9/1000\r\n\r\n");
        assertThat(text(parts.end())).isEqualTo("\r\n--00000000000000000007--\r\n");
    }

    @Test
    void theLengthIsThatOfAllThatIsSent() {
        var parts = new MultipartRanges(BOTH, 7, "text/html", 1000);
        assertThat(parts.contentLength())
                .isEqualTo(parts.head(FIRST).length + 10 + parts.head(LAST).length + 10 + parts.end().length);
    }

    @Test
    void aBodyWithoutTypeHasPartsWithoutOne() {
        assertThat(text(new MultipartRanges(BOTH, 7, null, 1000).head(LAST)))
                .isEqualTo("\r\n--00000000000000000007\r\nContent-Range: bytes 990-999/1000\r\n\r\n");
    }
}
