package io.waflab.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class NamedLogsTest {

    private static final NamedLogs.Keeping THREE =
            new NamedLogs.Keeping(3, Duration.ofSeconds(20), Duration.ofMinutes(1), 2);

    @TempDir
    Path temp;

    private final List<Path> failed = Collections.synchronizedList(new ArrayList<>());
    private final List<Long> lost = Collections.synchronizedList(new ArrayList<>());
    private Path folder;

    @BeforeEach
    void makeFolder() throws Exception {
        folder = Files.createDirectory(temp.resolve("logs"));
    }

    /** Writes a line into each, moves the folder away after that many, and back at the end. */
    private void write(NamedLogs.Keeping keeping, int moveAfter, String... names) throws Exception {
        try (var logs = new NamedLogs((file, failure) -> failed.add(file.getFileName()), lost::add)) {
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
        try (var logs = new NamedLogs((file, failure) -> failed.add(file.getFileName()), lost::add)) {
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

    @Test
    void whatASlowDiskLeavesNoRoomForIsCountedAndSaid() throws Exception {
        var free = new CountDownLatch(1);
        try (var logs = stuck(free)) {
            var megabyte = "x".repeat(1 << 20);
            for (int i = 0; i < 20; i++) {
                logs.line(folder.resolve("a"), megabyte, THREE);
            }
            free.countDown();
            logs.drain();
            assertThat(lost).containsExactly(5L);
            assertThat(folder.resolve("a")).hasSize(15 * (megabyte.length() + 1L));
            logs.line(folder.resolve("b"), "room again", THREE);
        }
        assertThat(folder.resolve("b")).hasContent("room again\n");
        assertThat(lost).containsExactly(5L);
    }

    @Test
    void manySmallLinesAreBoundedToo() throws Exception {
        var free = new CountDownLatch(1);
        try (var logs = stuck(free)) {
            for (int i = 0; i < 70_000; i++) {
                logs.line(folder.resolve("a"), "", THREE);
            }
            free.countDown();
        }
        assertThat(lost).containsExactly(70_000L - (LineLog.MOST_PENDING >> 8));
    }

    @Test
    void aLineThatFailsUnexpectedlyStopsNoOther() throws Exception {
        Path nowhere;
        try (var archive = FileSystems.newFileSystem(temp.resolve("a.zip"), Map.of("create", "true"))) {
            nowhere = archive.getPath("closed");
        }
        try (var logs = new NamedLogs((file, failure) -> failed.add(file), lost::add)) {
            logs.line(nowhere, "1", NamedLogs.Keeping.NOTHING);
            logs.line(folder.resolve("a"), "2", NamedLogs.Keeping.NOTHING);
            logs.drain();
            assertThat(failed).containsExactly(nowhere);
            assertThat(folder.resolve("a")).hasContent("2\n");
        }
    }

    @Test
    void nobodyWaitsForAWriterThatIsNoMore() throws Exception {
        var before = Thread.getDefaultUncaughtExceptionHandler();
        var died = new CountDownLatch(1);
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> died.countDown());
        try (var logs = new NamedLogs(
                (file, failure) -> {
                    throw new IllegalStateException("a defect");
                },
                lost::add)) {
            logs.line(temp.resolve("missing/file"), "1", NamedLogs.Keeping.NOTHING);
            logs.line(folder.resolve("a"), "2", NamedLogs.Keeping.NOTHING);
            logs.drain();
            await(died);
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
        assertThat(folder.resolve("a")).doesNotExist();
    }

    /** Their writer is held by a first line until it is let free. */
    private NamedLogs stuck(CountDownLatch free) {
        var reached = new CountDownLatch(1);
        var logs = new NamedLogs(
                (file, failure) -> {
                    reached.countDown();
                    await(free);
                },
                lost::add);
        logs.line(temp.resolve("missing/file"), "held here", NamedLogs.Keeping.NOTHING);
        await(reached);
        return logs;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
