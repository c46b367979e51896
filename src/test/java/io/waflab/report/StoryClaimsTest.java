package io.waflab.report;

import static io.waflab.report.Verdict.AGREES;
import static io.waflab.report.Verdict.DIFFERS;
import static io.waflab.report.Verdict.NOT_VISIBLE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StoryClaimsTest {

    private static final Scale TEN = new Scale(10);
    private static final Duration TIMEOUT = Duration.ofSeconds(120);

    @Test
    void a504AndTheEndRightBehindItIsTheReadTimeout() {
        var story = Stories.of(
                "50 CLIENT DATA 66 0",
                "12051 SERVER DATA 700 0",
                "12051.1 SERVER ALERT 26 0",
                "12051.2 SERVER FIN 0 0");

        assertThat(verdicts(StoryClaims.readTimeout(story, TEN, TIMEOUT, Optional.of(504))))
                .containsExactly(AGREES, AGREES, AGREES, AGREES);
        assertThat(verdicts(StoryClaims.readTimeout(story, TEN, TIMEOUT, Optional.empty())))
                .containsExactly(AGREES, NOT_VISIBLE, AGREES, AGREES);
        assertThat(verdicts(StoryClaims.readTimeout(story, TEN, TIMEOUT, Optional.of(502))))
                .containsExactly(AGREES, DIFFERS, AGREES, AGREES);
    }

    @Test
    void aConnectionThatIsKeptAfterThe504IsSeen() {
        var story = Stories.of(
                "50 CLIENT DATA 66 0", "12051 SERVER DATA 700 0", "24051 SERVER ALERT 26 0", "24052 SERVER FIN 0 0");

        assertThat(verdicts(StoryClaims.readTimeout(story, TEN, TIMEOUT, Optional.of(504))))
                .containsExactly(AGREES, AGREES, DIFFERS, AGREES);
    }

    @Test
    void noAnswerAtAllDiffersInEveryClaim() {
        var story = Stories.of("50 CLIENT DATA 66 0", "60 SERVER FIN 0 0");

        assertThat(verdicts(StoryClaims.readTimeout(story, TEN, TIMEOUT, Optional.of(0))))
                .containsOnly(DIFFERS);
    }

    @Test
    void aSilentTunnelEndsWithoutACloseFrame() {
        var story = Stories.of("50 SERVER DATA 28 0", "12050 SERVER ALERT 19 0", "12050.1 SERVER FIN 0 0");
        var withCloseFrame = Stories.of(
                "50 SERVER DATA 28 0", "12050 SERVER DATA 26 0", "12050.1 SERVER ALERT 19 0", "12050.2 SERVER FIN 0 0");

        assertThat(verdicts(StoryClaims.webSocket(story, TEN, TIMEOUT))).containsExactly(AGREES, AGREES, AGREES);
        assertThat(verdicts(StoryClaims.webSocket(withCloseFrame, TEN, TIMEOUT)))
                .containsExactly(DIFFERS, AGREES, DIFFERS);
    }

    @Test
    void aRequestAfterTheFinIsAnsweredByReset() {
        var story = Stories.of(
                "50 SERVER DATA 28 0",
                "12050 SERVER ALERT 26 0",
                "12050.1 SERVER FIN 0 0",
                "12350 CLIENT DATA 66 0",
                "12350.1 SERVER RST 0 0");

        assertThat(verdicts(StoryClaims.race(story, TEN, Source.PACKETS, TIMEOUT)))
                .containsExactly(AGREES, AGREES, AGREES, AGREES);
    }

    @Test
    void withoutPacketsTheResetMayNotBeVisible() {
        var story = Stories.of(
                "50 SERVER DATA 28 0", "12050 SERVER ALERT 26 0", "12050.1 SERVER FIN 0 0", "12350 CLIENT DATA 66 0");

        assertThat(verdicts(StoryClaims.race(story, TEN, Source.SOCKETS, TIMEOUT)))
                .containsExactly(AGREES, AGREES, AGREES, NOT_VISIBLE);
        assertThat(verdicts(StoryClaims.race(story, TEN, Source.PACKETS, TIMEOUT)))
                .containsExactly(AGREES, AGREES, AGREES, DIFFERS);
    }

    @Test
    void aRequestBeforeTheFinIsNoRace() {
        var story = Stories.of("50 CLIENT DATA 66 0", "60 SERVER ALERT 26 0", "61 SERVER FIN 0 0");

        assertThat(verdicts(StoryClaims.race(story, TEN, Source.PACKETS, TIMEOUT)))
                .containsExactly(DIFFERS, AGREES, DIFFERS, DIFFERS);
    }

    private static List<Verdict> verdicts(List<Claim> claims) {
        return claims.stream().map(Claim::verdict).toList();
    }
}
