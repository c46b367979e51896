package io.waflab.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.capture.CaptureSummary.Comment;
import io.waflab.capture.CaptureSummary.Others;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CaptureSummaryTest {

    @Test
    void everyKindOfOtherPacketCounts() {
        assertThat(new Others(1, 20, 300, 4_000).all()).isEqualTo(4_321);
    }

    @Test
    void itDoesNotChangeWithTheReadersLists() {
        var comments = new ArrayList<>(List.of(new Comment(1, "here")));
        var summary = new CaptureSummary(
                "pcap", 1, new Others(0, 0, 0, 0), 1, 0, 0, 0, List.of(), comments, "", Optional.empty());

        comments.clear();

        assertThat(summary.comments()).containsExactly(new Comment(1, "here"));
    }
}
