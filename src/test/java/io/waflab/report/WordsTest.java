package io.waflab.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordsTest {

    @Test
    void controlCharactersAreWrittenOut() {
        assertThat(Words.escape("a\u0000\t\n\u001b\u007f\u0085é漢\u200b\u2028\ud800z"))
                .isEqualTo("a\\x00\\x09\\x0a\\x1b\\x7f\\x85é漢\\u200b\\u2028\\ud800z");
    }

    @Test
    void shortDurationsAreMilliseconds() {
        assertThat(Words.duration(93_000)).isEqualTo("0.093 ms");
        assertThat(Words.duration(9_999_000)).isEqualTo("9.999 ms");
        assertThat(Words.duration(41_800_000)).isEqualTo("0.042 s");
        assertThat(Words.duration(120_000_800_000L)).isEqualTo("120.001 s");
    }

    @Test
    void linesAreBrokenAtSpacesAndLongWordsCut() {
        assertThat(Words.wrap("one two three", 7)).containsExactly("one two", "three");
        assertThat(Words.wrap("a abcdefghij b", 4)).containsExactly("a", "abcd", "efgh", "ij b");
        assertThat(Words.wrap("TLS_ECDHE_RSA", 12)).containsExactly("TLS_ECDHE_", "RSA");
        assertThat(Words.wrap("", 4)).containsExactly("");
    }

    @Test
    void chineseTakesTwoColumnsAndBreaksAnywhere() {
        assertThat(Words.columns("a漢，")).isEqualTo(5);
        assertThat(Words.left("漢", 4) + "|").isEqualTo("漢  |");
        assertThat(Words.right("漢", 4)).isEqualTo("  漢");
        assertThat(Words.wrap("服务器关闭 TCP 连接，发送 RST", 10)).containsExactly("服务器关闭", "TCP 连接，", "发送 RST");
    }
}
