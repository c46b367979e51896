package io.waflab.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.diagnose.Finding;
import java.time.Duration;
import java.util.Optional;
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

    @ParameterizedTest
    @CsvSource({
        "5.889, 6.04, 6s, after accept",
        "5.889, 6.2, 5889ms, no whole second is near",
        "5.97, 6.5, 6s, the next whole second",
        "4.249, 4.4, 4s, timers are late",
        "4.3, 4.4, 4300ms, no whole second is near",
        "3.9, 3.9, 3900ms, no whole second is near",
        "0.2, 0.3, 200ms, no whole second is near"
    })
    void aTimerMayRunSinceAcceptOrBeLate(double gap, double sinceAccept, String text, String why) throws Exception {
        var value = TimerValue.of(withGap(gap), Duration.ofNanos(Math.round(sinceAccept * 1e9)));

        assertThat(value.text()).isEqualTo(text);
        assertThat(value.why()).contains(why);
    }

    /** A header-timeout of 10 s, which fits no product, after another silence. */
    private static Finding withGap(double seconds) throws Exception {
        var found = PublicCaptures.diagnosis("header-timeout-10s").finding();
        return new Finding(
                found.cause(),
                found.alert(),
                found.confidence(),
                found.alternatives(),
                found.closedBy(),
                found.how(),
                found.phase(),
                Optional.of(Duration.ofNanos(Math.round(seconds * 1e9))),
                found.lastData(),
                found.close(),
                found.sentence(),
                found.evidence(),
                found.advice(),
                Optional.empty(),
                found.symptoms(),
                found.entries());
    }
}
