package io.waflab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CertsCommandTest {

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return new CommandLine(new CertsCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    @Test
    void everyCertificateIsMadeAndListedWithItsPurpose() {
        assertThat(run("--dir", folder.resolve("certs").toString())).isZero();
        assertThat(out.toString())
                .contains("root.pem", "server-rsa.pem", "server-ecdsa.pem", "expired.pem", "not-yet-valid.pem")
                .contains("wrong-name.pem", "self-signed.pem", "missing-intermediate.pem", "curl --cacert");
    }

    @Test
    void aNameThatIsNoneIsRefused() {
        assertThat(run("--dir", folder.toString(), "--name", "a b\u001b")).isEqualTo(2);
        assertThat(err.toString()).contains("--name \"a b?\" (expected a host name or an IP address)");
    }

    @Test
    void aFolderThatCannotBeIsOneLine() throws Exception {
        var file = Files.createFile(folder.resolve("file"));
        assertThat(run("--dir", file.resolve("certs").toString())).isEqualTo(2);
        assertThat(err.toString().lines())
                .hasSize(1)
                .first()
                .asString()
                .contains("file/certs", "(expected: a folder where you may write, --dir DIR)");
    }
}
