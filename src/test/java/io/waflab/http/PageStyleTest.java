package io.waflab.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PageStyleTest {

    @Test
    void theServerFieldSaysTheVersionOrNot() {
        assertThat(new PageStyle("Tengine/3.2.0", true, true).server()).isEqualTo("Tengine/3.2.0");
        assertThat(new PageStyle("Tengine/3.2.0", false, true).server()).isEqualTo("Tengine");
        assertThat(new PageStyle("WAF", false, true).server()).isEqualTo("WAF");
    }

    @Test
    void theUrlHasThePortUnlessItIsTheSchemesOwn() {
        assertThat(PageFacts.url(true, "a", 8443, "/x")).isEqualTo("https://a:8443/x");
        assertThat(PageFacts.url(true, "a", 443, "")).isEqualTo("https://a");
        assertThat(PageFacts.url(false, "a", 80, "/")).isEqualTo("http://a/");
    }
}
