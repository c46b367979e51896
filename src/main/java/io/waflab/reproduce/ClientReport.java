package io.waflab.reproduce;

import io.waflab.journal.Observation;
import java.util.List;
import java.util.Optional;

/**
 * What a played script showed.
 *
 * @param story every observation of the connection, in order
 * @param omitted observations that the story's bound left out
 * @param results one for each step that was played
 * @param responses in order
 * @param end how the peer was seen to end
 * @param localPort of the client's socket; 0 when it never connected
 * @param records the TLS records of the wire
 * @param reached whether TCP was opened
 */
public record ClientReport(
        List<Observation> story,
        long omitted,
        List<StepResult> results,
        List<Response> responses,
        EndSeen end,
        int localPort,
        List<TlsRecord> records,
        boolean reached) {

    public ClientReport {
        story = List.copyOf(story);
        results = List.copyOf(results);
        responses = List.copyOf(responses);
        records = List.copyOf(records);
    }

    /** Why nothing was played; empty where the server was reached. */
    public Optional<String> unreached() {
        return results.stream()
                .filter(result -> !reached && !result.worked())
                .map(result -> result.told().replaceFirst("^" + ClientPlayer.STOPPED, ""))
                .findFirst();
    }

    /** Whether every expectation was met; without any, whether the script was played to its end. */
    public boolean asExpected() {
        var expectations = results.stream()
                .filter(result -> result.step().kind() == StepKind.EXPECT)
                .toList();
        return expectations.isEmpty()
                ? results.stream().noneMatch(result -> result.told().startsWith(ClientPlayer.STOPPED))
                : expectations.stream().allMatch(StepResult::worked);
    }
}
