package io.waflab.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncodingTest {

    @Test
    void everyByteThatWouldMeanSomethingAmongArgumentsIsEncoded() {
        assertThat(Encoding.asArgument("a b&c+d;e?f#g%h<i>\"j\u00e9\n"))
                .isEqualTo("a%20b%26c%2Bd%3Be%3Ff%23g%25h%3Ci%3E%22j%E9%0A");
        assertThat(Encoding.asArgument("/a-_.~!$'()*,=:@[]")).isEqualTo("/a-_.~!$'()*,=:@[]");
    }

    @ParameterizedTest
    @CsvSource({
        "/%41%7e, /A~",
        "/%20%25%7f%c3, /%20%25%7f%c3",
        "/%2f, //",
        "/a?%41, /a?%41",
        "/%3f%41, /?%41",
        "/%zz%4z%, /zz",
        "/%, /"
    })
    void aRedirectIsDecodedWhereThatChangesNothing(String text, String decoded) {
        assertThat(Encoding.ofRedirect(text)).isEqualTo(decoded);
    }
}
