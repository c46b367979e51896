package io.waflab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a process of its own says on standard output, and when that takes nothing. */
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

    /** Of Egypt's Arabic they would be others in Java, and those of a status line with them. */
    @Test
    void digitsAreAsciisWhateverTheLanguageOfTheMachine() throws Exception {
        var builder = waflab("diagnose", "--format", "html", CAPTURE.toString());
        builder.environment().put("JAVA_TOOL_OPTIONS", "-Duser.language=ar -Duser.country=EG");
        var process = builder.start();
        var report = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(errors()).isEqualTo(Main.DONE);
        assertThat(report).contains("viewBox=").doesNotContainPattern("[\\p{Nd}&&[^0-9]]");
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
