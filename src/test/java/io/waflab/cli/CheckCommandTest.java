package io.waflab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CheckCommandTest {

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int check(String... arguments) {
        return new CommandLine(new CheckCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    @Test
    void aFineConfigurationIsOneLineAndItsNotes() throws Exception {
        assertThat(check()).isZero();
        assertThat(out).hasToString("conf/waflab.conf: configuration is fine (1 server, 1 location)\n");
        var file = Files.writeString(
                folder.resolve("a.conf"),
                "http { sendfile = on\n servers = [{ listen = 8080, locations { \"/\" { return = 1, locations { \"/a\" { return = 2 } } } } }] }");
        out.getBuffer().setLength(0);
        assertThat(check("-c", file.toString())).isZero();
        assertThat(out)
                .hasToString("note: " + file + ":1: sendfile: known, and without effect in waflab\n" + file
                        + ": configuration is fine (1 server, 2 locations)\n");
    }

    @Test
    void problemsAreAllOnTheErrorStreamAndOneIsTheExitCode() throws Exception {
        var file = Files.writeString(folder.resolve("a.conf"), "http {\n foo = 1\n}\n");
        assertThat(check("-c", file.toString())).isEqualTo(1);
        assertThat(out.toString()).isEmpty();
        assertThat(err)
                .hasToString(file + ":1: http: no server\n" + file + ":2: foo: unknown directive\n" + file
                        + ": 2 problems\n");
    }

    @Test
    void aFileThatCannotBeReadIsTwo() {
        assertThat(check("-c", folder.resolve("no-such.conf").toString())).isEqualTo(2);
        assertThat(err.toString()).contains("no-such.conf: cannot be read: no such file");
        assertThat(check("-c", folder.toString())).isEqualTo(2);
        assertThat(check("--no-such-option")).isEqualTo(2);
    }

    private void assertThatItIsRefused(String http, String... problems) throws Exception {
        var file = Files.writeString(folder.resolve("nginx.conf"), "events {}\nhttp {\n" + http + "\n}\n");
        assertThat(check("-c", file.toString())).isEqualTo(1);
        var lines = err.toString().lines().toList();
        assertThat(lines).hasSize(problems.length + 1);
        for (int i = 0; i < problems.length; i++) {
            assertThat(lines.get(i)).startsWith(file + ":" + problems[i]).contains("none.pem");
        }
    }

    @Test
    void whatIsNeededToSpeakTlsWithAnOriginIsRead() throws Exception {
        assertThatItIsRefused("""
                server { listen 8080;
                location /a { proxy_pass https://127.0.0.1:1; proxy_ssl_verify on;
                proxy_ssl_trusted_certificate none.pem; }
                location /b { location /b/c { proxy_pass $scheme://127.0.0.1;
                proxy_ssl_certificate none.pem; proxy_ssl_certificate_key none.pem; } }
                location /plain { proxy_pass http://127.0.0.1:1; proxy_ssl_certificate none.pem; } }""", "5: proxy_ssl_trusted_certificate: ", "7: proxy_ssl_certificate: ");
    }

    @Test
    void theCertificateOfAServerIsReadWhereverItListens() throws Exception {
        assertThatItIsRefused("""
                server { listen 8080; return 204;
                ssl_certificate none.pem; ssl_certificate_key none.pem; }""", "4: ssl_certificate: ", "4: ssl_certificate_key: ");
    }

    @Test
    void theOriginsOfStreamAreReadToo() throws Exception {
        assertThatItIsRefused(
                "server { listen 8080; return 204; } }\nstream { server { listen 8081;\n"
                        + "proxy_pass 127.0.0.1:1; proxy_ssl on; proxy_ssl_certificate none.pem; proxy_ssl_certificate_key none.pem; }",
                "5: proxy_ssl_certificate: ");
    }

    @Test
    void effectiveShowsWhatTheCommandLineReplaced() {
        assertThat(check("--effective", "--set", "send_timeout=7")).isZero();
        assertThat(out.toString()).containsPattern("send_timeout 7 +--set\n");
    }
}
