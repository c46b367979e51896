package io.waflab.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrowserTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1) | OLD_MSIE",
                "Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1; SV1) | OTHER",
                "Mozilla/4.0 (compatible; MSIE 5.5; Windows 98) | OLD_MSIE",
                "Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 5.1) | OTHER",
                "Mozilla/4.0 (compatible; MSIE 6.0; X) Opera 8 | OTHER",
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_6) AppleWebKit/5 Version/5 Safari/533 | SAFARI",
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_6) AppleWebKit/5 Chrome/9 Safari/533 | OTHER",
                "Mozilla/5.0 (X11; Linux) AppleWebKit/5 Version/5 Safari/533 | OTHER",
                "curl/8 | OTHER"
            })
    void itIsToldByItsName(String userAgent, Browser browser) {
        assertThat(Browser.of(userAgent)).isEqualTo(browser);
    }

    @Test
    void whoSaysNothingIsLikeOthers() {
        assertThat(Browser.of(null)).isEqualTo(Browser.OTHER);
        assertThat(Browser.of("MSIE 6")).isEqualTo(Browser.OTHER);
    }
}
