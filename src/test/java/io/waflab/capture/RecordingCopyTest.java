package io.waflab.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** With {@code cat} as the program that records. */
class RecordingCopyTest {

    private static final Path CAPTURE = Path.of("src/test/resources/captures/waf-120s-idle-unread-rst.pcap");

    @Test
    void theCopyIsWholeWhenItsEndWasAwaited() throws IOException, CaptureException {
        var out = new ByteArrayOutputStream();
        try (var probe = new Probe()) {
            var copy = new RecordingCopy(new ProcessBuilder("cat", CAPTURE.toString()).start(), out, probe);

            copy.awaitHeader(10_000);
            assertThat(copy.awaitEnd(10_000)).isEqualTo(20);
            assertThat(out.toByteArray()).isEqualTo(Files.readAllBytes(CAPTURE));
        }
    }

    @Test
    void aProgramThatEndsBeforeItBeginsIsQuoted() throws IOException {
        try (var probe = new Probe()) {
            var process = new ProcessBuilder("sh", "-c", "echo 'no such device' >&2; exit 1").start();
            var copy = new RecordingCopy(process, new ByteArrayOutputStream(), probe);

            assertThatThrownBy(() -> copy.awaitHeader(10_000)).hasMessage("no such device");
            assertThatThrownBy(() -> probe.send(Probe.BEGIN, 10_000)).hasMessage("no such device");
        }
    }
}
