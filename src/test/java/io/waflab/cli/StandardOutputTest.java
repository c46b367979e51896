package io.waflab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a process of its own says when its standard output takes nothing. */
@Timeout(60)
class StandardOutputTest {

    private static final Path CAPTURE = Path.of("src/test/resources/captures/waf-120s-idle-unread-rst.pcap");

    @TempDir
    Path folder;

    private ProcessBuilder waflab(String... arguments) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(folder.resolve("errors").toFile());
    }

    private String errors() throws IOException {
        return Files.readString(folder.resolve("errors"));
    }

    /** An empty report would otherwise pass for one. */
    @Test
    void aFullDiskIsToldAndIsNoSuccess() throws Exception {
        var full = new File("/dev/full");
        assumeTrue(full.exists(), "no /dev/full on this system");

        var process =
                waflab("diagnose", CAPTURE.toString()).redirectOutput(full).start();

        assertThat(process.waitFor()).isEqualTo(Main.REFUSED);
        assertThat(errors()).startsWith("waflab: standard output: ").hasLineCount(1);
    }

    @Test
    void aReaderWhoHasHeardEnoughIsNoFailure() throws Exception {
        var process = waflab("diagnose", "-").start();
        process.getInputStream().close();
        try (var in = process.getOutputStream()) {
            Files.copy(CAPTURE, in);
        }

        assertThat(process.waitFor()).isEqualTo(Main.DONE);
        assertThat(errors()).isEmpty();
    }
}
