package io.waflab.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.journal.ConnectionStory;
import io.waflab.journal.Sight;
import io.waflab.journal.TlsShown;
import io.waflab.journal.Traffic;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiagnosisTextTest {

    @Test
    void theFindingComesBeforeItsEvidence() {
        assertThat(DiagnosisText.of(Diagnoses.CUSTOMER, Sentences.in(Language.EN), Style.FILE))
                .startsWith("""
                        #7  10.0.0.5:51544 → 47.1.2.3:443
                            TLSv1.2, <b>\\x1b[2J, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, 13 packets, 900
                            bytes from the client, 4000 from the server
                            server-idle-timeout, 97 % sure
                            closed by the server: close_notify+fin; phase: idle; after 119.89 s of
                            silence
                            last data: frame 7; the end begins: frame 9

                          the server closes TCP in the same instant

                          What shows it
                          • data, 448 bytes

                          What the programs would say
                          • OkHttp: unexpected end of stream

                          What to change
                          • the client closes TCP

                          What it may be instead
                          • response-cut: open

                          What crossed the wire
                        """);
    }

    @Test
    void noLineIsWiderThanATerminalInEitherLanguage() {
        for (var language : Language.values()) {
            assertThat(DiagnosisText.of(Diagnoses.CUSTOMER, Sentences.in(language), Style.FILE)
                            .lines())
                    .allSatisfy(line -> assertThat(Words.columns(line)).isLessThanOrEqualTo(80));
        }
    }

    @Test
    void chineseIsChineseThroughout() {
        assertThat(DiagnosisText.of(Diagnoses.CUSTOMER, Sentences.in(Language.ZH), Style.FILE))
                .contains("由服务器关闭", "依据", "静默 119.890 秒", "客户端发起 TCP 连接")
                .doesNotContain("the client", "the server", "silence");
    }

    @Test
    void whereNoVersionWasChosenItIsSaidWhatIsKnown() {
        assertThat(facts("", 0, 0)).isEqualTo("3 packets, 0 bytes from the client, 0 from the server");
        assertThat(facts("", 60, 0)).startsWith("no TLS, 3 packets");
        assertThat(facts("", 60, 1)).startsWith("TLS, its hellos not in the capture, 3 packets");
        assertThat(facts("", 60, 1, new Sight(false, 0, 0))).startsWith("TLS, begun before the capture, 3 packets");
        assertThat(facts("0".repeat(64), 60, 1)).startsWith("TLS, no version agreed on, 3 packets");
    }

    private static String facts(String clientRandom, long bytes, long records) {
        return facts(clientRandom, bytes, records, Sight.WHOLE);
    }

    private static String facts(String clientRandom, long bytes, long records, Sight sight) {
        var tls = new TlsShown("", "", "", List.of(), "", false, false, -1, clientRandom, "");
        var story = new ConnectionStory(
                1, "a", "b", 0, tls, new Traffic(3, bytes, records, 0, 0), Traffic.NONE, sight, List.of(), 0);
        return DiagnosisText.facts(story, Sentences.in(Language.EN));
    }
}
