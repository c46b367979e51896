package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateFilesTest {

    @TempDir
    private Path folder;

    @Test
    void aFileThatIsNotThereIsSaidForServersOfStreamToo() throws Exception {
        var certificate = Files.writeString(folder.resolve("a.pem"), "x");
        assertThat(StreamReaderTest.refusals("server { listen 5000 ssl; return x; ssl_certificate " + certificate
                        + "; ssl_certificate_key " + folder.resolve("no.pem") + "; }"))
                .singleElement()
                .asString()
                .contains("no such file");
        assertThat(StreamReaderTest.refusals("server { listen 5000; return x; ssl_certificate a.pem; }"))
                .as("nobody speaks TLS")
                .isEmpty();
    }
}
