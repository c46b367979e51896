package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of nginx.org/en/docs/http/ngx_http_core_module.html#location, and what its source adds. */
class LocationsTest {

    private static Location location(String head, Location... inner) {
        return location(head, Optional.empty(), inner);
    }

    private static Location location(String head, Optional<ProxyPass> proxyPass, Location... inner) {
        var parsed = LocationHead.of(List.of(head.split(" ", 2)));
        var settings = SettingsReader.defaults(Context.HTTP);
        return new Location(
                parsed.match(),
                parsed.text(),
                parsed.regex(),
                settings,
                proxyPass,
                List.of(),
                List.of(),
                DocumentRoot.of(settings, Variables.NONE),
                List.of(inner),
                Optional.empty(),
                Origin.DEFAULT);
    }

    private static Location proxying(String head) {
        return location(
                head,
                Optional.of(new ProxyPass(
                        false, "u", "u", Optional.empty(), "http://u", Optional.empty(), Origin.DEFAULT)));
    }

    private static String find(Locations locations, String uri) {
        return locations
                .find(uri)
                .map(found -> new LocationHead(
                                found.location().match(),
                                found.location().text(),
                                found.location().regex())
                        + (found.addSlash() ? " +/" : ""))
                .orElse("none");
    }

    @ParameterizedTest
    @CsvSource({
        "/, = /",
        "/index.html, /",
        "/documents/document.html, /documents/",
        "/images/1.gif, ^~ /images/",
        "/documents/1.jpg, ~* \\.(gif|jpg|jpeg)$"
    })
    void nginxsOwnExamplesComeOutAsItSays(String uri, String expected) {
        var locations = new Locations(List.of(
                location("= /"),
                location("/"),
                location("/documents/"),
                location("^~ /images/"),
                location("~* \\.(gif|jpg|jpeg)$")));
        assertThat(find(locations, uri)).isEqualTo(expected);
    }

    @Test
    void theFirstRegularExpressionThatMatchesIsTaken() {
        var locations = new Locations(List.of(location("/"), location("~ b"), location("~ ab"), location("~* B")));
        assertThat(find(locations, "/ab")).isEqualTo("~ b");
        assertThat(find(locations, "/AB")).isEqualTo("~* B");
        assertThat(find(locations, "/a")).isEqualTo("/");
        assertThat(find(new Locations(List.of(location("/a"))), "/b")).isEqualTo("none");
    }

    @Test
    void insideAPrefixItLooksAgainBeforeTheRegularExpressionsOutside() {
        var locations = new Locations(List.of(
                location("/a", location("/a/b"), location("= /a/x"), location("~ \\.in$")),
                location("^~ /f", location("~ y")),
                location("~ \\.(in|out)$", location("~ deep"))));
        assertThat(find(locations, "/a/b/c")).isEqualTo("/a/b");
        assertThat(find(locations, "/a/x")).isEqualTo("= /a/x");
        assertThat(find(locations, "/a/b.in")).isEqualTo("~ \\.in$");
        assertThat(find(locations, "/a/b.out")).isEqualTo("~ \\.(in|out)$");
        assertThat(find(locations, "/a/deep.out")).isEqualTo("~ deep");
        assertThat(find(locations, "/f/x.out")).isEqualTo("^~ /f");
        assertThat(find(locations, "/f/y.out")).isEqualTo("~ y");
    }

    @Test
    void aProxyingLocationThatEndsInASlashRedirectsToItself() {
        var locations =
                new Locations(List.of(location("/"), proxying("/user/"), location("/plain/"), location("~ user")));
        assertThat(find(locations, "/user")).isEqualTo("/user/ +/");
        assertThat(find(locations, "/user/x")).isEqualTo("~ user");
        assertThat(find(locations, "/plain")).isEqualTo("/");
        var exact =
                new Locations(List.of(proxying("/user/"), location("= /user"), proxying("/api/"), location("/api")));
        assertThat(find(exact, "/user")).isEqualTo("= /user");
        assertThat(find(exact, "/api")).isEqualTo("/api");
    }

    @Test
    void theLongestPrefixIsFoundAmongManyAsByLookingAtAll() {
        var random = new Random(7);
        for (int round = 0; round < 200; round++) {
            var texts = new ArrayList<String>();
            for (int i = 0; i < 100; i++) {
                var text = "/" + letters(random, 5);
                if (!texts.contains(text)) {
                    texts.add(text);
                }
            }
            var locations =
                    new Locations(texts.stream().map(text -> location(text)).toList());
            for (int i = 0; i < 50; i++) {
                var uri = "/" + letters(random, 9);
                var longest = texts.stream()
                        .filter(uri::startsWith)
                        .max(java.util.Comparator.comparingInt(String::length))
                        .orElse("none");
                assertThat(find(locations, uri)).isEqualTo(longest);
            }
        }
    }

    private static String letters(Random random, int most) {
        var text = new StringBuilder();
        random.ints(random.nextInt(most), 0, 3).forEach(i -> text.append("ab/".charAt(i)));
        return text.toString();
    }
}
