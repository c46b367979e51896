package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The order of nginx.org/en/docs/http/server_names.html. */
class VirtualHostsTest {

    private static VirtualHosts hosts(String... names) {
        var listens = new ArrayList<Map.Entry<Listen, Server>>();
        for (int i = 0; i < names.length; i++) {
            boolean isDefault = names[i].endsWith(" default");
            var all = new ArrayList<ServerName>();
            for (var name : names[i].replace(" default", "").split(" ")) {
                all.addAll(ServerName.of(name));
            }
            var origin = new Origin(names[i].replace(" default", ""), 0);
            var listen = new Listen("*", 80, i == 0, false, isDefault, origin);
            var settings = SettingsReader.defaults(Context.HTTP);
            var body = new Server.Body(List.of(), List.of(), DocumentRoot.of(settings, Variables.NONE), List.of());
            var server = new Server(List.of(listen), all, settings, body, origin);
            listens.add(Map.entry(listen, server));
        }
        return new VirtualHosts(listens);
    }

    @ParameterizedTest
    @CsvSource({
        "www.example.org, www.example.org",
        "WWW.Example.ORG., www.example.org",
        "a.example.org, *.example.org",
        "a.www.example.org, *.www.example.org",
        "mail.example.net, mail.*",
        "mail.x.example.net, mail.x.*",
        "user12.example.net, ~^(?<user>.+)\\.example\\.net$",
        "other.test, first.test",
        "'', first.test",
        "dot.test, .dot.test",
        "x.dot.test, .dot.test",
        "mail., first.test"
    })
    void theMostExactNameIsTaken(String name, String expected) {
        var hosts = hosts(
                "first.test",
                "mail.*",
                "mail.x.*",
                "~^(?<user>.+)\\.example\\.net$",
                "~.*\\.net$",
                "*.example.org",
                "*.www.example.org",
                "www.example.org",
                ".dot.test");
        assertThat(hosts.find(name).origin().file()).isEqualTo(expected);
    }

    @Test
    void aRegularExpressionsGroupsAreKnownWhereItDecided() {
        var hosts = hosts("first.test", "~^(?<user>.+)\\.example\\.net$", "exact.example.net");
        assertThat(hosts.match("Ann.example.net").orElseThrow().group(1)).isEqualTo("ann");
        assertThat(hosts.match("exact.example.net")).isEmpty();
        assertThat(hosts.match("other.test")).isEmpty();
    }

    @Test
    void whereNobodyHasTheNameTheDefaultServerAnswers() {
        var hosts = hosts("a.test", "b.test", "");
        assertThat(hosts.find("c.test")).isSameAs(hosts.defaultServer());
        assertThat(hosts.knows("c.test")).isFalse();
        assertThat(hosts.find("").origin().file()).isEmpty();
    }

    @Test
    void theDefaultServerIsTheOneSaidOrTheFirst() {
        assertThat(hosts("a.test", "b.test default").find("c.test").origin().file())
                .isEqualTo("b.test");
        assertThat(hosts("a.test", "b.test").defaultServer().origin().file()).isEqualTo("a.test");
    }

    @Test
    void ofTwoServersWithOneNameTheFirstIsTaken() {
        assertThat(hosts("x.test", "a.test", "a.test b.test")
                        .find("a.test")
                        .origin()
                        .file())
                .isEqualTo("a.test");
    }

    @Test
    void anAddressSpeaksTlsWhenOneOfItsListensDoes() {
        assertThat(hosts("a.test", "b.test").ssl()).isTrue();
        assertThat(hosts("a.test").http2()).isFalse();
    }
}
