package io.waflab.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waflab.journal.ConnectionStory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureReadingTest {

    private static final Path FOLDER = Path.of("src/test/resources/captures");
    private final List<ConnectionStory> stories = new ArrayList<>();

    @Test
    void everyConnectionIsToldWithItsNumber() throws CaptureException {
        var summary = read(FOLDER.resolve("syn-unanswered.pcap"));

        assertThat(stories).extracting(ConnectionStory::number).containsExactlyInAnyOrder(1, 2, 3, 4);
        assertThat(summary.format()).isEqualTo("pcap");
        assertThat(summary.packets()).isEqualTo(37);
        assertThat(summary.connections()).isEqualTo(4);
        assertThat(summary.others().all()).isZero();
        assertThat(summary.problem()).isEmpty();
        assertThat(summary.interfaces()).hasSize(1);
        assertThat(summary.endNanos()).isGreaterThan(summary.startNanos());
    }

    @Test
    void whatCameBeforeADamageIsTold(@TempDir Path folder) throws CaptureException, IOException {
        var whole = Files.readAllBytes(FOLDER.resolve("syn-unanswered.pcap"));
        var cut = Files.write(folder.resolve("cut.pcap"), Arrays.copyOf(whole, whole.length - 1));

        var summary = read(cut);

        assertThat(summary.packets()).isEqualTo(36);
        assertThat(stories).hasSize(4);
        assertThat(summary.problem())
                .hasValueSatisfying(line -> assertThat(line)
                        .startsWith(cut + ": packet 37: ")
                        .contains("the file is cut short")
                        .matches(".* at byte \\d+"));
    }

    @Test
    void whatIsNoCaptureIsRefused(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("x.pcap"), "hello");

        assertThatThrownBy(() -> read(file))
                .isInstanceOf(CaptureException.class)
                .hasMessageStartingWith(file + ": is text");
    }

    private CaptureSummary read(Path file) throws CaptureException {
        return CaptureReading.read(file, stories::add, (bytes, total) -> {});
    }
}
