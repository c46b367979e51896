package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waflab.config.ConfigException;
import io.waflab.config.ConfigReader;
import io.waflab.config.LabConfig;
import io.waflab.tls.LabCertificates;
import io.waflab.tls.TlsEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("wire")
class RequestRehearsalTest {

    private static final Pattern ANSWER = Pattern.compile("HTTP/1\\.1 ([0-9]{3}) ");
    private static final String LISTEN = "http { server { listen = \"127.0.0.1:0%s\", %s } }";

    @TempDir
    static Path folder;

    private static LabCertificates lab;

    @BeforeAll
    static void certificates() throws Exception {
        lab = new LabCertificates(folder);
        lab.make();
    }

    private static LabConfig config(String how, String more) throws ConfigException {
        return ConfigReader.read(LISTEN.formatted(how, more), folder + "/waflab.conf", List.of());
    }

    private static List<String> statuses(RequestRehearsal rehearsal) throws Exception {
        return ANSWER.matcher(rehearsal.http1Round())
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    /** What is for an engine's first handshakes must not fail with that engine. */
    @ParameterizedTest
    @EnumSource
    void everyRequestIsAnsweredOverTls(TlsEngine engine) throws Exception {
        try (var rehearsal = new RequestRehearsal(engine, config(" ssl", ""), lab)) {
            var said = statuses(rehearsal);
            for (int again = 0; again < 2 && said.subList(0, 3).contains("504"); again++) {
                // A busy machine, whose first handshake with the origin took over a second.
                said = statuses(rehearsal);
            }
            assertThat(said)
                    .hasSize(RequestRehearsal.ANSWERS)
                    .contains("200", "504")
                    .startsWith("200", "200", "200");
        }
    }

    @Test
    void aConfigurationWithoutTlsIsRehearsedWithoutIt() throws Exception {
        try (var rehearsal =
                new RequestRehearsal(TlsEngine.OPENSSL, config("", ""), new LabCertificates(folder.resolve("none")))) {
            assertThat(statuses(rehearsal)).hasSize(RequestRehearsal.ANSWERS);
        }
        assertThat(folder.resolve("none")).doesNotExist();
    }

    @Test
    void itGoesOnUntilItIsToldNotTo() throws Exception {
        var left = new int[] {2};
        try (var rehearsal = new RequestRehearsal(TlsEngine.OPENSSL, config("", ""), lab)) {
            assertThat(rehearsal.play(5, () -> left[0]-- > 0)).isEqualTo(2);
            assertThat(rehearsal.play(1, () -> true)).isEqualTo(1);
        }
    }

    @Test
    void nothingOfItIsLeft() throws Exception {
        Path place;
        try (var rehearsal = new RequestRehearsal(TlsEngine.OPENSSL, config("", ""), lab)) {
            place = rehearsal.folder();
            rehearsal.play(1, () -> true);
            assertThat(place.resolve("logs/access.log")).isNotEmptyFile();
        }
        assertThat(place).doesNotExist();
    }

    @Test
    void aCertificateThatCannotBeReadLeavesNothingEither() throws Exception {
        Files.writeString(folder.resolve("broken.pem"), "broken");
        var broken = config(" ssl", "ssl_certificate = broken.pem, ssl_certificate_key = broken.pem");
        long before = folders();
        assertThatThrownBy(() -> new RequestRehearsal(TlsEngine.OPENSSL, broken, lab))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("broken.pem");
        assertThat(folders()).isLessThanOrEqualTo(before);
    }

    private static long folders() throws Exception {
        try (var all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return all.filter(RequestRehearsalTest::isOurs).count();
        }
    }

    private static boolean isOurs(Path place) {
        return Files.exists(place.resolve("mute.sock"));
    }
}
