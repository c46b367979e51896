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
    void aLocationInWhichNothingAnswersIsRefused() {
        assertThat(problems("\"/a\" { send_timeout = 5 }"))
                .containsExactly("lab.conf:2: location \"/a\": nothing answers here"
                        + " (expected proxy_pass or return; files are not served yet)");
        assertThat(Configs.problems("http { servers = [ { " + Configs.LISTEN
                        + ", return = 204, locations { \"/\" { send_timeout = 5 } } } ] }"))
                .as("the server answers before")
                .isEmpty();
    }

    @Test
    void whatCannotBeInsideOrTwiceIsRefused() {
        assertThat(problems("""
                        "/a" { return = 1, locations { "/b" { return = 1 } } }
                        "= /c" { return = 1, locations {
                          "/c/d" { return = 1 } } }
                        "^~ /a" { return = 1 }
                        "~ (" { return = 1 }
                        "@x" { return = 1 }
                        "y" { return = 1 }"""))
                .containsExactly(
                        "lab.conf:2: location: \"/b\" is outside location \"/a\"",
                        "lab.conf:4: location: \"/c/d\" cannot be inside the exact location \"= /c\"",
                        "lab.conf:5: location: duplicate location \"^~ /a\"",
                        "lab.conf:6: location: invalid regular expression \"(\": Unclosed group at character 1",
                        "lab.conf:7: location: named locations are not supported yet",
                        "lab.conf:8: location: \"y\" can match no request (expected to begin with /)");
    }

    @Test
    void aRegularExpressionsProxyPassHasNoUri() {
        assertThat(problems("\"~ x\" {\n proxy_pass = \"http://localhost/y\" }"))
                .containsExactly(
                        "lab.conf:3: proxy_pass: cannot have a URI part in a location given by a regular expression");
    }

    @Test
    void nestingHasAnEnd() {
        assertThat(problems("\"/a\" { return = 1, locations { ".repeat(30) + "} }".repeat(30)))
                .singleElement()
                .asString()
                .contains("nested deeper than 20");
    }
}
