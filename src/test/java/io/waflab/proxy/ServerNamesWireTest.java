package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.reproduce.TlsOptions;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which server answers where SNI and Host name different ones; after nginx 1.22 as measured. */
@Tag("wire")
@Timeout(60)
class ServerNamesWireTest {

    @TempDir
    private static Path folder;

    private static final String SECOND = """
            "/" { return = "200 first" } } }, {
              listen = ["127.0.0.1:0 ssl http2"]
              server_name = "second.test"
              locations = { "/" { return = "200 second" }
            """;

    private static LabProxy proxy(String... server) throws Exception {
        return LabProxy.Setup.in(folder).server(server).locations(SECOND).start();
    }

    private static TlsOptions tls(String name, String... alpn) {
        return TlsOptions.trustingAnyone(name).withAlpn(alpn);
    }

    @ParameterizedTest
    @CsvSource({
        "second.test, nobody.test, http/1.1, first",
        "second.test, nobody.test, h2, first",
        "second.test, lab.test, http/1.1, first",
        "second.test, second.test:99, http/1.1, second",
        "second.test, second.test:99, h2, second",
        "nobody.test, second.test, http/1.1, second"
    })
    void theHostDecidesAndTheDefaultServerWhereNobodyHasIt(String sni, String host, String alpn, String answer)
            throws Exception {
        try (var proxy = proxy();
                var client =
                        proxy.client(proxy.options().withTls(tls(sni, alpn)).withHostHeader(host))) {
            client.request("/");
            assertThat(client.response().body()).isEqualTo(answer);
        }
    }

    @Test
    void aRequestWithoutAHostIsTheDefaultServers() throws Exception {
        try (var proxy = proxy();
                var client = proxy.client(proxy.options().withTls(tls("second.test")))) {
            client.send("GET / HTTP/1.0\r\n\r\n");
            assertThat(client.response().body()).isEqualTo("first");
        }
    }

    /** The one that answers looks at certificates, and that is not the one whose handshake it was. */
    @ParameterizedTest
    @CsvSource({"HTTP/1.1, Host: nobody.test", "HTTP/1.0, X: y"})
    void aDefaultServerThatWantsCertificatesSaysThatTheNameIsAnothers(String version, String field) throws Exception {
        try (var proxy = proxy("ssl_verify_client = optional_no_ca");
                var client = proxy.client(proxy.options().withTls(tls("second.test")))) {
            client.send("GET / " + version + "\r\n" + field + "\r\n\r\n");
            assertThat(client.response().status()).isEqualTo(421);
        }
    }
}
