package io.waflab.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NamedLogsTest {

    private static final NamedLogs.Keeping THREE =
            new NamedLogs.Keeping(3, Duration.ofSeconds(20), Duration.ofMinutes(1), 2);

    @TempDir
    Path temp;

    private final List<Path> failed = Collections.synchronizedList(new ArrayList<>());
    private Path folder;

    @BeforeEach
    void makeFolder() throws Exception {
        folder = Files.createDirectory(temp.resolve("logs"));
    }

    /** Writes a line into each, moves the folder away after that many, and back at the end. */
    private void write(NamedLogs.Keeping keeping, int moveAfter, String... names) throws Exception {
        try (var logs = new NamedLogs((file, failure) -> failed.add(file.getFileName()))) {
            for (int i = 0; i < names.length; i++) {
                if (i == moveAfter) {
                    logs.drain();
                    Files.move(folder, temp.resolve("moved"));
                }
                logs.line(folder.resolve(names[i]), names[i], keeping);
            }
        }
        if (moveAfter < names.length) {
            Files.move(temp.resolve("moved"), folder);
        }
    }

    @Test
    void eachLineGoesToTheFileThatItNames() throws Exception {
        write(NamedLogs.Keeping.NOTHING, 9, "a", "b", "a");
        assertThat(folder.resolve("a")).hasContent("a\na\n");
        assertThat(folder.resolve("b")).hasContent("b\n");
        assertThat(failed).isEmpty();
    }

    @Test
    void withoutACacheAFileIsOpenedForEachLine() throws Exception {
        write(NamedLogs.Keeping.NOTHING, 2, "a", "a", "a");
        assertThat(folder.resolve("a")).hasContent("a\na\n");
        assertThat(failed).containsExactly(Path.of("a"));
    }

    @Test
    void whatIsUsedOftenStaysOpen() throws Exception {
        write(THREE, 3, "often", "often", "once", "often", "once");
        assertThat(folder.resolve("often")).hasContent("often\noften\noften\n");
        assertThat(folder.resolve("once")).hasContent("once\n");
        assertThat(failed).containsExactly(Path.of("once"));
    }

    @Test
    void theLeastRecentlyUsedIsClosedForAnother() throws Exception {
        write(THREE, 8, "a", "a", "b", "b", "c", "c", "d", "d", "a", "d");
        assertThat(folder.resolve("d")).hasContent("d\nd\nd\n");
        assertThat(folder.resolve("a")).hasContent("a\na\n");
    }

    @Test
    void aReopenedFileIsANewOne() throws Exception {
        try (var logs = new NamedLogs((file, failure) -> failed.add(file.getFileName()))) {
            logs.line(folder.resolve("a"), "1", THREE);
            logs.line(folder.resolve("a"), "2", THREE);
            logs.drain();
            Files.move(folder.resolve("a"), folder.resolve("old"));
            logs.reopen();
            logs.line(folder.resolve("a"), "3", THREE);
        }
        assertThat(folder.resolve("a")).hasContent("3\n");
        assertThat(folder.resolve("old")).hasContent("1\n2\n");
    }
}
