package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CookieFlagsTest {

    @Test
    void offIsNoLine() {
        assertThat(CookieFlags.of(List.of("off"))).isEmpty();
    }

    @Test
    void aNameOrARegularExpressionHasItsFlags() {
        var named = CookieFlags.of(List.of("one", "secure")).orElseThrow();
        assertThat(named.regex()).isEmpty();
        assertThat(named.flags()).hasSize(1);
        var matched = CookieFlags.of(List.of("~^ONE")).orElseThrow();
        assertThat(matched.regex().orElseThrow().find("one")).isPresent();
        assertThat(matched.flags()).isEmpty();
    }

    @Test
    void whatIsNoFlagIsRefused() {
        assertThatThrownBy(() -> CookieFlags.of(List.of("one", "samesite")))
                .hasMessageContaining("invalid value \"samesite\"");
    }
}
