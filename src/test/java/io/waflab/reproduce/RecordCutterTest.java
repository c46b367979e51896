package io.waflab.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

class RecordCutterTest {

    private static final byte[] ALERT = {21, 3, 3, 0, 2, 1, 0};

    @Test
    void recordsAreCutWhereverTheBytesBreak() throws SSLException {
        for (int split = 1; split < ALERT.length; split++) {
            var cutter = new RecordCutter();
            assertThat(cutter.feed(ALERT, split)).isEmpty();
            var rest = java.util.Arrays.copyOfRange(ALERT, split, ALERT.length);
            assertThat(cutter.missing()).isLessThanOrEqualTo(rest.length);
            assertThat(cutter.feed(rest, rest.length)).containsExactly(ALERT);
        }
    }

    @Test
    void nothingBehindTheRecordIsAskedFor() throws SSLException {
        var cutter = new RecordCutter();
        assertThat(cutter.missing()).isEqualTo(5);
        cutter.feed(ALERT, 5);
        assertThat(cutter.missing()).isEqualTo(2);
    }

    @Test
    void bytesThatAreNoTlsAreShown() {
        var http = "HTTP/1.1".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> new RecordCutter().feed(http, http.length))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("48 54 54 50 2f");
    }

    @Test
    void aRecordLongerThanTlsAllowsIsRefused() {
        assertThatThrownBy(() -> new RecordCutter().feed(new byte[] {23, 3, 3, 0x7f, 0x7f}, 5))
                .isInstanceOf(SSLException.class);
    }
}
