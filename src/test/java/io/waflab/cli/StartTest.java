package io.waflab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waflab.tls.LabCertificate;
import io.waflab.tls.LabCertificates;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What "waflab run" says and leaves behind when it cannot start: a line for each reason, exit code 2, no open port. */
@Tag("wire")
@Timeout(60)
class StartTest {

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private int free;

    @BeforeEach
    void findAFreePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
    }

    private int run(String... args) {
        return new Main(new PrintWriter(out, true), new PrintWriter(err, true), false).run(args);
    }

    /** Runs a configuration that cannot be used; the only line that is said. */
    private String refusal(String server) throws IOException {
        var lines = refusals(server);
        assertThat(lines).hasLineCount(1);
        return lines;
    }

    private String refusals(String server) throws IOException {
        var conf = Files.writeString(folder.resolve("lab.conf"), """
                error_log = "%s/error.log info"
                http {
                  access_log = off
                  servers = [ {
                %s
                  } ]
                }
                """.formatted(folder, server));
        assertThat(run(
                        "run",
                        "-c",
                        conf.toString(),
                        "--certs",
                        folder.resolve("certs").toString()))
                .isEqualTo(Main.REFUSED);
        assertThat(out.toString()).isEmpty();
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), free).close())
                .as("nothing listens")
                .isInstanceOf(IOException.class);
        return err.toString().strip();
    }

    private String listen() {
        return "    listen = [\"127.0.0.1:" + free + " ssl\"]\n";
    }

    @Test
    void aPortInUseIsNamedAndTheOthersAreNotKept() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var line = refusal("    listen = [\"127.0.0.1:" + free + "\", \"127.0.0.1:" + taken.getLocalPort()
                    + "\"]\n    locations = { \"/\" { return = 204 } }");
            assertThat(line)
                    .startsWith(folder.resolve("lab.conf") + ":5: ")
                    .contains("127.0.0.1:" + taken.getLocalPort() + " ", "in use", "(expected");
        }
    }

    @Test
    void aBrokenCertificateIsNamed() throws Exception {
        var broken = Files.writeString(folder.resolve("broken.pem"), "-----BEGIN CERTIFICATE-----\nnonsense\n");
        var lines = refusals(certificate(broken, broken));
        assertThat(lines).hasLineCount(2);
        assertThat(lines.lines().toList().get(0))
                .startsWith(folder.resolve("lab.conf") + ":6: ssl_certificate: " + broken + " cannot be read: ");
        assertThat(lines.lines().toList().get(1))
                .startsWith(folder.resolve("lab.conf") + ":7: ssl_certificate_key: " + broken + " cannot be read: ");
    }

    private String certificate(Path file, Path key) {
        return listen() + "    ssl_certificate = [\"" + file + "\"]\n    ssl_certificate_key = [\"" + key
                + "\"]\n    locations = { \"/\" { return = 204 } }";
    }

    @Test
    void aMissingKeyIsNamed() throws Exception {
        var certificates = new LabCertificates(folder.resolve("certs"));
        certificates.make();
        var line = refusal(certificate(certificates.file(LabCertificate.SERVER_RSA), folder.resolve("none.key")));
        assertThat(line)
                .startsWith(folder.resolve("lab.conf") + ":7: ssl_certificate_key: \"" + folder.resolve("none.key"))
                .contains("no such file");
    }

    @Test
    void aKeyOfAnotherCertificateIsRefused() throws Exception {
        var certificates = new LabCertificates(folder.resolve("certs"));
        certificates.make();
        var line = refusal(certificate(
                certificates.file(LabCertificate.SERVER_RSA), certificates.keyFile(LabCertificate.WRONG_NAME)));
        assertThat(line).startsWith(folder.resolve("lab.conf") + ":").contains("wrong-name.key");
    }

    @Test
    void anUpstreamThatDoesNotResolveIsNamed() throws Exception {
        var line =
                refusal(listen() + "    locations = { \"/\" { proxy_pass = \"http://no.such.host.invalid:8080\" } }");
        assertThat(line).startsWith(folder.resolve("lab.conf") + ":6: ").contains("no.such.host.invalid");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThat(run("run", "-c", folder.resolve("none.conf").toString())).isEqualTo(Main.REFUSED);
        assertThat(err.toString()).hasLineCount(1).contains("none.conf");
    }

    @Test
    void aFolderForAFileIsNamed() {
        assertThat(run("run", "-c", folder.toString())).isEqualTo(Main.REFUSED);
        assertThat(err.toString()).hasLineCount(1).contains(folder.toString());
    }

    @Test
    void aLogThatCannotBeOpenedIsNamed() throws Exception {
        var line = refusal(
                listen() + "    access_log = \"" + folder + " combined\"\n    locations = { \"/\" { return = 204 } }");
        assertThat(line).startsWith(folder.resolve("lab.conf") + ":6: ").contains("log file", folder.toString());
    }

    @Test
    void aJournalThatCannotBeWrittenIsNamed() throws Exception {
        assertThat(run(
                        "run",
                        "--upstream",
                        "http://127.0.0.1:1",
                        "--listen",
                        Integer.toString(free),
                        "--journal",
                        folder.toString()))
                .isEqualTo(Main.REFUSED);
        assertThat(err.toString()).hasLineCount(1).contains("--journal");
    }
}
