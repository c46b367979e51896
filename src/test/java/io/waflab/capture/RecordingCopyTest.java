package io.waflab.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @ParameterizedTest
    @CsvSource({"0, false", "1, true", "230, true"})
    void packetsThatTheKernelDroppedAreNotPassedOver(int dropped, boolean refused) throws Exception {
        try (var probe = new Probe()) {
            var words = "listening on lo; 10 packets captured; " + dropped + " packet" + (dropped == 1 ? "" : "s")
                    + " dropped by kernel";
            var process = new ProcessBuilder("sh", "-c", "cat " + CAPTURE + "; echo '" + words + "' >&2").start();
            var copy = new RecordingCopy(process, new ByteArrayOutputStream(), probe);
            copy.awaitEnd(10_000);

            if (refused) {
                assertThatThrownBy(copy::refuseLosses)
                        .hasMessageStartingWith("the recording lacks " + dropped + " packets that the kernel dropped");
            } else {
                copy.refuseLosses();
            }
        }
    }
}
