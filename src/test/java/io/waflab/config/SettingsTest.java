package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {

    private final Settings settings = new Settings(Map.of(
            Directive.KEEPALIVE_TIMEOUT,
            new Setting(
                    Directive.KEEPALIVE_TIMEOUT,
                    Duration.ofSeconds(120),
                    List.of(List.of("120s", "60s")),
                    new Origin("conf/waflab.conf", 7))));

    @Test
    void aSettingIsNamedWithItsPlace() {
        assertThat(settings.get(Directive.KEEPALIVE_TIMEOUT))
                .hasToString("keepalive_timeout 120s 60s (conf/waflab.conf:7)");
        assertThat(settings.time(Directive.KEEPALIVE_TIMEOUT)).isEqualTo(Duration.ofMinutes(2));
        assertThat(settings.words(Directive.KEEPALIVE_TIMEOUT)).containsExactly("120s", "60s");
    }

    @Test
    void whatHasNoValueIsAbsentAndCannotBeGot() {
        assertThat(settings.find(Directive.SSL_KEY_LOG)).isEmpty();
        assertThat(settings.lines(Directive.ADD_HEADER)).isEmpty();
        assertThatThrownBy(() -> settings.get(Directive.SSL_KEY_LOG)).hasMessageContaining("ssl_key_log");
    }

    @Test
    void settingsAreEqualThatSayTheSameAtTheSamePlace() {
        var setting = keepalive("75s", "a.conf", 7);
        assertThat(setting)
                .isEqualTo(keepalive("75s", "a.conf", 7))
                .hasSameHashCodeAs(keepalive("75s", "a.conf", 7))
                .isNotEqualTo(keepalive("76s", "a.conf", 7))
                .isNotEqualTo(keepalive("75s", "b.conf", 7))
                .isNotEqualTo(keepalive("75s", "a.conf", 8))
                .isNotEqualTo(new Setting(setting.directive(), null, setting.lines(), setting.origin()))
                .isNotEqualTo(new Setting(setting.directive(), setting.value(), List.of(), setting.origin()))
                .isNotEqualTo(new Setting(Directive.SEND_TIMEOUT, setting.value(), setting.lines(), setting.origin()));
        assertThat(setting.origin()).hasSameHashCodeAs(new Origin("a.conf", 7)).isNotEqualTo(null);
    }

    private static Setting keepalive(String time, String file, int line) {
        return new Setting(
                Directive.KEEPALIVE_TIMEOUT, Units.time(time), List.of(List.of(time)), new Origin(file, line));
    }
}
