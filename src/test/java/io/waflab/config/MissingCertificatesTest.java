package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The answers are those of nginx 1.22 to the same servers. */
class MissingCertificatesTest {

    private static List<String> refused(String text) throws ConfigException {
        var config = Configs.read(text);
        try {
            MissingCertificates.refuse(config);
            return List.of();
        } catch (ConfigException refused) {
            return refused.problems().stream().map(Problem::nginxLine).toList();
        }
    }

    private static String servers(String... servers) {
        return "http { servers = [\n{ return = 204, " + String.join(" }\n{ return = 204, ", servers) + " }\n] }";
    }

    private static String missing(int line) {
        return "no \"ssl_certificate\" is defined for the \"listen ... ssl\" directive in lab.conf:" + line;
    }

    private static final String CERTIFICATE = ", ssl_certificate = [\"pom.xml\"], ssl_certificate_key = [\"pom.xml\"]";

    @Test
    void everyServerWithTheOldDirectiveHasOne() throws ConfigException {
        assertThat(refused(
                        servers("listen = [\"127.0.0.1:1\"]", "listen = [\"127.0.0.1:1\"], server_name = b, ssl = on")))
                .containsExactly("no \"ssl_certificate\" is defined for the \"ssl\" directive in lab.conf:3");
        assertThat(refused(servers("listen = [\"127.0.0.1:1\"], ssl = on" + CERTIFICATE)))
                .isEmpty();
    }

    @Test
    void theDefaultServerOfAnAddressWithTlsHasOne() throws ConfigException {
        assertThat(refused(servers("listen = [\"127.0.0.1:1\", \"127.0.0.1:2 ssl\"]")))
                .containsExactly(missing(2));
        assertThat(refused(servers("listen = [\"127.0.0.1:2 ssl\"]" + CERTIFICATE)))
                .isEmpty();
        assertThat(refused(servers("listen = [\"127.0.0.1:2\"]"))).isEmpty();
    }

    @Test
    void oneListenWithSslMakesTheAddressSpeakIt() throws ConfigException {
        assertThat(refused(servers(
                        "listen = [\"127.0.0.1:2\"]", "listen = [\"127.0.0.1:2 ssl\"], server_name = a" + CERTIFICATE)))
                .containsExactly(missing(2));
    }

    @Test
    void othersHaveTheDefaultServersUnlessItRejectsHandshakes() throws ConfigException {
        var named = "listen = [\"127.0.0.1:2 ssl\"], server_name = a";
        assertThat(refused(servers("listen = [\"127.0.0.1:2 ssl\"]" + CERTIFICATE, named)))
                .isEmpty();
        var rejects = "listen = [\"127.0.0.1:2 ssl\"], ssl_reject_handshake = on";
        assertThat(refused(servers(rejects))).isEmpty();
        assertThat(refused(servers(rejects, named + CERTIFICATE, rejects + ", server_name = b")))
                .isEmpty();
        assertThat(refused(servers(rejects, named))).containsExactly(missing(3));
    }

    @Test
    void inStreamTheListenIsNamed() throws ConfigException {
        var server = "stream { servers = [{\nlisten = [\"127.0.0.1:1\",\n\"127.0.0.1:2 ssl\"], return = x";
        assertThat(refused(server + " }] }"))
                .hasSize(1)
                .first()
                .asString()
                .startsWith(missing(2).substring(0, 70));
        assertThat(refused(server + CERTIFICATE + " }] }")).isEmpty();
    }
}
