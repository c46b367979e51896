package io.waflab.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.diagnose.Summary;
import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryTextTest {

    private static Summary threeAlike() {
        var summary = new Summary();
        for (var i = 0; i < 3; i++) {
            summary.add(Diagnoses.CUSTOMER);
        }
        return summary;
    }

    @Test
    void causesAndSilencesAreCountedAndTheRestIsNamed() {
        assertThat(SummaryText.of(
                        threeAlike(),
                        List.of(Diagnoses.CUSTOMER),
                        Sentences.in(Language.EN),
                        new Style(80, false, false)))
                .isEqualTo("""

                          Connections by what ended them
                                 3  server-idle-timeout

                          Silence before the end
                                   120 s  ##############################         3

                          Worth opening (--conn N shows one whole, --all every one)
                            #7  10.0.0.5:51544 -> 47.1.2.3:443  server-idle-timeout
                        """);
    }

    @Test
    void theHtmlHasABarForEachLengthAndALinkToEachSection() {
        assertThat(SummaryHtml.of(threeAlike(), List.of(Diagnoses.CUSTOMER), Sentences.in(Language.ZH)))
                .contains("<rect class=\"bar\" x=\"120\" y=\"4\" width=\"420\"", ">120 秒<", ">3<", "href=\"#c7\"");
    }
}
