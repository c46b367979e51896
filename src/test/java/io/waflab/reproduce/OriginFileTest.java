package io.waflab.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.waflab.config.ConfigException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("wire")
@Timeout(30)
class OriginFileTest {

    @TempDir
    private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("lab.conf"), text);
    }

    @Test
    void momentsAndEffectsMakeABehaviour() throws Exception {
        var read = OriginFile.read(file("""
                listen = "127.0.0.1:0"
                speed = 10
                paths {
                  "/cut" { status = 201, length = 10, headers { X-A = b }, onResponseBody = "close 100ms" }
                  "/cut/not" = "ok?n=7"
                  "/chunks" { framing = chunked, length = 5 }
                }
                """));
        assertThat(read.listen()).contains("127.0.0.1:0");
        var options = OriginOptions.local()
                .withRoutes(read.routes())
                .withSpeed(read.speed().orElseThrow());
        try (var origin = LabOrigin.start(options);
                var client = new LabClient(
                        ClientOptions.plain("127.0.0.1", origin.port()).withLimit(Duration.ofSeconds(10)))) {
            assertThat(client.connect().request("/cut/not/below").response().bodyLength())
                    .isEqualTo(7);
            assertThat(client.request("/chunks").response().bodyLength()).isEqualTo(5);
            assertThat(client.request("/ok?n=3").response().bodyLength()).isEqualTo(3);
            var cut = client.request("/cut").response();
            assertThat(cut.status()).isEqualTo(201);
            assertThat(cut.header("X-A")).contains("b");
            assertThat(cut.bodyLength()).isEqualTo(5);
            assertThat(cut.ended()).isEqualTo(Ended.FIN);
        }
    }

    @ParameterizedTest
    @CsvSource({"answer, 1000, true, FIN", "close 100ms, 500, true, FIN", "reset 100ms, 500, false, RST"})
    void aBodyFramedByTheEndIsWholeBehindAFinAlone(String effect, long length, boolean complete, Ended ended)
            throws Exception {
        var read = OriginFile.read(
                file("paths { \"/\" { framing = until_close, length = 1000, onResponseBody = \"" + effect + "\" } }"));
        try (var origin = LabOrigin.start(OriginOptions.local().withRoutes(read.routes()));
                var client = new LabClient(
                        ClientOptions.plain("127.0.0.1", origin.port()).withLimit(Duration.ofSeconds(10)))) {
            var response = client.connect().request("/").response();

            assertThat(response.bodyLength()).isEqualTo(length);
            assertThat(response.ended()).isEqualTo(ended);
            assertThat(response.complete()).isEqualTo(complete);
        }
    }

    @Test
    void aStatusWithoutABodyHasNoneUnlessItIsAskedFor() throws Exception {
        var read = OriginFile.read(file("""
                paths {
                  "/none" { status = 204 }
                  "/some" { status = 304, length = 5 }
                  "/bare" { framing = none }
                }
                """));
        try (var origin = LabOrigin.start(OriginOptions.local().withRoutes(read.routes()));
                var client = new LabClient(
                        ClientOptions.plain("127.0.0.1", origin.port()).withLimit(Duration.ofSeconds(10)))) {
            client.connect().request("/none").request("/bare");

            assertThat(client.response().headers()).isEmpty();
            assertThat(new String(client.receive(), StandardCharsets.ISO_8859_1))
                    .isEqualTo("HTTP/1.1 200 OK\r\n\r\n");
            assertThat(client.request("/some").response().headers()).containsExactly("Content-Length: 5");
        }
    }

    @Test
    void connectionsCanBeClosedBeforeAnyRequest() throws Exception {
        var read = OriginFile.read(file("paths { \"/\" { onConnect = reset } }"));
        var listener = ServerSocketChannel.open().bind(new InetSocketAddress("127.0.0.1", 0));
        int port = listener.socket().getLocalPort();
        // Connected before anybody accepts: an RST that comes sooner than connect(2) returns is what connect(2) fails
        // with.
        try (var client = new LabClient(ClientOptions.plain("127.0.0.1", port)).connect();
                var origin = LabOrigin.start(OriginOptions.local().withRoutes(read.routes()), listener)) {
            assertThat(client.readToEnd(Duration.ofSeconds(10)).ended()).isEqualTo(Ended.RST);
            assertThat(origin.accepted()).isEqualTo(1);
        }
    }

    @Test
    void everyProblemIsToldWithItsLine() throws Exception {
        var file = file("""
                lisen = "127.0.0.1:0"
                speed = fast
                connections = 0
                paths {
                  "cut" = "ok"
                  "/a" = "nosuch"
                  "/b" { onResponseBdy = close, onIdle = "closes 3s", status = 99, framing = chunks }
                  "/c" { onIdle = "wait 3s", onRequest = drip }
                  "/d" { onIdle = drip, onResponseEnd = half }
                }
                """);

        var refused = catchThrowableOfType(ConfigException.class, () -> OriginFile.read(file));

        assertThat(refused.problems())
                .extracting(problem -> problem.toString().replace(file.toString(), "lab.conf"))
                .anyMatch(line -> line.startsWith("lab.conf:1: lisen: unknown key (expected one of: connections,"))
                .anyMatch(line -> line.startsWith("lab.conf:2: speed: \"fast\" is no speed"))
                .anyMatch(line -> line.startsWith("lab.conf:3: connections: \"0\" is no number from 1"))
                .anyMatch(line -> line.startsWith("lab.conf:5: cut: expected a path"))
                .anyMatch(line -> line.startsWith("lab.conf:6: /a: \"nosuch\" is no behaviour"))
                .anyMatch(line -> line.startsWith("lab.conf:7: onResponseBdy: unknown key"))
                .anyMatch(line -> line.startsWith("lab.conf:7: onIdle: \"closes\" is no effect"))
                .anyMatch(line -> line.startsWith("lab.conf:7: status: \"99\" is no number"))
                .anyMatch(line -> line.startsWith("lab.conf:7: framing: \"chunks\" is no framing"))
                .anyMatch(line -> line.equals(
                        "lab.conf:8: onIdle: \"wait\" does nothing there (expected silent, close or reset)"))
                .anyMatch(line -> line.startsWith("lab.conf:8: onRequest: \"drip\" does nothing there"))
                .anyMatch(line -> line.startsWith("lab.conf:9: onIdle: \"drip\" does nothing there"))
                .anyMatch(line -> line.startsWith("lab.conf:9: onResponseEnd: \"half\" does nothing there"))
                .hasSize(13);
    }

    @Test
    void aFileThatIsMissingOrNoHoconIsOneLine() throws Exception {
        var missing = catchThrowableOfType(ConfigException.class, () -> OriginFile.read(folder.resolve("nosuch.conf")));
        assertThat(missing.getMessage()).contains("nosuch.conf: cannot be read").hasLineCount(1);
        var broken = file("paths {");
        var refused = catchThrowableOfType(ConfigException.class, () -> OriginFile.read(broken));
        assertThat(refused.getMessage()).matches(".*lab\\.conf:1: [^/]*").hasLineCount(1);
        var other = catchThrowableOfType(ConfigException.class, () -> OriginFile.read(folder));
        assertThat(other.getMessage()).isEqualTo(folder + ": is a folder (expected a HOCON file)");
    }

    @Test
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aPipeIsReadOnce() throws Exception {
        var pipe = folder.resolve("pipe");
        assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0, "there is mkfifo");
        var writer = new ProcessBuilder("cp", file("speed = 7").toString(), pipe.toString()).start();
        try {
            assertThat(OriginFile.read(pipe).speed()).contains(7.0);
        } finally {
            writer.destroy();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.1:web", "127.0.0.1:65536", ":8080"})
    void whereAnOriginCannotListenIsRefusedWithItsLine(String listen) throws Exception {
        var wrong = file("speed = 1\nlisten = \"" + listen + "\"");
        assertThat(catchThrowableOfType(ConfigException.class, () -> OriginFile.read(wrong))
                        .getMessage())
                .endsWith("lab.conf:2: listen: " + listen + ": expected HOST:PORT, PORT from 0 to 65535");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://127.0.0.1:0", "https://127.0.0.1:65536", "127.0.0.1:443", "http://a.test/ok"})
    void whatIsNoTargetIsRefusedWithItsLine(String target) throws Exception {
        var wrong = file("speed = 1\ntarget = \"" + target + "\"");
        assertThat(catchThrowableOfType(ConfigException.class, () -> ClientFile.read(wrong))
                        .getMessage())
                .contains("lab.conf:2: target: " + target
                        + ": expected https://HOST:PORT or http://HOST:PORT, PORT from 1");
    }

    @Test
    void aClientsFileIsReadAlike() throws Exception {
        var read = ClientFile.read(file("""
                target = "https://127.0.0.1:8443"
                steps = ["request:/ok", "pause:15", fin]
                protocols = TLSv1.2
                speed = 10
                limit = 5
                """));

        assertThat(read.steps()).extracting(Step::toString).containsExactly("request:/ok", "pause:15", "fin");
        assertThat(read.limit()).contains(Duration.ofSeconds(5));
        assertThat(read.protocols()).containsExactly("TLSv1.2");
        var broken = file("steps = [\n \"requst:/ok\"\n]\nscenario = nosuch");
        assertThat(catchThrowableOfType(ConfigException.class, () -> ClientFile.read(broken))
                        .getMessage())
                .contains("lab.conf:2: steps: \"requst\" is no step")
                .contains("lab.conf:4: scenario: \"nosuch\" is no scenario");
    }

    @Test
    void whatAClientCannotOfferIsRefusedWithItsLine() throws Exception {
        var wrong = file("protocols = [\nTLSv1.2\nTLSv9\n]\nciphers = BOGUS\nalpn = [h2, \"\"]\nserver_name = \"a b\"");

        assertThat(catchThrowableOfType(ConfigException.class, () -> ClientFile.read(wrong))
                        .getMessage())
                .contains("lab.conf:3: protocols: \"TLSv9\" (expected one of: ")
                .contains("lab.conf:5: ciphers: \"BOGUS\" is no suite that the client speaks")
                .contains("lab.conf:6: alpn: \"\" is no protocol")
                .contains("lab.conf:7: server_name: \"a b\" cannot be sent as SNI");
        assertThat(ClientFile.read(file("server_name = \"\"")).serverName()).contains("");
    }
}
