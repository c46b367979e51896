package io.waflab.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waflab.diagnose.Grid.Axis;
import io.waflab.diagnose.Grid.Unit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TuneAxesTest {

    @Test
    void theClientsAxisComesFirstAndValuesAscend() {
        assertThat(TuneAxes.of(List.of("keepalive_timeout=2m,60s", "client.idle=119.9s,30,30s,500ms"), ""))
                .containsExactly(
                        new Axis("client.idle", Unit.SECONDS, List.of(0.5, 30.0, 119.9)),
                        new Axis("keepalive_timeout", Unit.SECONDS, List.of(60.0, 120.0)));
    }

    @Test
    void aRateStandsInThePlaceOfTheIdleTime() {
        assertThat(TuneAxes.of(List.of("proxy_read_timeout=5s"), "6,0.5"))
                .containsExactly(
                        new Axis("client.requests_per_minute", Unit.REQUESTS_PER_MINUTE, List.of(0.5, 6.0)),
                        new Axis("proxy_read_timeout", Unit.SECONDS, List.of(5.0)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "client.idle| --vary client.idle: no values (expected NAME=VALUE,VALUE)",
                "client.idle=| --vary client.idle=: no values (expected NAME=VALUE,VALUE)",
                "gzip=on| --vary gzip: cannot be varied (expected client.idle or one of: client_header_timeout",
                "client.idle=soon| client.idle: \"soon\" is not a time (expected a number with ms, s, m or h",
                "client.idle=0s| client.idle: 0s (expected more than 0)",
                "client.idle=1s,,2s| client.idle: \"\" is not a time",
            })
    void whatCannotBeVariedIsRefusedInOneLine(String varied, String message) {
        assertThatThrownBy(() -> TuneAxes.of(List.of(varied), ""))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .startsWith(message)
                .hasLineCount(1);
    }

    @Test
    void twoAxesAreTheMostAndEachIsOfItsOwn() {
        assertThatThrownBy(() -> TuneAxes.of(List.of("client.idle=1s", "send_timeout=1s", "keepalive_timeout=1s"), ""))
                .hasMessageStartingWith("3 things are varied (expected at most two");
        assertThatThrownBy(() -> TuneAxes.of(List.of("client.idle=1s", "client.idle=2s"), ""))
                .hasMessage("varied twice: client.idle and client.idle");
        assertThatThrownBy(() -> TuneAxes.of(List.of("client.idle=1s"), "6"))
                .hasMessage("varied twice: client.requests_per_minute and client.idle");
        assertThatThrownBy(() -> TuneAxes.of(List.of(), "")).hasMessageStartingWith("nothing is varied");
        assertThatThrownBy(() -> TuneAxes.of(List.of(), "often"))
                .hasMessage("client.requests_per_minute: \"often\" is not a number");
    }
}
