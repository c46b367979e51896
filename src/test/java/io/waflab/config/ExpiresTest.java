package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waflab.config.Expires.Kind;
import org.junit.jupiter.api.Test;

class ExpiresTest {

    @Test
    void wordsAndTimesAreNginxs() {
        assertThat(Expires.of(false, "off").kind()).isEqualTo(Kind.OFF);
        assertThat(Expires.of(false, "epoch").kind()).isEqualTo(Kind.EPOCH);
        assertThat(Expires.of(false, "max").kind()).isEqualTo(Kind.MAX);
        assertThat(Expires.of(false, "24h")).isEqualTo(new Expires(Kind.ACCESS, 86_400));
        assertThat(Expires.of(false, "+1m")).isEqualTo(new Expires(Kind.ACCESS, 60));
        assertThat(Expires.of(false, "-1")).isEqualTo(new Expires(Kind.ACCESS, -1));
        assertThat(Expires.of(true, "+1h")).isEqualTo(new Expires(Kind.MODIFIED, 3600));
        assertThat(Expires.of(false, "@15h30m")).isEqualTo(new Expires(Kind.DAILY, 55_800));
    }

    @Test
    void whatIsWrongIsSaidInNginxWords() {
        assertThatThrownBy(() -> Expires.of(false, "soon")).hasMessage("invalid value");
        assertThatThrownBy(() -> Expires.of(true, "max")).hasMessage("invalid value");
        assertThatThrownBy(() -> Expires.of(true, "@1h"))
                .hasMessage("daily time cannot be used with \"modified\" parameter");
        assertThatThrownBy(() -> Expires.of(false, "@25h")).hasMessage("daily time value must be less than 24 hours");
    }
}
