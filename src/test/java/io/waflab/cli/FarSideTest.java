package io.waflab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.journal.ConnectionStory;
import io.waflab.journal.Sight;
import io.waflab.journal.TlsShown;
import io.waflab.journal.Traffic;
import io.waflab.report.DiagnosisJson;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FarSideTest {

    private final FarSide side = new FarSide(Path.of("far.pcap"));

    private static ConnectionStory story(int number) {
        return new ConnectionStory(
                number,
                "10.0.0.2:50000",
                "10.0.0.1:443",
                0,
                TlsShown.NOTHING,
                Traffic.NONE,
                Traffic.NONE,
                new Sight(true, 0, 0, 0, 0, number, number, false),
                List.of(),
                0);
    }

    private DiagnosisJson.Far compare(int connections) {
        for (var number = 1; number <= connections; number++) {
            side.add(story(number));
        }
        side.ends(0, "");
        for (var number = 1; number <= connections; number++) {
            side.waits(story(number));
        }
        var told = new AtomicInteger();
        side.together(0, diagnosis -> told.incrementAndGet());
        assertThat(told.get()).isEqualTo(side.found().matched());
        return side.found();
    }

    @Test
    void allAreComparedAsLongAsTheyAreFew() {
        assertThat(compare(FarSide.MOST)).isEqualTo(new DiagnosisJson.Far("far.pcap", 4096, 4096, 4096, ""));
        assertThat(side.isBounded()).isFalse();
    }

    @Test
    void whatIsNotLookedForIsNotCountedAsIfItWere() {
        assertThat(compare(FarSide.MOST + 900)).isEqualTo(new DiagnosisJson.Far("far.pcap", 4096, 4096, 4096, ""));
        assertThat(side.isBounded()).isTrue();
    }
}
