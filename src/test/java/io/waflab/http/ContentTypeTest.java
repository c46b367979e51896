package io.waflab.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentTypeTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/html|text/html|''",
                "text/html; charset=koi8-r|text/html|koi8-r",
                "text/html ;  Charset=\"koi8-r\"|'text/html '|koi8-r",
                "text/html; x=y; charset=a|text/html; x=y|a",
                "text/html; x=y|text/html; x=y|''",
                "text/html;|text/html;|''",
                "text/html; charset=|text/html|''"
            })
    void onlyTheCharsetIsToldFromTheType(String value, String type, String charset) {
        assertThat(ContentType.of(value)).isEqualTo(new ContentType(type, charset));
    }
}
