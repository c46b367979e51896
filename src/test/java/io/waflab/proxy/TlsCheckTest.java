package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.config.ConfigException;
import io.waflab.config.ConfigReader;
import io.waflab.config.LabConfig;
import io.waflab.config.Problem;
import io.waflab.journal.Journal;
import io.waflab.tls.LabCertificate;
import io.waflab.tls.LabCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A check and a start read the same, and refuse the same. */
class TlsCheckTest {

    private static final String BROKEN =
            "ssl_ciphers NONSENSE; ssl_verify_client on; ssl_crl none.pem; ssl_client_certificate none.pem;";

    @TempDir
    private static Path shared;

    private static String certificate;

    @TempDir
    private Path folder;

    @BeforeAll
    static void certificate() throws Exception {
        var lab = new LabCertificates(shared);
        lab.make();
        certificate = "ssl_certificate " + lab.file(LabCertificate.SERVER_RSA) + "; ssl_certificate_key "
                + lab.keyFile(LabCertificate.SERVER_RSA) + ";";
    }

    /** SOCKET and OTHER are addresses, BROKEN has three faults, CERTIFICATE names a good pair. */
    private LabConfig config(String text) throws Exception {
        var whole = text.replace("SOCKET", "unix:" + folder + "/s")
                .replace("OTHER", "unix:" + folder + "/o")
                .replace("BROKEN", BROKEN)
                .replace("CERTIFICATE", certificate);
        var file = Files.writeString(
                folder.resolve("nginx.conf"), "error_log " + folder + "/error.log warn; events {} " + whole);
        return ConfigReader.read(file, Optional.empty(), List.of());
    }

    private static List<Problem> problemsOfCheck(LabConfig config) {
        try {
            TlsCheck.read(config);
            return List.of();
        } catch (ConfigException refused) {
            return refused.problems();
        }
    }

    private static List<Problem> problemsOfStart(LabConfig config) throws IOException {
        try (var logs = Logs.open(config);
                var journal = new Journal(Optional.empty())) {
            ProxyServer.start(config, logs, journal, shared).close();
            return List.of();
        } catch (ConfigException refused) {
            return refused.problems();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            3 | http { server { listen SOCKET ssl; BROKEN } }
            3 | http { server { listen SOCKET ssl; BROKEN CERTIFICATE } }
            3 | http { server { listen SOCKET; BROKEN CERTIFICATE } }
            0 | http { server { listen SOCKET; BROKEN } }
            3 | http { server { listen SOCKET ssl; ssl_reject_handshake on; BROKEN } }
            3 | http { server { listen SOCKET; ssl_reject_handshake on; BROKEN } }
            3 | http { server { listen SOCKET ssl; } server { listen SOCKET; server_name other; BROKEN } }
            0 | http { server { listen SOCKET ssl; CERTIFICATE } server { listen SOCKET; server_name other; BROKEN } }
            3 | http { BROKEN server { listen SOCKET ssl; } server { listen OTHER ssl http2; listen SOCKET; } }
            1 | http { server { listen SOCKET ssl; ssl_key_log none/keys; } }
            1 | tls_engine jdk; http { server { listen SOCKET ssl; ssl_session_tickets off; } }
            3 | stream { server { listen SOCKET ssl; BROKEN return x; } }
            0 | stream { server { listen SOCKET; BROKEN CERTIFICATE return x; } }
            4 | http { server { listen SOCKET ssl; BROKEN location / { proxy_pass https://127.0.0.1; proxy_ssl_verify on; } } }
            5 | http { server { listen SOCKET ssl; BROKEN } } stream { server { listen OTHER ssl; ssl_ciphers WORSE; proxy_pass 127.0.0.1:1; proxy_ssl on; proxy_ssl_verify on; } }
            """)
    void bothRefuseTheSame(int count, String text) throws Exception {
        var config = config(text);
        var problems = problemsOfCheck(config);
        assertThat(problems).hasSize(count);
        assertThat(problemsOfStart(config)).isEqualTo(problems);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1 | http { server { listen SOCKET ssl; ssl_ciphers HIGH:FOO; } server { listen OTHER; ssl_ciphers HIGH:BAR; CERTIFICATE } }
            1 | http { ssl_ciphers HIGH:FOO; server { listen SOCKET ssl; } server { listen OTHER ssl; } }
            1 | stream { server { listen SOCKET ssl; ssl_ciphers HIGH:FOO; return x; } server { listen OTHER; ssl_ciphers HIGH:BAR; return x; } }
            """)
    void bothNoteTheSame(int count, String text) throws Exception {
        var config = config(text);
        var notes = TlsCheck.read(config);
        assertThat(notes).hasSize(count);
        assertThat(problemsOfStart(config)).isEmpty();
        assertThat(Files.readAllLines(folder.resolve("error.log")).stream().filter(line -> line.contains("[warn]")))
                .map(line -> line.replaceFirst(".*\\[warn] \\d+#\\d+: ", ""))
                .isEqualTo(notes.stream().map(Problem::nginxLine).toList());
    }

    @Test
    void aCheckMakesNothing() throws Exception {
        var config = config(
                "http { server { listen SOCKET ssl; ssl_key_log keys; } server { listen OTHER ssl; ssl_key_log keys; CERTIFICATE } }");
        assertThat(problemsOfCheck(config)).isEmpty();
        assertThat(folder)
                .isDirectoryContaining("glob:**/nginx.conf")
                .isDirectoryNotContaining("glob:**/{keys,certs,*.log}");
    }
}
