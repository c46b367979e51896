package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class StreamArgumentsTest {

    @Test
    void protocolsOfAlpnHaveOneTo255Bytes() {
        assertThatCode(() -> StreamArguments.check(Directive.SSL_ALPN, List.of("h2", "x".repeat(255))))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> StreamArguments.check(Directive.SSL_ALPN, List.of("x".repeat(256))))
                .hasMessageContaining("expected 1 to 255 bytes");
    }

    @Test
    void aRateIsASizeOrHasVariables() {
        assertThatCode(() -> StreamArguments.checkText(Directive.PROXY_UPLOAD_RATE, "$session_time"))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> StreamArguments.checkText(Directive.PROXY_DOWNLOAD_RATE, "1x"))
                .hasMessageContaining("1x");
    }

    @Test
    void anAccessLogNeedsAFormatUnlessItIsOff() {
        assertThatCode(() -> StreamArguments.check(Directive.ACCESS_LOG, List.of("off")))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> StreamArguments.check(Directive.ACCESS_LOG, List.of("a.log")))
                .hasMessage("log format is not specified");
    }
}
