package io.waflab.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.waflab.connection.Peer;
import io.waflab.connection.Side;
import io.waflab.diagnose.Diagnosis;
import io.waflab.journal.ConnectionStory;
import io.waflab.journal.Observation;
import io.waflab.journal.Sight;
import io.waflab.journal.TlsShown;
import io.waflab.journal.Traffic;
import io.waflab.journal.What;
import io.waflab.report.Language;
import io.waflab.report.Reproduction;
import io.waflab.report.Sentences;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections without a request, which a path or a server ended before or in place of one. */
class BrokenHandshakeTest {

    @TempDir
    Path folder;

    private final List<Observation> seen = new ArrayList<>();

    private BrokenHandshakeTest add(double at, Peer by, What what, long size, String detail) {
        seen.add(new Observation(Math.round(at * 1e9), Side.DOWNSTREAM, by, what, size, detail, seen.size() + 1));
        return this;
    }

    private BrokenHandshakeTest hello() {
        return add(0, Peer.CLIENT, What.OPEN, 0, "SYN")
                .add(0.02, Peer.SERVER, What.OPEN, 0, "SYN,ACK")
                .add(0.021, Peer.CLIENT, What.ACK, 0, "")
                .add(0.03, Peer.CLIENT, What.HANDSHAKE, 200, "ClientHello");
    }

    private Diagnosis diagnosis(String cause) {
        var tls = new TlsShown("", "lab.test", "", List.of(), "", false, false, -1, "", "");
        var story = new ConnectionStory(
                1, "10.0.0.2:50000", "10.0.0.1:443", 0, tls, Traffic.NONE, Traffic.NONE, Sight.WHOLE, seen, 0);
        var diagnosis = Diagnosis.of(story);
        assertThat(diagnosis.finding().id()).isEqualTo(cause);
        assertThat(diagnosis.finding().phase().word()).isEqualTo("handshake");
        return diagnosis;
    }

    private static LabScenario made(Diagnosis diagnosis) {
        return ScenarioMaker.of(diagnosis, "made.pcap", Optional.of(2.0)).scenario();
    }

    @Test
    @Tag("wire")
    void aClientHelloThatIsLostIsLostAgain() throws Exception {
        hello();
        for (var at : new double[] {0.2, 0.6, 1.4, 3, 6.2}) {
            add(at, Peer.CLIENT, What.RETRANSMISSION, 200, "");
        }
        var made = made(diagnosis("path-silent"));

        assertThat(made.client().steps()).extracting(Step::kind).contains(StepKind.HELLO);
        assertReproduced(made);
    }

    @Test
    @Tag("wire")
    void aClientHelloThatIsAnsweredWithResetIsAgain() throws Exception {
        hello().add(0.05, Peer.SERVER, What.ACK, 0, "").add(0.051, Peer.SERVER, What.RST, 0, "");
        var made = made(diagnosis("server-reset"));

        assertThat(made.path().kind()).isEqualTo(PathDeed.Kind.RESET);
        assertReproduced(made);
    }

    @Test
    @Tag("wire")
    void aResetBehindTheServerHelloComesBehindItAgain() throws Exception {
        hello().add(0.05, Peer.SERVER, What.HANDSHAKE, 120, "ServerHello TLSv1.2")
                .add(0.1, Peer.CLIENT, What.ACK, 0, "")
                .add(0.3, Peer.SERVER, What.RST, 0, "");
        var made = made(diagnosis("server-reset"));

        assertThat(made.path().kind()).isEqualTo(PathDeed.Kind.BREAK);
        assertReproduced(made);
    }

    @Test
    @Tag("wire")
    void aClientHelloThatIsNotAnsweredIsNotAgain() throws Exception {
        hello().add(0.05, Peer.SERVER, What.ACK, 0, "").add(3.03, Peer.CLIENT, What.FIN, 0, "");
        var made = made(diagnosis("handshake-aborted-by-client"));

        assertThat(made.path()).isEqualTo(new PathDeed(PathDeed.Kind.FORGET, Duration.ZERO));
        assertReproduced(made);
    }

    private void assertReproduced(LabScenario made) throws Exception {
        var place = new ScenarioRun.Place(
                folder.resolve("lab.pcap"), folder.resolve("lab.keys"), folder.resolve("certs"), true, false);
        try (var run = ScenarioRun.start(made, place)) {
            assumeTrue(run.recordingTool().isPresent(), run.notPackets());
            var reproduction = ScenarioVerdict.of("made", made, Optional.empty(), run.play(), false);
            assertThat(reproduction.reproduced()).as(verdict(reproduction)).isTrue();
        }
    }

    private static String verdict(Reproduction reproduction) {
        return Sentences.in(Language.EN).text(reproduction.verdict());
    }

    @Test
    void withoutARequestToPlayOneIsRefusedInASentence() {
        var none = new Exchanges(new ScenarioDraft(), List.of(), 0);

        assertThatThrownBy(none::playButTheLastRequest)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "the capture shows neither a request nor an answer (expected one that the lab can play again)");
    }
}
