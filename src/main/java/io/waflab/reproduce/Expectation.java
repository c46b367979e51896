package io.waflab.reproduce;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What an {@code expect} step asks of the run so far. */
interface Expectation {

    /** @param last the last response read */
    boolean met(Ended ended, Optional<Response> last);

    /** @throws IllegalArgumentException for words that expect nothing known */
    static Expectation parse(String text) {
        if (text.matches("status=\\d{3}")) {
            int status = Integer.parseInt(text.substring(7));
            return (ended, last) ->
                    last.filter(response -> response.status() == status).isPresent();
        }
        if (text.equals("complete")) {
            return (ended, last) -> last.filter(Response::complete).isPresent();
        }
        if (text.equals("cut-short")) {
            return (ended, last) ->
                    last.filter(response -> !response.complete()).isPresent();
        }
        var expected = Arrays.stream(Ended.values())
                .filter(known -> known.word().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("\"" + Printable.of(text) + "\" is none of "
                        + Arrays.stream(Ended.values()).map(Ended::word).collect(Collectors.joining(", "))
                        + ", status=N, complete, cut-short"));
        return (ended, last) -> ended == expected;
    }
}
