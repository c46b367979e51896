package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MapTableTest {

    private static MapTable map(String lines) throws ConfigException {
        var config = Configs.http("maps { \"$http_x $y\" {\n" + lines + "\n} }");
        return (MapTable) config.variables()
                .lookup(config.variables().slot("y").orElseThrow())
                .orElseThrow();
    }

    private static String find(MapTable map, String text) {
        return map.find(text).value().source();
    }

    @Test
    void aKeyIsFoundInAnyCaseBeforeRegularExpressions() throws ConfigException {
        var map = map("\"~*^a\" = regex\n abc = text\n default = other\n \"\" = none\n \"\\\\default\" = literally");
        assertThat(find(map, "ABC")).isEqualTo("text");
        assertThat(find(map, "abd")).isEqualTo("regex");
        assertThat(find(map, "b")).isEqualTo("other");
        assertThat(find(map, "")).isEqualTo("none");
        assertThat(find(map, "default")).isEqualTo("literally");
        assertThat(map.isVolatile()).isFalse();
    }

    @Test
    void withoutADefaultTheValueIsEmpty() throws ConfigException {
        assertThat(find(map("a = b"), "c")).isEmpty();
    }

    @Test
    void theFirstRegularExpressionMetGivesItsGroups() throws ConfigException {
        var found = map("\"~^(x)(?<n>.*)\" = \"$2-$n\"\n \"~x\" = second").find("xyz");
        assertThat(found.value().source()).isEqualTo("$2-$n");
        assertThat(found.match().orElseThrow().group(2)).isEqualTo("yz");
        assertThat(map("\"~^$\" = empty\n default = other").find("").value().source())
                .isEqualTo("other");
    }

    @Test
    void hostnamesMayHaveWildcardsAndADotAtTheirEnd() throws ConfigException {
        var map = map("hostnames = []\n default = no\n \"*.example.com\" = sub\n \"www.*\" = www\n"
                + " \".test.org\" = both\n \"a.example.com\" = exact");
        assertThat(find(map, "b.Example.com")).isEqualTo("sub");
        assertThat(find(map, "a.example.com.")).isEqualTo("exact");
        assertThat(find(map, "www.x")).isEqualTo("www");
        assertThat(find(map, "test.org")).isEqualTo("both");
        assertThat(find(map, "x.test.org")).isEqualTo("both");
        assertThat(find(map, "example.com")).isEqualTo("no");
    }
}
