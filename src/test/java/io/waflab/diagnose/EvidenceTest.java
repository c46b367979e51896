package io.waflab.diagnose;

import static io.waflab.diagnose.FindingsTest.finding;
import static io.waflab.diagnose.FindingsTest.said;
import static io.waflab.diagnose.HandshakeStories.hello;
import static io.waflab.diagnose.PathStories.repeated;
import static io.waflab.diagnose.ReadStories.plain;
import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.journal.Sight;
import io.waflab.journal.What;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What else is said of a connection's end: the sentence, its evidence, whose timer it may have been, and what to do. */
class EvidenceTest {

    @Test
    void aServerThatSaysNothingIsNotTakenForACertificateThatNobodyLikes() {
        var finding =
                Diagnosis.of(hello().client(3.01, What.FIN, 0, "").story()).finding();

        assertThat(finding.sentence())
                .isEqualTo(Sentence.of("finding.handshake-aborted-by-client.unanswered", Duration.ofSeconds(3)));
        assertThat(finding.evidence())
                .contains(Sentence.of("evidence.hello-unanswered", 4), Sentence.of("evidence.client-left", 5));
        assertThat(finding.alternatives()).isEmpty();
        assertThat(finding.advice()).doesNotContain(Sentence.of("advice.chain"), Sentence.of("advice.client-log"));
        assertThat(finding.symptoms())
                .isNotEmpty()
                .noneMatch(said ->
                        said.text().contains("certificat") || said.text().contains("PKIX"));
    }

    @Test
    void aCaptureWithoutTheServersPacketsDoesNotSayThatItWasSilent() {
        var begunLate = hello().client(3.01, What.FIN, 0, "").sight(new Sight(false, 0, 0));
        var finding = Diagnosis.of(begunLate.story()).finding();

        assertThat(finding.sentence().key()).doesNotContain("unanswered");
    }

    @Test
    void whoIsHeardAgainTooLateIsNotSaidToBeNeverHeard() {
        var asked = Told.tls12().ask(0.1, 90).answer(0.2, 500).ask(30, 90);
        var never = Diagnosis.of(repeated(asked, 90).story()).finding();
        var late = Diagnosis.of(
                        repeated(Told.tls12().ask(0.1, 90).answer(0.2, 500).ask(30, 90), 90)
                                .answer(60, 500)
                                .client(60.1, What.FIN, 0, "")
                                .story())
                .finding();

        assertThat(never.sentence().key()).isEqualTo("finding.path-silent");
        assertThat(never.evidence()).anyMatch(said -> said.key().equals("evidence.sent-again"));
        assertThat(late.sentence()).isEqualTo(Sentence.of("finding.path-silent.late", Duration.ofSeconds(30)));
        assertThat(late.evidence())
                .anyMatch(said -> said.key().equals("evidence.sent-again-late")
                        && said.arguments().contains(Duration.ofSeconds(30)))
                .noneMatch(said -> said.key().equals("evidence.sent-again"));
    }

    @Test
    void explainsTheLateResetAndNamesTheTimer() {
        var finding = Diagnosis.of(Told.tls12()
                        .ask(0.1, 90)
                        .answer(0.2, 500)
                        .serverCloses(120.09)
                        .client(135.04, What.RST, 0, "")
                        .story())
                .finding();
        assertThat(finding.evidence()).extracting(Sentence::key).contains("evidence.late-reset", "evidence.misses");
        assertThat(finding.timer().orElseThrow().fits().get(0).profile().product())
                .startsWith("Alibaba Cloud WAF 3.0");
        assertThat(finding.symptoms()).isNotEmpty();
        assertThat(finding.entries()).contains("idle-close-observed-late");
    }

    /** What keys settle: the gateway's own timer says 504; 502 is an origin that hung up. */
    @Test
    void aLate502IsTheOriginsAndALate504TheGateways() {
        var failed = finding(Told.tls12()
                .ask(0.1, 90)
                .server(6.1, What.RESPONSE, 502, "HTTP/1.1 502 Bad Gateway [150 of 150 bytes]")
                .client(6.11, What.FIN, 0, ""));
        var timedOut = finding(Told.tls12()
                .ask(0.1, 90)
                .server(6.1, What.RESPONSE, 504, "HTTP/1.1 504 Gateway Time-out [160 of 160 bytes]")
                .client(6.11, What.FIN, 0, ""));

        assertThat(failed.id()).isEqualTo("upstream-failed-at-once");
        assertThat(failed.sentence().key()).isEqualTo("finding.upstream-failed-at-once.late");
        assertThat(failed.evidence())
                .extracting(Sentence::key)
                .contains("evidence.late-answer-read", "evidence.status")
                .doesNotContain("evidence.late-answer");
        assertThat(timedOut.id()).isEqualTo("response-timeout");
    }

    /** A gateway answers an origin that it cannot reach as it does one that is silent, and its timer is another one. */
    @Test
    void aLateErrorMayBeOfAnOriginThatCouldNotBeReached() {
        var five = finding(Told.tls12().ask(0.1, 90).answer(5.1, 500).client(5.11, What.FIN, 0, ""));
        var sixty = finding(Told.tls12().ask(0.1, 90).answer(60.1, 500).client(60.11, What.FIN, 0, ""));
        var read = finding(plain("GET / HTTP/1.1")
                .server(5.1, What.RESPONSE, 504, "HTTP/1.1 504 Gateway Time-out [160 of 160 bytes]")
                .client(5.11, What.FIN, 0, ""));

        assertThat(List.of(five.id(), sixty.id(), read.id())).containsOnly("response-timeout");
        assertThat(settings(five, "evidence.fits-connect")).contains("ConnectTimeout");
        assertThat(five.evidence()).extracting(Sentence::key).doesNotContain("evidence.round");
        assertThat(settings(sixty, "evidence.fits")).contains("proxy_read_timeout");
        assertThat(settings(sixty, "evidence.fits-connect")).containsExactly("proxy_connect_timeout");
        assertThat(sixty.advice()).contains(Sentence.of("advice.connect-timeout"));
        assertThat(settings(read, "evidence.fits-connect"))
                .as("a connection that the WAF could not make is a 502")
                .containsExactly("connect");
    }

    private static List<Object> settings(Finding finding, String key) {
        return finding.evidence().stream()
                .filter(said -> said.key().equals(key))
                .map(said -> said.arguments().get(2))
                .toList();
    }

    /** A device that forgot the connection did so before the packet that it answers: its timer is the longest in that pause. */
    @Test
    void whatForgetsAConnectionAfterThatTimeIsNamed() {
        var asked = finding(
                Told.tls12().ask(0.1, 90).answer(0.2, 500).ask(350.3, 90).server(350.31, What.RST, 0, ""));
        var unasked = finding(Told.tls12().ask(0.1, 90).answer(0.2, 500).server(350.2, What.RST, 0, ""));
        var survived = finding(Told.tls12()
                .ask(0.1, 90)
                .answer(0.2, 500)
                .ask(310, 90)
                .answer(310.1, 500)
                .ask(680, 90)
                .server(680.01, What.RST, 0, ""));
        var awsNlb = Sentence.of(
                "evidence.outlasts",
                Duration.ofMillis(350_100),
                "AWS NLB",
                "TCP idle timeout",
                Duration.ofSeconds(350));

        assertThat(List.of(asked.id(), unasked.id(), survived.id())).containsOnly("path-reset");
        assertThat(asked.evidence()).contains(awsNlb);
        assertThat(asked.sentence().key()).isEqualTo("finding.path-reset");
        assertThat(unasked.timer().orElseThrow().fits())
                .extracting(fit -> fit.profile().product())
                .contains("AWS NLB");
        assertThat(unasked.sentence()).isEqualTo(Sentence.of("finding.path-reset.unasked", Duration.ofSeconds(350)));
        assertThat(List.of(asked, unasked))
                .allSatisfy(finding -> assertThat(finding.evidence())
                        .extracting(Sentence::key)
                        .doesNotContain("evidence.round", "evidence.not-round"));
        assertThat(survived.evidence())
                .filteredOn(said -> said.key().equals("evidence.outlasts"))
                .extracting(said -> said.arguments().get(1))
                .containsExactly("AWS NLB", "AWS NAT gateway");
    }

    @Test
    void adviceNamesTheSecondsThatSomebodySet() {
        var nearly = finding(Told.tls12().ask(0.1, 90).answer(0.2, 500).serverCloses(5.216));
        var between = finding(Told.tls12().ask(0.1, 90).answer(0.2, 500).serverCloses(5.7));

        assertThat(nearly.advice().get(0)).isEqualTo(Sentence.of("advice.client-below-server", Duration.ofSeconds(5)));
        assertThat(between.advice().get(0))
                .isEqualTo(Sentence.of("advice.client-below-server", Duration.ofMillis(5500)));
    }

    @Test
    void anAnswerThatGoesOnBehindAGapIsNotSaidToBeWhole() {
        var gap = finding(plain("GET / HTTP/1.1")
                .server(0.2, What.RESPONSE, 200, "HTTP/1.1 200 OK [210 bytes, then a gap]")
                .server(60.2, What.FIN, 0, ""));

        assertThat(gap.id()).isEqualTo("server-idle-timeout");
        assertThat(gap.evidence()).extracting(Sentence::key).doesNotContain("evidence.response-whole");
    }

    @Test
    void whatTheReadingLetGoOfIsSaid() {
        var letGo = Diagnosis.of(Told.tls12()
                        .ask(0.1, 90)
                        .sight(new Sight(true, 0, 0, 0, 0, 1, 2, true))
                        .story())
                .finding();

        assertThat(letGo.evidence()).extracting(Sentence::key).contains("evidence.let-go");
    }
}
