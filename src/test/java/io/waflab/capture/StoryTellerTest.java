package io.waflab.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** Through the reading, which is what hands connections over. */
class StoryTellerTest {

    private static final Path CAPTURE = Path.of("src/test/resources/captures/client-asked-close.pcap");

    @Test
    void everythingIsToldBeforeTheReadingReturns() throws CaptureException {
        var told = new ArrayList<String>();
        var summary = CaptureReading.read(CAPTURE, story -> told.add(story.client()), (bytes, total) -> {});

        assertThat(told).hasSize((int) summary.connections()).isNotEmpty();
    }

    @Test
    void whatTheListenerThrowsEndsTheReading() {
        assertThatThrownBy(() -> CaptureReading.read(
                        CAPTURE,
                        story -> {
                            throw new IllegalStateException("enough");
                        },
                        (bytes, total) -> {}))
                .hasMessage("enough");
    }
}
