package io.waflab.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogEscapeTest {

    @Test
    void nothingThatEndsALineOrAFieldGetsThrough() {
        assertThat(LogEscape.standard("GET /\"a\\b\r\n\t\u0000\u001b[2J\u007f\u00e9~ x"))
                .isEqualTo("GET /\\x22a\\x5Cb\\x0D\\x0A\\x09\\x00\\x1B[2J\\x7F\\xE9~ x");
    }

    @Test
    void charactersBeyondABytesRangeAreTheirBytes() {
        assertThat(LogEscape.standard("\u20ac")).isEqualTo("\\xE2\\x82\\xAC");
    }

    @Test
    void plainTextIsNotCopied() {
        var text = "GET /plain?a=b HTTP/1.1";
        assertThat(LogEscape.standard(text)).isSameAs(text);
    }

    @Test
    void jsonStaysJson() {
        assertThat(LogEscape.json("a\"b\\c\n\r\t\b\f\u0001\u001f/\u00e9"))
                .isEqualTo("a\\\"b\\\\c\\n\\r\\t\\b\\f\\u0001\\u001F/\u00e9");
    }

    @Test
    void theErrorLogKeepsItsQuotesAndNothingThatBreaksALine() {
        assertThat(LogEscape.line("zone \"one\" \\")).isEqualTo("zone \"one\" \\");
        assertThat(LogEscape.line("a\nb\u001b[m\u009b\u007f")).isEqualTo("a\\x0Ab\\x1B[m\\x9B\\x7F");
    }
}
