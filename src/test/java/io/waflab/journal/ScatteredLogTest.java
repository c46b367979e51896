package io.waflab.journal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.journal.ScatteredLog.Keeping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScatteredLogTest {

    @TempDir
    private Path folder;

    private final List<Path> failed = new CopyOnWriteArrayList<>();

    private ScatteredLog log(Keeping keeping) {
        return new ScatteredLog(keeping, (file, failure) -> failed.add(file));
    }

    private static byte[] line(String text) {
        return (text + "\n").getBytes(US_ASCII);
    }

    private String text(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    @Test
    void linesGoToTheFilesTheyNameAndAreThereWhenItIsClosed() throws Exception {
        try (var log = log(Keeping.NOTHING)) {
            log.line(folder.resolve("a"), line("1"));
            log.line(folder.resolve("b"), line("2"));
            log.line(folder.resolve("a"), line("3"));
            log.line(folder.resolve("no/folder"), line("4"));
        }
        assertThat(text("a")).isEqualTo("1\n3\n");
        assertThat(text("b")).isEqualTo("2\n");
        assertThat(failed).containsExactly(folder.resolve("no/folder"));
    }

    @Test
    void aFileThatIsUsedOftenStaysOpenWhoeverMovesIt() throws Exception {
        var moved = folder.resolve("moved");
        try (var log = log(new Keeping(2, Duration.ofSeconds(60), 2))) {
            log.line(folder.resolve("often"), line("1"));
            log.line(folder.resolve("often"), line("2"));
            log.line(folder.resolve("once"), line("1"));
            log.line(folder.resolve("flushed"), line("x"));
            while (Files.notExists(folder.resolve("flushed"))) {
                Thread.onSpinWait();
            }
            Files.move(folder.resolve("once"), moved);
            log.line(folder.resolve("once"), line("2"));
        }
        assertThat(text("often")).isEqualTo("1\n2\n");
        assertThat(text("once")).isEqualTo("2\n");
        assertThat(text("moved")).isEqualTo("1\n");
    }
}
