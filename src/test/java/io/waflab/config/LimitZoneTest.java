package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitZoneTest {

    private static LimitZone requests(String... words) {
        return LimitZone.of(Directive.LIMIT_REQ_ZONE, List.of(words));
    }

    @Test
    void ratesAreInThousandthsOfARequestEachSecond() {
        assertThat(requests("$uri", "zone=one:1m", "rate=2r/s").rate()).isEqualTo(2000);
        assertThat(requests("$uri", "zone=one:1m", "rate=30r/m").rate()).isEqualTo(500);
        assertThat(requests("$uri", "zone=one:1m", "rate=7").rate()).isEqualTo(7000);
        assertThat(LimitZone.of(Directive.LIMIT_CONN_ZONE, List.of("$uri", "zone=one:64k"))
                        .size())
                .isEqualTo(65_536);
    }

    @ParameterizedTest
    @CsvSource({
        "zone=one, 'invalid zone size \"zone=one\"'",
        "zone=one:x, 'invalid zone size \"zone=one:x\"'",
        "zone=one:31k, 'zone \"zone=one:31k\" is too small'",
        "zone=:1m, '\"limit_req_zone\" must have \"zone\" parameter'",
        "rate=0r/s, 'invalid rate \"rate=0r/s\"'",
        "rate=r/s, 'invalid rate \"rate=r/s\"'",
        "speed=1, 'invalid parameter \"speed=1\"'"
    })
    void whatIsWrongIsSaidInNginxWords(String word, String message) {
        assertThatThrownBy(() -> requests("$uri", word)).hasMessage(message);
    }

    @Test
    void aZoneForConnectionsHasNoRate() {
        assertThatThrownBy(() -> LimitZone.of(Directive.LIMIT_CONN_ZONE, List.of("$uri", "rate=1r/s")))
                .hasMessage("invalid parameter \"rate=1r/s\"");
    }

    @Test
    void aZoneGoesOnWithAnotherRateButNotWithAnotherKeyOrSize() {
        var zone = requests("$uri", "zone=one:1m", "rate=1r/s");
        assertThat(requests("$uri", "zone=one:1m", "rate=2r/s").continues(zone)).isTrue();
        assertThat(requests("$args", "zone=one:1m", "rate=1r/s").continues(zone))
                .isFalse();
        assertThat(requests("$uri", "zone=one:2m", "rate=1r/s").continues(zone)).isFalse();
    }
}
