package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waflab.config.Location.Match;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocationHeadTest {

    @Test
    void aModifierStandsBeforeOrAtItsText() {
        assertThat(LocationHead.of(List.of("/x"))).isEqualTo(new LocationHead(Match.PREFIX, "/x", Optional.empty()));
        assertThat(LocationHead.of(List.of("=", "/x"))).isEqualTo(LocationHead.of(List.of("=/x")));
        assertThat(LocationHead.of(List.of("^~", "/x")).match()).isEqualTo(Match.PREFIX_FINAL);
        assertThat(LocationHead.of(List.of("~", "\\.php$")).match()).isEqualTo(Match.REGEX);
        assertThat(LocationHead.of(List.of("~*\\.PHP$")).regex().orElseThrow().find("/a.php"))
                .isPresent();
        assertThat(LocationHead.of(List.of("@named")).match()).isEqualTo(Match.NAMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "~ (", "! /x", "~* [", "/a /b"})
    void otherFormsAreRefused(String words) {
        assertThatThrownBy(() -> LocationHead.of(Words.split(words))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void itsTextIsAsNginxWritesIt() {
        for (var text : new String[] {"/x", "= /x", "^~ /x", "~ \\.php$", "~* x", "@x"}) {
            assertThat(LocationHead.of(List.of(text.split(" ", 2)))).hasToString(text);
        }
    }
}
