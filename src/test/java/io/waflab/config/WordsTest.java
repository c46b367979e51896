package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WordsTest {

    @Test
    void blanksPartWordsAndQuotesKeepThemTogether() {
        assertThat(Words.split("  a\tb \n c ")).containsExactly("a", "b", "c");
        assertThat(Words.split("200 \"hello world\" 'it \"is\"'")).containsExactly("200", "hello world", "it \"is\"");
        assertThat(Words.split("\"\"")).containsExactly("");
        assertThat(Words.split("")).isEmpty();
    }

    @Test
    void escapesAreNginxs() {
        assertThat(Words.split("\"a\\\"b\" c\\td \\.php$ e\\\\f")).containsExactly("a\"b", "c\td", "\\.php$", "e\\f");
    }

    @Test
    void aQuoteThatDoesNotEndItsWordIsRefusedWithItsPlace() {
        assertThatThrownBy(() -> Words.split("a \"b")).hasMessageContaining("character 2 is not closed");
        assertThatThrownBy(() -> Words.split("\"a\"b")).hasMessageContaining("unexpected \"b\"");
    }

    @Test
    void whatIsJoinedIsTakenApartTheSame() {
        var random = new Random(1);
        var letters = "ab \"'\\\t\n;{$~.";
        for (int i = 0; i < 2000; i++) {
            var words = new ArrayList<String>();
            for (int w = random.nextInt(4); w > 0; w--) {
                var word = new StringBuilder();
                random.ints(random.nextInt(6), 0, letters.length()).forEach(at -> word.append(letters.charAt(at)));
                words.add(word.toString());
            }
            assertThat(Words.split(Words.join(words))).isEqualTo(words);
        }
    }

    @Test
    void aDirectiveOfOneWordTakesItsTextWhole() {
        assertThat(Words.of("proxy_read_timeout", "1h 30m")).containsExactly("1h 30m");
        assertThat(Words.of("ssl_key_log", "my keys.log")).containsExactly("my keys.log");
        assertThat(Words.of("listen", "8443 ssl")).containsExactly("8443", "ssl");
        assertThat(Words.of("server_name", "")).isEqualTo(List.of(""));
    }

    @Test
    void aKeepaliveTimeoutThatCouldBeOneTimeOrTwoIsRefused() {
        assertThat(Words.of("keepalive_timeout", "75s 60s")).containsExactly("75s", "60s");
        assertThatThrownBy(() -> Words.of("keepalive_timeout", "1h 30m"))
                .hasMessageContaining("one time or two")
                .hasMessageContaining("5400s");
    }
}
