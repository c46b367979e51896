package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MediaTypesTest {

    private static MediaTypes types(String http) throws ConfigException {
        return MediaTypes.of(Configs.http(http).main());
    }

    @Test
    void nginxKnowsThreeSuffixesByItself() throws ConfigException {
        var types = types("");
        assertThat(types.of("/a.html")).isEqualTo("text/html");
        assertThat(types.of("/a.b.GIF")).isEqualTo("image/gif");
        assertThat(types.of("/a.jpg")).isEqualTo("image/jpeg");
        assertThat(types.of("/a.css")).isEqualTo("text/plain");
    }

    @Test
    void writtenTypesTakeTheirPlace() throws ConfigException {
        var types = types("types { \"text/css\" = \"css CSX\", \"text/x\" = x }\n default_type = \"a/b\"");
        assertThat(types.of("/a.csx")).isEqualTo("text/css");
        assertThat(types.of("/a.html")).isEqualTo("a/b");
        assertThat(types("types {}").of("/a.html")).isEqualTo("text/plain");
    }

    @Test
    void aSuffixBelongsToTheLastSegmentAndHasANameBeforeIt() throws ConfigException {
        var types = types("");
        assertThat(types.of("/a.html/b")).isEqualTo("text/plain");
        assertThat(types.of("/.html")).isEqualTo("text/plain");
        assertThat(types.of("/x/.html")).isEqualTo("text/plain");
        assertThat(types.of("")).isEqualTo("text/plain");
    }
}
