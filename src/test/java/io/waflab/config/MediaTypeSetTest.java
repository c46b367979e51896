package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MediaTypeSetTest {

    private static MediaTypeSet of(String http) throws ConfigException {
        return MediaTypeSet.of(Configs.http(http).servers().get(0).settings(), Directive.GZIP_TYPES);
    }

    @Test
    void textHtmlIsAlwaysOneOfThemAndCaseIsNothing() throws ConfigException {
        var types = of("gzip_types = \"Text/CSS application/json\"");
        assertThat(types.contains("text/html")).isTrue();
        assertThat(types.contains("TEXT/css")).isTrue();
        assertThat(types.contains("application/json")).isTrue();
        assertThat(types.contains("text/plain")).isFalse();
        assertThat(types.contains("text/html; x=y")).isFalse();
    }

    @Test
    void aStarIsAnythingEvenNone() throws ConfigException {
        var types = of("gzip_types = \"*\"");
        assertThat(types.contains("any/thing")).isTrue();
        assertThat(types.contains("")).isTrue();
        assertThat(types.contains(null)).isTrue();
        assertThat(of("gzip_types = text/css").contains("")).isFalse();
        assertThat(of("gzip_types = text/css").contains(null)).isFalse();
    }
}
