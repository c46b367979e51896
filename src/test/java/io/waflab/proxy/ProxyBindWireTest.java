package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The own address that variables give; after nginx 1.22 as measured. */
@Tag("wire")
@Timeout(60)
class ProxyBindWireTest {

    @TempDir
    static Path folder;

    @Test
    void theOriginSeesTheAddressThatVariablesMake() throws Exception {
        try (var lab = new StreamLab(folder, stream("127.0.0.9"));
                var client = lab.client();
                var origin = lab.origin()) {
            assertThat(origin.getInetAddress().getHostAddress()).isEqualTo("127.0.0.9");
            StreamLab.say(client, "hi");
            assertThat(StreamLab.hear(origin, 2)).isEqualTo("hi");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:x", "127.0.0.1:99999", "127.0.0.1:", "127.0.0.1:0", "[::1]", "off"})
    void inStreamTheSystemChoosesWhereTheyMakeNone(String none) throws Exception {
        try (var lab = new StreamLab(folder, stream(none));
                var client = lab.client();
                var origin = lab.origin()) {
            StreamLab.say(client, "hi");
            assertThat(StreamLab.hear(origin, 2)).isEqualTo("hi");
            assertThat(lab.line("error.log", "invalid local address \"" + none + "\""))
                    .contains(" [error] ")
                    .doesNotContain("while connecting");
        }
    }

    private static String stream(String address) {
        return "map $remote_addr $own { default \"" + address + "\"; }"
                + " server { listen LISTEN; proxy_bind $own; proxy_pass ORIGIN; }";
    }

    @Test
    void inHttpTheSystemChoosesWhereTheyMakeNone() throws Exception {
        try (var proxy = LabProxy.Setup.in(folder)
                        .plain()
                        .locations("\"/\" { proxy_pass = \"ORIGIN\", proxy_bind = \"$arg_own\" }")
                        .start();
                var client = proxy.client()) {
            for (var none : new String[] {"127.0.0.1:x", "127.0.0.1:99999", "127.0.0.1:", "127.0.0.1:0", "[::1]"}) {
                assertThat(client.request("/echo?own=" + none).response().status())
                        .as(none)
                        .isEqualTo(200);
                assertThat(proxy.line("error.log", "invalid local address \"" + none + "\""))
                        .contains(" [error] ");
            }
        }
    }

    /** An address that this machine does not have (RFC 5737): no fault of the server's, and the next one fares no better. */
    @ParameterizedTest
    @ValueSource(strings = {"", "error_page = \"500 502 =200 /page\""})
    void anOwnAddressThatIsNoneEndsTheRequestBeforeAnyServerIsBlamed(String page) throws Exception {
        try (var proxy = LabProxy.Setup.in(folder)
                        .plain()
                        .http("upstreams = { u { servers = [\"PEER max_fails=1\", \"PEER max_fails=1\"] } }")
                        .locations(
                                "\"/\" { proxy_pass = \"http://u\", proxy_bind = \"192.0.2.1\", " + page + " }",
                                "\"= /page\" { return = \"200 page\" }",
                                "\"/free\" { proxy_pass = \"http://u/echo\" }")
                        .start();
                var client = proxy.client()) {
            var response = client.request("/echo").response();
            assertThat(response.status()).isEqualTo(page.isEmpty() ? 500 : 200);
            assertThat(response.header("Connection")).hasValue("close");
            client.readToEnd();
            Closing.isSilentFin(client);
            assertThat(proxy.line("error.log", "bind(192.0.2.1) failed (99: Cannot assign requested address)"))
                    .contains(" [crit] ")
                    .contains(" while connecting to upstream, ")
                    .contains("/echo\"");
            assertThat(proxy.access("/echo")).endsWith("|-|-");
            try (var next = proxy.client()) {
                assertThat(next.request("/free").response().status()).isEqualTo(200);
            }
        }
    }

    @Test
    void inStreamAnOwnAddressThatIsNoneEndsTheSessionBeforeAnyServerIsBlamed() throws Exception {
        try (var lab = new StreamLab(
                        folder,
                        "upstream u { server ORIGIN; server ORIGIN; }"
                                + " server { listen LISTEN; proxy_bind 192.0.2.1:80; proxy_pass u; }");
                var client = lab.client()) {
            assertThat(StreamLab.rest(client)).isEqualTo("FIN");
            assertThat(lab.access()).startsWith("500 0 0 - ");
            assertThat(lab.line("error.log", "bind(192.0.2.1:80) failed (99: Cannot assign requested address)"))
                    .contains(" [crit] ")
                    .contains(" while connecting to upstream, ");
        }
    }
}
