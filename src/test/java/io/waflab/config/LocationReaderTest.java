package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LocationReaderTest {

    private static java.util.List<String> problems(String locations) {
        return Configs.problems("http { servers = [ { " + Configs.LISTEN + ", locations {\n" + locations + "\n} } ] }");
    }

    @Test
    void everyFormIsReadInTheOrderOfTheFile() throws ConfigException {
        var locations = Configs.read("http { servers = [ { " + Configs.LISTEN
                        + ", locations { \"/\" { return = 1 }, \"= /x\" { return = 2 }, \"^~ /s/\" { return = 3 },"
                        + " \"~ \\\\.php$\" { return = 4 }, \"~* a b\" { return = 5 } } } ] }")
                .servers()
                .get(0)
                .locations();
        assertThat(locations).extracting(Location::text).containsExactly("/", "/x", "/s/", "\\.php$", "a b");
        assertThat(locations)
                .extracting(Location::match)
                .containsExactly(
                        Location.Match.values()[0],
                        Location.Match.EXACT,
                        Location.Match.PREFIX_FINAL,
                        Location.Match.REGEX,
                        Location.Match.REGEX_ANY_CASE);
    }

    @Test
    void whatCannotBeInsideOrTwiceIsRefused() {
        assertThat(problems("""
                        "/a" { return = 1, locations { "/b" { return = 1 } } }
                        "= /c" { return = 1, locations {
                          "/c/d" { return = 1 } } }
                        "^~ /a" { return = 1 }
                        "~ (" { return = 1 }
                        "@x" { locations { "/y" { } } }
                        "~ r" { locations { "/y" { }, "@z" { } } }"""))
                .containsExactly(
                        "lab.conf:2: location \"/b\" is outside location \"/a\"",
                        "lab.conf:4: location \"/c/d\" cannot be inside the exact location \"/c\"",
                        "lab.conf:5: duplicate location \"/a\"",
                        "lab.conf:6: pcre2_compile() failed: missing closing parenthesis at offset 1 in \"(\"",
                        "lab.conf:7: location \"/y\" cannot be inside the named location \"@x\"",
                        "lab.conf:8: location \"/y\" is outside location \"r\"",
                        "lab.conf:8: named location \"@z\" can be on the server level only");
    }

    @Test
    void methodsThatAreLimitedMayBeWrittenSmall() throws ConfigException {
        var location = Configs.read("http { servers = [ { " + Configs.LISTEN
                        + ", locations { \"/\" { limit_except \"get Post\" { deny = all } } } } ] }")
                .servers()
                .get(0)
                .locations()
                .get(0);
        assertThat(location.limitExcept().orElseThrow().methods()).containsExactlyInAnyOrder("GET", "HEAD", "POST");
    }

    @Test
    void aRegularExpressionsProxyPassHasNoUri() {
        assertThat(problems("\"~ x\" {\n proxy_pass = \"http://localhost/y\" }"))
                .containsExactly(
                        "lab.conf:3: \"proxy_pass\" cannot have URI part in location given by regular expression, or inside"
                                + " named location, or inside \"if\" statement, or inside \"limit_except\" block");
    }

    @Test
    void nestingIsAsDeepAsTheBlocksOfAnNginxConf() {
        assertThat(problems("\"/a\" { return = 1, locations { ".repeat(100) + "} }".repeat(100)))
                .isEmpty();
        assertThat(problems("\"/a\" { return = 1, locations { ".repeat(101) + "} }".repeat(101)))
                .singleElement()
                .asString()
                .contains("nested deeper than 100");
    }
}
