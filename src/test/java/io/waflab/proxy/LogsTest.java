package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waflab.config.AccessLog;
import io.waflab.config.ConfigException;
import io.waflab.config.ConfigReader;
import io.waflab.config.Directive;
import io.waflab.config.LabConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogsTest {

    @TempDir
    private Path folder;

    private LabConfig read(String http, String server) throws ConfigException, IOException {
        return ConfigReader.read(Files.writeString(
                folder.resolve("nginx.conf"),
                "events {} http { error_log stderr; %s server { listen 127.0.0.1:0; %s } }".formatted(http, server)));
    }

    /** Where one of two places has a buffer, it holds for both: here it can be seen, for it packs what it writes. */
    @ParameterizedTest
    @CsvSource({"combined gzip flush=1h, combined", "combined, combined gzip flush=1h"})
    void aFileHasTheBufferThatOnePlaceGivesIt(String http, String server) throws Exception {
        var file = folder.resolve("x.log");
        var config = read(
                "access_log " + file + " " + http + ";", "location /a { access_log " + file + " " + server + "; }");
        var settings = config.servers().get(0).settings();
        try (var logs = Logs.open(config)) {
            var log = AccessLog.of(settings.lines(Directive.ACCESS_LOG)).get(0);
            logs.access(log, settings, config).file().orElseThrow().line("a line");
            logs.drain();
        }
        assertThat(Files.readAllBytes(file)).startsWith(0x1f, 0x8b);
    }

    @Test
    void twoBuffersOfOneFileHaveToBeAlike() throws Exception {
        var file = folder.resolve("x.log");
        var config = read(
                "access_log " + file + " combined buffer=32k;",
                "location /a { access_log " + file + " combined buffer=64k; }");
        assertThatThrownBy(() -> Logs.open(config)).hasMessageContaining("conflicting parameters");
    }
}
