package io.waflab.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClaimsTextTest {

    private static final Claim CLAIM =
            new Claim("It closes.", "12.001 s", "customer", "119.89 s (± 1.20 s)", "the timer", Verdict.DIFFERS);

    @Test
    void eachNumberStandsBesideTheExpectedOne() {
        assertThat(ClaimsText.of(List.of(CLAIM), Style.FILE)).isEqualTo("""
                1.  It closes.                                                           DIFFERS
                    measured    12.001 s
                    customer    119.89 s (± 1.20 s)
                    why         the timer
                """);
    }

    @Test
    void noLineIsWiderThanTheStyleAndAsciiIsKept() {
        var claims = FiveObservations.of(Stories.CUSTOMER, new Scale(1), Source.PACKETS, Optional.of(32L));

        for (var width : List.of(60, 80)) {
            assertThat(ClaimsText.of(claims, new Style(width, false, false)).lines())
                    .allSatisfy(line ->
                            assertThat(line).hasSizeLessThanOrEqualTo(width).matches("\\p{ASCII}*"));
        }
    }

    @Test
    void aMeasuredTextCannotControlTheTerminal() {
        var evil = new Claim("x", "\u001b[2J", "customer", "y", "", Verdict.AGREES);

        assertThat(ClaimsText.of(List.of(evil), Style.FILE))
                .contains("\\x1b[2J")
                .doesNotContain("\u001b");
    }
}
