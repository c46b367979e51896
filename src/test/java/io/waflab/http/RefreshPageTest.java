package io.waflab.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RefreshPageTest {

    @Test
    void theLocationCannotLeaveItsAttribute() {
        assertThat(new String(RefreshPage.of("/a b\"'><%20\u00e9"), StandardCharsets.US_ASCII))
                .isEqualTo("<html><head><meta http-equiv=\"Refresh\" content=\"0; URL=/a%20b%22%27%3E%3C%20%E9"
                        + "\"></head><body></body></html>\r\n");
    }

    @Test
    void onlyOneBrowserWantsIt() {
        assertThat(RefreshPage.isWantedBy("Mozilla/4.0 (compatible; MSIE 6.0; Windows)"))
                .isTrue();
        assertThat(RefreshPage.isWantedBy("MSIE 6")).isFalse();
        assertThat(RefreshPage.isWantedBy("Mozilla/5.0")).isFalse();
        assertThat(RefreshPage.isWantedBy(null)).isFalse();
    }
}
