package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {

    @ParameterizedTest
    @CsvSource({
        "60, 60000",
        "0, 0",
        "60s, 60000",
        "500ms, 500",
        "1h 30m, 5400000",
        "1h30m, 5400000",
        "1h30, 3630000",
        "1d, 86400000",
        "1w, 604800000",
        "1m 1s 1ms, 61001",
        "5m, 300000",
        "1s 5, -1",
        "007, 7000"
    })
    void timesAreNginxs(String text, long millis) {
        if (millis < 0) {
            assertThat(Units.isTime(text)).isFalse();
        } else {
            assertThat(Units.time(text)).isEqualTo(Duration.ofMillis(millis));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "s",
                "-1",
                "1.5s",
                "1S",
                "30m 1h",
                "1m 1m",
                "10 minutes",
                "5 s",
                "1e3",
                "soon",
                "1us",
                "1ms 1s",
                "1M",
                "1y",
                "1y 1d"
            })
    void whatIsNoTimeIsRefusedWithTheForms(String text) {
        assertThatThrownBy(() -> Units.time(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("invalid value \"" + text + "\"")
                .hasMessageContaining("1h 30m");
    }

    @Test
    void unitsOfHoconAreNamedAsSuch() {
        assertThatThrownBy(() -> Units.time("10 minutes")).hasMessageContaining("not of nginx; expected a time");
        assertThatThrownBy(() -> Units.time("5 seconds")).hasMessageContaining("not of nginx");
    }

    @Test
    void aTimeThatNoClockHoldsIsRefused() {
        assertThat(Units.seconds("292y")).isPositive();
        assertThatThrownBy(() -> Units.seconds("293y")).hasMessageContaining("292 years");
        assertThatThrownBy(() -> Units.time("99999999999999999999")).hasMessageContaining("292 years");
        assertThatThrownBy(() -> Units.time("9223372036854775807w")).hasMessageContaining("292 years");
    }

    @Test
    void whereNginxCountsSecondsMillisecondsAreRefusedAndMonthsAndYearsTaken() {
        assertThat(Units.seconds("5m")).isEqualTo(Duration.ofMinutes(5));
        assertThat(Units.seconds("1M")).isEqualTo(Duration.ofDays(30));
        assertThat(Units.seconds("1y 1M")).isEqualTo(Duration.ofDays(395));
        assertThatThrownBy(() -> Units.seconds("1M 1y")).hasMessageContaining("1M (30 days), 1y");
        assertThatThrownBy(() -> Units.seconds("500ms")).hasMessageContaining("whole seconds");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1024, 1024", "8k, 8192", "8K, 8192", "1m, 1048576", "2048m, 2147483648"})
    void sizesAreNginxs(String text, long bytes) {
        assertThat(Units.size(text)).isEqualTo(bytes);
        assertThat(Units.offset(text)).isEqualTo(bytes);
    }

    @Test
    void onlyAPlaceInAFileMayBeInG() {
        assertThat(Units.offset("2g")).isEqualTo(2L << 30);
        assertThat(Units.offset("2G")).isEqualTo(2L << 30);
        assertThatThrownBy(() -> Units.offset("g")).hasMessageContaining("invalid value");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "k", "-1", "1.5m", "1 m", "1t", "8kb", "1g", "1G", "9223372036854775808", "9999999999g"})
    void whatIsNoSizeIsRefused(String text) {
        assertThatThrownBy(() -> Units.size(text)).hasMessageContaining("invalid value \"" + text + "\"");
    }

    @Test
    void countsStayBetweenTheirLimits() {
        assertThat(Units.count("3", 1, 3)).isEqualTo(3);
        assertThatThrownBy(() -> Units.count("0", 1, 3)).hasMessageContaining("from 1 to 3");
        assertThatThrownBy(() -> Units.count("4", 1, 3)).hasMessageContaining("from 1 to 3");
        assertThatThrownBy(() -> Units.count("1k", 1, 3)).hasMessageContaining("whole number");
        assertThatThrownBy(() -> Units.count("99999999999999999999", 0, Long.MAX_VALUE))
                .hasMessageContaining("whole number");
    }
}
