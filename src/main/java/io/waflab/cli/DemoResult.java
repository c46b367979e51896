package io.waflab.cli;

import io.waflab.journal.Observation;
import io.waflab.report.Claim;
import io.waflab.report.Source;
import io.waflab.report.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a demonstration showed.
 *
 * @param story of the connection between client and proxy
 * @param source of the story's times
 * @param claims each with its verdict
 * @param ended how the proxy's own log tells it; empty when the connection did not end
 * @param packets the capture; empty when none was made
 * @param keyLog the secrets of its connections; empty when the engine gives none
 * @param notPackets why there is no capture; empty when there is one
 */
record DemoResult(
        List<Observation> story,
        Source source,
        List<Claim> claims,
        String ended,
        Optional<Path> packets,
        Optional<Path> keyLog,
        String notPackets) {

    /** The first claim that the measured numbers do not bear out. */
    Optional<Claim> refuted() {
        return claims.stream()
                .filter(claim -> claim.verdict() == Verdict.DIFFERS)
                .findFirst();
    }
}
