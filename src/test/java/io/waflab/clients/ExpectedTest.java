package io.waflab.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpectedTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            APACHE_HTTPCLIENT_5 RACE GET | | 130 | answer after a race
            APACHE_HTTPCLIENT_5 RACE POST | | 130 | exception after a race
            APACHE_HTTPCLIENT_5 RACE GET | retry=off | 130 | exception after a race
            APACHE_HTTPCLIENT_5 RACE GET | retry=off evict-idle=60 | 130 | answer
            APACHE_HTTPCLIENT_5 RACE GET | retry=off evict-idle=120 | 130 | exception after a race
            APACHE_HTTPCLIENT_5 RACE GET | retry=off max-age=60 | 130 | answer
            APACHE_HTTPCLIENT_5 RACE GET | retry=off max-age=120 | 130 | exception after a race
            APACHE_HTTPCLIENT_5 RACE GET | retry=off max-age=off | 130 | exception after a race
            REACTOR_NETTY RACE GET | max-age=60 | 130 | answer
            APACHE_HTTPCLIENT_5 RACE GET | retry=off validate-after-inactivity=0 | 130 | exception after a race
            APACHE_HTTPCLIENT_5 RACE GET | retry=off keep-alive=off | 130 | answer
            APACHE_HTTPCLIENT_5 IDLE_THEN_REQUEST GET | retry=off | 130 | answer
            APACHE_HTTPCLIENT_5 IDLE_THEN_REQUEST GET | retry=off validate-after-inactivity=off | 130 | exception after a race
            APACHE_HTTPCLIENT_5 IDLE_THEN_REQUEST GET | retry=off validate-after-inactivity=200 | 130 | exception after a race
            APACHE_HTTPCLIENT_5 IDLE_THEN_REQUEST GET | retry=off validate-after-inactivity=off | 110 | answer
            APACHE_HTTPCLIENT_5 ONE_REQUEST POST | retry=off | 130 | answer
            CURL RACE GET | | 130 | answer
            NODE IDLE_THEN_REQUEST POST | | 130 | answer
            NODE RACE GET | | 130 | exception after a race
            """)
    void theAdviceIsARule(String played, String sets, long pause, String verdict) {
        var words = played.split(" ");
        var orders = Orders.of(
                Library.valueOf(words[0]),
                sets == null ? List.of() : List.of(sets.split(" ")),
                text -> Duration.ofSeconds(Long.parseLong(text)),
                1);
        var given = new Expected.Given(
                LibraryScenario.valueOf(words[1]),
                words[2],
                Duration.ofSeconds(120),
                Duration.ofSeconds(pause),
                17,
                true);

        var expected = Expected.of(orders, given);

        assertThat((expected.answer() ? "answer" : "exception") + (expected.raced() ? " after a race" : ""))
                .as(expected.because())
                .isEqualTo(verdict);
    }

    @Test
    void curlLooksButTakesCloseNotifyForLife() {
        var orders = Orders.of(Library.CURL, List.of(), text -> Duration.ZERO, 20);

        assertThat(Expected.of(orders, overTls(true)).raced()).isTrue();
        assertThat(Expected.of(orders, overTls(false)).raced()).isFalse();
    }

    private static Expected.Given overTls(boolean secure) {
        return new Expected.Given(
                LibraryScenario.IDLE_THEN_REQUEST, "GET", Duration.ofSeconds(120), Duration.ofSeconds(130), 17, secure);
    }
}
