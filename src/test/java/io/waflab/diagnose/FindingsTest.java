package io.waflab.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.connection.Cause;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every cause, from the stories that show it; the fields as JSON writes them: cause closed_by how phase gap. */
class FindingsTest {

    static final String RETRIED = "";
    static final String MISSED = "not in the capture";
    static final String HIDDEN_BY_PLACE = "encrypted, by its place: session tickets or settings";

    /** Every story, whatever it ended by. */
    static Stream<Arguments> stories() {
        return Stream.of(
                        HandshakeStories.connecting(),
                        HandshakeStories.shakingHands(),
                        IdleStories.idling(),
                        ExchangeStories.asking(),
                        ExchangeStories.answering(),
                        PathStories.onThePath(),
                        ReadStories.readable())
                .flatMap(stream -> stream);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stories")
    void saysWhatEndedIt(String name, Told told, String expected) {
        assertThat(said(Diagnosis.of(told.story()).finding())).isEqualTo(expected);
    }

    static String said(Finding finding) {
        return String.join(
                " ",
                finding.id(),
                finding.closedBy().map(peer -> peer.name().toLowerCase()).orElse("neither"),
                finding.how().word(),
                finding.phase().word(),
                finding.gap()
                        .map(gap -> String.format("%.1f", gap.toNanos() / 1e9))
                        .orElse("-"));
    }

    static Arguments is(String name, Told told, String expected) {
        return Arguments.of(name, told, expected);
    }

    static Finding finding(Told told) {
        return Diagnosis.of(told.story()).finding();
    }

    @Test
    void everyCauseOfAConnectionIsSaidByAStory() {
        var said = stories()
                .map(arguments -> ((String) arguments.get()[2]).split("[ :]")[0])
                .toList();
        assertThat(Arrays.stream(Cause.values()).map(Cause::id))
                .filteredOn(id -> !id.equals("shutdown"))
                .allSatisfy(id -> assertThat(said).contains(id));
    }
}
