package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AccessRuleTest {

    private static final String RETURN = "locations = { \"/\" { return = \"200\" } }";

    private static AccessRules rules(String http, String server) throws ConfigException {
        var config = Configs.http(http + "\nservers = [{ " + Configs.LISTEN + "\n" + server + "\n" + RETURN + " }]");
        return AccessRules.of(config.servers().get(0).locations().get(0).settings());
    }

    private static Optional<Boolean> verdict(AccessRules rules, String address) throws Exception {
        return rules.verdict(InetAddress.getByName(address));
    }

    @Test
    void theFirstRuleAboutAClientDecides() throws Exception {
        var rules = rules("", "deny = [\"192.0.2.1\"]\n allow = [\"192.0.2.0/24\", \"2001:db8::/32\"]");
        assertThat(verdict(rules, "192.0.2.1")).contains(false);
        assertThat(verdict(rules, "192.0.2.2")).contains(true);
        assertThat(verdict(rules, "198.51.100.1")).isEmpty();
    }

    @Test
    void allIsEveryFamily() throws Exception {
        var rules = rules("", "deny = [\"all\"]");
        assertThat(verdict(rules, "192.0.2.1")).contains(false);
        assertThat(verdict(rules, "::1")).contains(false);
        assertThat(rules.verdict(null)).contains(false);
    }

    @Test
    void unixIsOnlyThat() throws Exception {
        var rules = rules("", "deny = [\"unix:\"]");
        assertThat(rules.verdict(null)).contains(false);
        assertThat(verdict(rules, "127.0.0.1")).isEmpty();
    }

    @Test
    void anInnerBlockWithEitherTakesNothingFromTheOuter() throws Exception {
        assertThat(verdict(rules("deny = [\"all\"]", ""), "192.0.2.1")).contains(false);
        assertThat(verdict(rules("deny = [\"all\"]", "allow = [\"192.0.2.1\"]"), "192.0.2.2"))
                .isEmpty();
    }
}
