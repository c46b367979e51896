package io.waflab.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimerValueTest {

    @ParameterizedTest
    @CsvSource({
        "waf-120s-idle-unread-rst, 120s, fits Alibaba Cloud WAF 3.0",
        "nginx-75s-default-idle, 75s, fits nginx: keepalive_timeout",
        "header-timeout-10s, 10s, the next whole second",
        "handshake-never-starts-10s, 10s, the next whole second",
        "websocket-60s, 60s, fits nginx: proxy_read_timeout"
    })
    void aSilenceIsExplainedByATimersValue(String capture, String text, String why) throws Exception {
        var value = TimerValue.of(PublicCaptures.diagnosis(capture).finding());

        assertThat(value.text()).isEqualTo(text);
        assertThat(value.why()).contains(why);
    }

    @Test
    void nginxReadsWhatIsWritten() {
        assertThat(TimerValue.nginx(Duration.ofSeconds(120))).isEqualTo("120s");
        assertThat(TimerValue.nginx(Duration.ofMillis(4_500))).isEqualTo("4500ms");
        assertThat(TimerValue.nginx(Duration.ofNanos(1))).isEqualTo("1ms");
    }
}
