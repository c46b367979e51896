package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerReaderTest {

    @TempDir
    private Path folder;

    @Test
    void aServerWithoutNamesHasTheEmptyOne() throws ConfigException {
        var server = Configs.http("").servers().get(0);
        assertThat(server.names()).isEqualTo(ServerName.of(""));
        assertThat(server.listens()).extracting(Listen::address).containsExactly("127.0.0.1:8080");
    }

    @Test
    void whatAServerNeedsIsAskedFor() {
        assertThat(Configs.problems(
                        "http { servers = [\n{ locations { \"/\" { return = 1 } } }\n{ " + Configs.LISTEN + " }\n5] }"))
                .containsExactly(
                        "lab.conf:2: server: no listen (expected, for example, listen 127.0.0.1:8443 ssl)",
                        "lab.conf:4: server: a block { ... } expected, found \"5\"",
                        "lab.conf:4: server: no listen (expected, for example, listen 127.0.0.1:8443 ssl)");
    }

    @Test
    void aServerThatRejectsEveryHandshakeNeedsNoLocation() {
        assertThat(Configs.problems(
                        "http { servers = [{ listen = [\"127.0.0.1:1 ssl\"], ssl_reject_handshake = on }] }"))
                .isEmpty();
    }

    @Test
    void aListenTwiceAndAWrongNameAreProblems() {
        assertThat(Configs.problems(
                        "http { servers = [ { listen = [80,\n\"*:80\"], server_name = \"*b\", return = 1 } ] }"))
                .containsExactly(
                        "lab.conf:2: listen: a duplicate listen *:80",
                        "lab.conf:2: server_name: server name \"*b\" is invalid (expected a name, *.name, name.*, .name,"
                                + " ~regex or \"\")");
    }

    @Test
    void certificatesHaveAsManyKeysAndCanBeRead() throws Exception {
        var certificate = Files.writeString(folder.resolve("a.pem"), "x");
        var tls = "http { servers = [ { listen = [\"127.0.0.1:1 ssl\"], return = 204\n";
        assertThat(Configs.problems(tls + "} ] }")).as("the lab's own").isEmpty();
        assertThat(Configs.problems(tls + "ssl_certificate = \"" + certificate + "\" } ] }"))
                .containsExactly(
                        "lab.conf:2: ssl_certificate: 1 given, but 0 ssl_certificate_key (expected one for each)");
        assertThat(Configs.problems(
                        tls + "ssl_certificate = [\"" + certificate + "\"]\n ssl_certificate_key = no.key } ] }"))
                .singleElement()
                .asString()
                .startsWith("lab.conf:3: ssl_certificate_key: \"no.key\": no such file (looked for /");
    }

    @Test
    void withoutTlsCertificatesAreNotLookedAt() {
        assertThat(Configs.problemsOfServer("ssl_certificate = no.pem")).isEmpty();
    }
}
