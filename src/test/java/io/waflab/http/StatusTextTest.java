package io.waflab.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusTextTest {

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "200,200 OK",
                "206,206 Partial Content",
                "302,302 Moved Temporarily",
                "308,308 Permanent Redirect",
                "401,401 Unauthorized",
                "405,405 Not Allowed",
                "412,412 Precondition Failed",
                "416,416 Requested Range Not Satisfiable",
                "502,502 Bad Gateway",
                "505,505 HTTP Version Not Supported",
                "507,507 Insufficient Storage",
                "407,407 ",
                "599,599 ",
                "99,099 ",
                "1,001 ",
                "999,999 "
            })
    void linesAreNginxs(int status, String line) {
        assertThat(StatusText.line(status)).isEqualTo(line);
    }
}
