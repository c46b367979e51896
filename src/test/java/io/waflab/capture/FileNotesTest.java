package io.waflab.capture;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.capture.CaptureSummary.Comment;
import io.waflab.capture.CaptureSummary.Interface;
import org.junit.jupiter.api.Test;

class FileNotesTest {

    private final FileNotes notes = new FileNotes();

    @Test
    void noMoreThanTheBoundsIsKept() {
        for (var i = 0; i < 300; i++) {
            notes.add(new Interface("eth" + i, "ethernet", 0));
            notes.comment(i, "x".repeat(2_000));
        }

        assertThat(notes.interfaces()).hasSize(256);
        assertThat(notes.comments()).hasSize(256).contains(new Comment(255, "x".repeat(1_024)));
    }

    @Test
    void secretsAreKeptLineBehindLine() {
        notes.secrets("CLIENT_RANDOM 01 02".getBytes(US_ASCII));
        notes.secrets("CLIENT_RANDOM 03 04\n".getBytes(US_ASCII));

        assertThat(notes.keyLog()).isEqualTo("CLIENT_RANDOM 01 02\nCLIENT_RANDOM 03 04\n");
    }

    @Test
    void secretsBeyond16MebibytesAreLeftOutWhole() {
        notes.secrets(new byte[10 << 20]);
        notes.secrets(new byte[10 << 20]);
        notes.secrets("CLIENT_RANDOM 01 02".getBytes(US_ASCII));

        assertThat(notes.keyLog()).hasSize((10 << 20) + 1 + 20).endsWith("CLIENT_RANDOM 01 02\n");
    }
}
