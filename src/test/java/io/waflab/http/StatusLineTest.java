package io.waflab.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusLineTest {

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1 200 OK, 200, 1001, 200 OK", "HTTP/1.0 404, 404, 1000, 404",
                "HTTP/1.1 403.1 IIS, 403, 1001, 403.1 IIS",
        "HTTP/1.1   299 a  b, 299, 1001, 299 a  b", "HTTP/2.0 200 OK, 200, 2000, 200 OK",
                "HTTP/1.1 099 x, 99, 1001, 099 x"
    })
    void codeVersionAndTextAreRead(String text, int status, int version, String rest) {
        for (var end : new String[] {"\r\n", "\n"}) {
            var line = new StatusLine();
            var data = Bytes.of(text + end);
            assertThat(line.parse(data, 0, data.length)).isEqualTo(data.length);
            assertThat(line.done()).isTrue();
            assertThat(line.status).isEqualTo(status);
            assertThat(line.version()).isEqualTo(version);
            assertThat(Octets.text(data, line.start, line.end)).isEqualTo(rest);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "this",
                "\r\n",
                "http/1.1 200",
                "HTTP/0.9 200",
                "HTTP/1.1x",
                "HTTP/1.1 2x0",
                "HTTP/1.1 2000",
                "HTTP/1.1 20\r\n",
                "HTTP/1.1 200 OK\rx",
                "HTTP 200",
                "ICY 200 OK"
            })
    void otherFirstLinesAreForeign(String text) {
        var line = new StatusLine();
        line.parse(Bytes.of(text), 0, text.length());
        assertThat(line.foreign()).isTrue();
    }
}
