package io.waflab.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.connection.Peer;
import io.waflab.connection.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

    @TempDir
    Path folder;

    @Test
    void connectionsAreCountedFromOne() {
        var journal = new Journal(Optional.empty());
        assertThat(journal.nextConnection()).isEqualTo(1);
        assertThat(journal.nextConnection()).isEqualTo(2);
    }

    @Test
    void theLatestFinishedStoriesAreKeptOldestFirst() {
        var journal = new Journal(Optional.empty());
        IntStream.range(0, Journal.FINISHED + 3).forEach(i -> journal.finish(new Story("client " + i, 0)));
        var finished = journal.finished();
        assertThat(finished).hasSize(Journal.FINISHED);
        assertThat(finished.get(0).client()).isEqualTo("client 3");
        assertThat(finished.get(Journal.FINISHED - 1).client()).isEqualTo("client " + (Journal.FINISHED + 2));
    }

    @Test
    void whoToldAFinishedStoryHoldsNothingOfItAnyMore() {
        var journal = new Journal(Optional.empty());
        var told = new Story("a", 0);
        told.add(5, Side.DOWNSTREAM, Peer.SERVER, What.ENDED, 0, "by keepalive_timeout");
        journal.finish(told);
        told.add(6, Side.DOWNSTREAM, Peer.CLIENT, What.RST, 0, "late");
        assertThat(told.observations()).isEmpty();
        assertThat(journal.finished().get(0).observations())
                .containsExactly(
                        new Observation(5, Side.DOWNSTREAM, Peer.SERVER, What.ENDED, 0, "by keepalive_timeout"));
    }

    @Test
    void whatIsGivenOutIsACopy() {
        var journal = new Journal(Optional.empty());
        journal.finish(new Story("a", 0));
        var finished = journal.finished();
        journal.finish(new Story("b", 0));
        assertThat(finished).hasSize(1);
    }

    @Test
    void withoutAFileNothingIsToldOneByOne() {
        var journal = new Journal(Optional.empty());
        assertThat(journal.keepsAll()).isFalse();
        journal.tell(1, "a", new Observation(0, Side.DOWNSTREAM, Peer.CLIENT, What.OPEN));
        journal.close();
    }

    @Test
    void aFileHoldsEveryObservationAsALineOfItsOwn() throws IOException {
        var file = folder.resolve("journal.jsonl");
        try (var journal = new Journal(Optional.of(LineLog.file(file)))) {
            assertThat(journal.keepsAll()).isTrue();
            for (int i = 0; i < 1_000; i++) {
                journal.tell(7, "a", new Observation(i, Side.DOWNSTREAM, Peer.CLIENT, What.DATA, i + 1, ""));
            }
        }
        var lines = Files.readAllLines(file);
        assertThat(lines).hasSize(1_000);
        assertThat(lines.get(999))
                .isEqualTo(ObservationJson.line(
                        7, "a", new Observation(999, Side.DOWNSTREAM, Peer.CLIENT, What.DATA, 1_000, "")));
    }
}
