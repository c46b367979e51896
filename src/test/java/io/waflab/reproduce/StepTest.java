package io.waflab.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StepTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "connect",
                "request:/ok",
                "request:POST /up body=10k sent=40 chunked header=X-A:b version=1.0",
                "pipeline:3 /ok",
                "pause:14.9s",
                "read-slowly:100 1s",
                "read-to-end",
                "read-to-end:5s",
                "ping",
                "ping:20s 2m",
                "send:\\x00a\\r\\n",
                "expect:close_notify+fin",
            })
    void stepsAreWrittenAsTheyAreRead(String text) {
        assertThat(Step.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sleep:3s | \"sleep\" is no step",
                "connect:now | too many words",
                "request: | no target",
                "request:/a bodi=3 | \"bodi=3\" is no part of a request",
                "request:/a body=x | is no size",
                "pipeline:0 /a | is no number from 1 to 10000",
                "pause: | too few words",
                "pause:soon | is not a time",
                "ping:20s | one time without the other",
                "ping:0s 1s | every 0 s",
                "send:a\\q | begins no escape",
                "request:/gr\u00fc\u00df | is not ASCII: percent-encode it",
                "request:/a header=X:\u4f60 | is not ASCII: percent-encode it",
                "pipeline:2 /\u4f60 | is not ASCII: percent-encode it",
                "websocket:/\u4f60 | is not ASCII: percent-encode it",
                "text:\u4f60\u4f60\u4f60\u4f60\u4f60\u4f60\u4f60\u4f60\u4f60\u4f60\u4f60\u4f60\u4f60\u4f60"
                        + "\u4f60\u4f60\u4f60\u4f60\u4f60\u4f60\u4f60\u4f60\u4f60\u4f60\u4f60\u4f60\u4f60\u4f60"
                        + "\u4f60\u4f60\u4f60\u4f60\u4f60\u4f60\u4f60\u4f60\u4f60\u4f60\u4f60\u4f60\u4f60\u4f60"
                        + " | longer than 125 bytes of UTF-8",
                "expect:rest | is none of",
            })
    void whatIsNoStepIsRefusedWithWhatWasExpected(String text, String message) {
        assertThatThrownBy(() -> Step.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("expected");
    }

    @Test
    void aScenariosPlacesAreNotLookedForInWhatIsPutThere() {
        assertThat(Scenario.IDLE_UNREAD.steps("/api/UPTIME", "5s"))
                .containsExactly("request:/api/UPTIME", "response", "pause:5s", "fin");
        assertThat(Scenario.HALF_BODY.steps("/$1/PATH", ""))
                .startsWith("request:POST /$1/PATH body=100 sent=40", "read-to-end:100s");
    }

    @Test
    void aRequestIsReadWordByWord() {
        var request = RequestWords.parse(
                Step.parse("request:PUT /up body=1k sent=40 header=X-A:b").words());

        assertThat(request)
                .isEqualTo(Request.post("/up", 1024)
                        .withMethod("PUT")
                        .sendingBody(40)
                        .withHeader("X-A: b"));
        assertThat(request.head("lab.test"))
                .isEqualTo("PUT /up HTTP/1.1\r\nHost: lab.test\r\nX-A: b\r\nContent-Length: 1024\r\n\r\n");
    }

    @ParameterizedTest
    @CsvSource({"15, 15000", "14.9s, 14900", "500ms, 500", "2m, 120000", "1h, 3600000"})
    void aTimeWithoutAUnitIsInSeconds(String text, long milliseconds) {
        assertThat(LabClock.parse(text)).isEqualTo(Duration.ofMillis(milliseconds));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, 1e9})
    void anImpossibleSpeedIsRefused(double speed) {
        assertThatThrownBy(() -> new LabClock(speed)).hasMessageContaining("expected: 0.01 to 10000");
    }

    @Test
    void speedDividesWhatIsScripted() {
        assertThat(new LabClock(10).scaled(Duration.ofSeconds(120))).isEqualTo(Duration.ofSeconds(12));
    }

    @Test
    void textFromAPeerCannotMoveTheCursor() {
        assertThat(Printable.of("a\u001b[2J\r\nb\u009b\u202ec\ud83d\ude00é"))
                .isEqualTo("a\\x1b[2J\\x0d\\x0ab\\x9b\\u{202e}c\\u{1f600}é");
    }
}
