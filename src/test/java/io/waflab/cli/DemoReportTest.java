package io.waflab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.connection.Peer;
import io.waflab.connection.Side;
import io.waflab.journal.Observation;
import io.waflab.journal.What;
import io.waflab.report.Claim;
import io.waflab.report.Source;
import io.waflab.report.Style;
import io.waflab.report.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DemoReportTest {

    private static final DemoOptions OPTIONS =
            new DemoOptions(DemoStory.IDLE, 10, Path.of("my demo"), "auto", Path.of("certs"));

    @Test
    void theSourceOfTheNumbersIsSaid() {
        assertThat(DemoReport.body(OPTIONS, result(Source.PACKETS, Verdict.AGREES), Style.FILE))
                .contains("The numbers come from the packets themselves.", "The proxy's own log: ended by x");
        assertThat(DemoReport.body(OPTIONS, result(Source.SOCKETS, Verdict.AGREES), Style.FILE))
                .contains("The numbers come from sockets: the proxy's own story,");
    }

    @Test
    void noLineIsWiderThan80Columns() {
        for (var source : Source.values()) {
            assertThat(DemoReport.body(OPTIONS, result(source, Verdict.AGREES), Style.FILE)
                            .lines())
                    .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
        }
    }

    @Test
    void filesAreNamedAsAShellTakesThem() {
        assertThat(DemoReport.files(OPTIONS, result(Source.PACKETS, Verdict.AGREES)))
                .contains("wireshark -o 'tls.keylog_file:my demo/idle.keys' 'my demo/idle.pcap'");
        assertThat(DemoReport.shell("a/b.pcap")).isEqualTo("a/b.pcap");
        assertThat(DemoReport.shell("it's")).isEqualTo("'it'\\''s'");
    }

    @Test
    void onlyAClaimThatDiffersIsRefuted() {
        assertThat(result(Source.SOCKETS, Verdict.AGREES).refuted()).isEmpty();
        assertThat(result(Source.SOCKETS, Verdict.NOT_VISIBLE).refuted()).isEmpty();
        assertThat(result(Source.SOCKETS, Verdict.DIFFERS).refuted()).isPresent();
    }

    @Test
    void whatIsWaitedForIsCounted() {
        assertThat(Waiting.line(Duration.ofMillis(7_240), Duration.ofMillis(7_000)))
                .isEqualTo("  waiting:   7.2 s");
        assertThat(Waiting.line(Duration.ofMillis(7_240), Duration.ofMillis(13_495)))
                .isEqualTo("  waiting:   7.2 s of 13.5 s");
    }

    private static DemoResult result(Source source, Verdict verdict) {
        return new DemoResult(
                List.of(new Observation(0, Side.DOWNSTREAM, Peer.CLIENT, What.OPEN)),
                source,
                List.of(new Claim("It is so.", "1", "customer", "1", "", verdict)),
                "ended by x",
                Optional.of(Path.of("my demo/idle.pcap")),
                Optional.of(Path.of("my demo/idle.keys")),
                "");
    }
}
