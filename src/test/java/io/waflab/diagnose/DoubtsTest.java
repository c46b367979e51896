package io.waflab.diagnose;

import static io.waflab.diagnose.FindingsTest.MISSED;
import static io.waflab.diagnose.FindingsTest.finding;
import static io.waflab.diagnose.FindingsTest.said;
import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.journal.Sight;
import io.waflab.journal.What;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a capture does not show makes a finding less sure, and what else it may have been is said. */
class DoubtsTest {

    /** Pages of applications take as long, and a request that broke off looks as a whole one does. */
    @Test
    void whatOnlyKeysWouldTellIsSaidWithLessConfidence() {
        var soon = finding(Told.tls12().ask(0.1, 90).answer(3.1, 500).client(3.11, What.FIN, 0, ""));
        var late = finding(Told.tls12().ask(0.1, 90).answer(60.1, 500).client(60.11, What.FIN, 0, ""));
        var unknownPage = finding(Told.tls12().ask(0.1, 70).answer(4.1, 500).serverCloses(4.1001));
        var partOrPage = finding(Told.tls12().ask(0.1, 324).answer(4.1, 500).serverCloses(4.1001));
        var nodes408 = finding(Told.tls12().ask(0.1, 70).answer(4.1, 24 + 51).serverCloses(4.1001));
        var idle = finding(Told.tls12().ask(0.1, 90).answer(0.2, 500).serverCloses(6.2));

        assertThat(List.of(soon.id(), late.id())).containsOnly("response-timeout");
        assertThat(soon.confidence()).isLessThan(0.7).isLessThan(late.confidence());
        assertThat(List.of(unknownPage.id(), nodes408.id())).containsOnly("header-timeout");
        assertThat(unknownPage.confidence()).isLessThan(nodes408.confidence());
        assertThat(partOrPage.id()).isEqualTo("body-timeout");
        assertThat(partOrPage.confidence()).isLessThan(0.6);
        assertThat(partOrPage.alternatives())
                .contains(new Finding.Alternative("response-cut", Sentence.of("tells.keys-status")));
        assertThat(unknownPage.alternatives())
                .contains(new Finding.Alternative("response-timeout", Sentence.of("tells.keys-status")));
        assertThat(idle.alternatives())
                .contains(new Finding.Alternative("body-timeout", Sentence.of("tells.keys-request")));
    }

    @Test
    void aSilenceInWhichTheClockWasSetBackHasNoLength() {
        var inSilence = finding(Told.tls12().ask(100, 90).answer(100.1, 500).serverCloses(20.1));
        var before = finding(Told.tls12()
                .ask(100, 90)
                .answer(100.1, 500)
                .ask(20, 90)
                .answer(20.1, 500)
                .serverCloses(95.1));
        var jitter = finding(Told.tls12().ask(1, 90).answer(0.9, 500).serverCloses(75.9));

        assertThat(inSilence.gap()).isEmpty();
        assertThat(inSilence.timer()).isEmpty();
        assertThat(inSilence.confidence()).isLessThan(0.6);
        assertThat(inSilence.sentence().key()).isEqualTo("finding.clock-back");
        assertThat(inSilence.alternatives()).extracting(Finding.Alternative::id).contains("server-idle-timeout");
        assertThat(inSilence.evidence().get(0))
                .isEqualTo(Sentence.of("evidence.clock-back", Duration.ofSeconds(80), inSilence.close()));
        assertThat(said(before)).isEqualTo("server-idle-timeout server close_notify+fin idle 75.0");
        assertThat(before.confidence()).isLessThan(0.6);
        assertThat(before.evidence()).extracting(Sentence::key).contains("evidence.clock-back");
        assertThat(jitter.evidence()).extracting(Sentence::key).doesNotContain("evidence.clock-back");
    }

    @Test
    void whoTheClientIsMayBeAGuess() {
        var late = new Sight(false, 0, 0);
        var guessed = finding(new Told()
                .version("TLSv1.2")
                .port(40_000)
                .ask(0, 90)
                .answer(0.1, 500)
                .serverCloses(75.1)
                .sight(late));
        var service = finding(new Told()
                .version("TLSv1.2")
                .ask(0, 90)
                .answer(0.1, 500)
                .serverCloses(75.1)
                .sight(late));
        var greeted = finding(Told.tls12()
                .port(40_000)
                .ask(0.1, 90)
                .answer(0.2, 500)
                .serverCloses(75.2)
                .sight(late));

        assertThat(guessed.confidence()).isLessThanOrEqualTo(0.5);
        assertThat(guessed.evidence()).extracting(Sentence::key).contains("evidence.roles-guessed");
        assertThat(List.of(service, greeted)).allSatisfy(known -> {
            assertThat(known.confidence()).isGreaterThan(0.8);
            assertThat(known.evidence()).extracting(Sentence::key).doesNotContain("evidence.roles-guessed");
        });
    }

    @Test
    void whatWasNotReadMayHaveBeenAHandshake() {
        var unread = new Sight(true, 249, 2);
        var soon = finding(Told.open()
                .client(0.01, What.DATA, 242, MISSED)
                .server(0.02, What.DATA, 7, MISSED)
                .server(0.0201, What.FIN, 0, "")
                .sight(unread));
        var idle = finding(Told.open()
                .client(0.01, What.DATA, 242, MISSED)
                .server(0.02, What.DATA, 70, MISSED)
                .server(75.02, What.FIN, 0, "")
                .sight(unread));

        assertThat(soon.confidence()).isLessThanOrEqualTo(0.5);
        assertThat(soon.alternatives()).extracting(Finding.Alternative::id).contains("handshake-refused");
        assertThat(soon.evidence()).extracting(Sentence::key).contains("evidence.nothing-read");
        assertThat(idle.id()).isEqualTo("server-idle-timeout");
        assertThat(idle.confidence()).isGreaterThan(0.7);
    }

    @Test
    void oneSynAtTheEndOfTheCaptureMayStillBeAnswered() {
        var once = finding(new Told().client(0, What.OPEN, 0, "SYN"));

        assertThat(once.id()).isEqualTo("connect-timeout");
        assertThat(once.confidence()).isLessThanOrEqualTo(0.5);
        assertThat(once.sentence().key()).isEqualTo("finding.connect-timeout.once");
        assertThat(once.alternatives()).extracting(Finding.Alternative::id).contains("still-open");
    }

    @Test
    void blindnessLowersConfidenceAndIsSaid() {
        var whole = Diagnosis.of(Told.tls12()
                        .ask(0.1, 90)
                        .answer(0.2, 500)
                        .serverCloses(75.2)
                        .story())
                .finding();
        var blind = Diagnosis.of(Told.tls12()
                        .ask(0.1, 90)
                        .answer(0.2, 500)
                        .serverCloses(75.2)
                        .sight(new Sight(true, 1448, 0))
                        .story())
                .finding();
        assertThat(blind.confidence()).isLessThan(whole.confidence());
        assertThat(blind.evidence()).extracting(Sentence::key).contains("evidence.absent");
    }

    @Test
    void aSilenceFromTheStartIsAHandshakesOnlyWhereTlsIsSpoken() {
        var unknown = Diagnosis.of(
                        Told.open().port(9999).server(6, What.FIN, 0, "").story())
                .finding();
        var known = Diagnosis.of(
                        Told.open().port(443).server(6, What.FIN, 0, "").story())
                .finding();

        assertThat(unknown.id()).isEqualTo(known.id()).isEqualTo("handshake-timeout");
        assertThat(unknown.confidence()).isLessThan(known.confidence());
        assertThat(unknown.alternatives())
                .extracting(Finding.Alternative::id)
                .containsExactly("unused-connection-timeout");
    }
}
