package io.waflab.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LineLogTest {

    @TempDir
    Path folder;

    @Test
    void closeWritesAllThatWasSaid() throws IOException {
        var file = folder.resolve("error.log");
        try (var log = LineLog.file(file)) {
            for (int i = 0; i < 10_000; i++) {
                log.line("line " + i + " \u00fc");
            }
        }
        var lines = Files.readAllLines(file);
        assertThat(lines).hasSize(10_000);
        assertThat(lines.get(0)).isEqualTo("line 0 \u00fc");
        assertThat(lines.get(9_999)).isEqualTo("line 9999 \u00fc");
    }

    @Test
    void aFileIsAppendedTo() throws IOException {
        var file = folder.resolve("access.log");
        Files.writeString(file, "before\n");
        try (var log = LineLog.file(file)) {
            log.line("after");
        }
        assertThat(file).hasContent("before\nafter\n");
    }

    @Test
    void aFileThatCannotBeOpenedIsSaidAtOnce() {
        assertThatThrownBy(
                        () -> LineLog.file(folder.resolve("missing/access.log")).close())
                .isInstanceOf(IOException.class);
    }

    @Test
    void drainWaitsUntilTheLinesAreInTheFile() throws IOException, InterruptedException {
        var file = folder.resolve("access.log");
        try (var log = LineLog.file(file)) {
            for (int i = 0; i < 50; i++) {
                log.line("line " + i);
                log.drain();
                assertThat(Files.readAllLines(file)).hasSize(i + 1);
            }
        }
    }

    @Test
    void reopeningPartsTheLinesWhereItWasAskedFor() throws IOException, InterruptedException {
        var file = folder.resolve("access.log");
        var old = folder.resolve("access.log.1");
        try (var log = LineLog.file(file)) {
            log.line("one");
            log.drain();
            Files.move(file, old);
            for (int i = 0; i < 1_000; i++) {
                log.line("before");
            }
            log.reopen();
            for (int i = 0; i < 1_000; i++) {
                log.line("after");
            }
        }
        assertThat(Files.readAllLines(old)).hasSize(1_001).doesNotContain("after");
        assertThat(Files.readAllLines(file)).hasSize(1_000).containsOnly("after");
    }

    @Test
    void linesSaidAfterReopeningAreInTheNewFile() throws IOException, InterruptedException {
        var file = folder.resolve("access.log");
        var old = folder.resolve("access.log.1");
        try (var log = LineLog.file(file)) {
            log.line("one");
            log.drain();
            Files.move(file, old);
            log.reopen();
            log.drain();
            log.line("two");
        }
        assertThat(old).hasContent("one\n");
        assertThat(file).hasContent("two\n");
    }

    @Test
    void whatASlowDiskLeavesNoRoomForIsCountedAndSaid() throws InterruptedException {
        var disk = new StuckDisk();
        var log = LineLog.stream("test", disk);
        log.line("first");
        assertThat(disk.reached.await(30, TimeUnit.SECONDS)).isTrue();
        var megabyte = "x".repeat((1 << 20) - 1);
        for (int i = 0; i < 20; i++) {
            log.line(megabyte);
        }
        disk.free.countDown();
        log.line("last");
        log.close();
        var lines = disk.text().split("\n");
        assertThat(lines[0]).isEqualTo("first");
        assertThat(lines).filteredOn(line -> line.length() > 1_000).hasSize(LineLog.MOST_PENDING >> 20);
        assertThat(lines)
                .filteredOn(line -> line.matches("[45] lines were dropped here: the disk was slower than the log"))
                .hasSize(1);
    }

    @Test
    void aLineBehindTheEndIsNotWritten() {
        var stream = new ByteArrayOutputStream();
        var log = LineLog.stream("test", stream);
        log.line("one");
        log.close();
        log.line("two");
        log.close();
        assertThat(stream.toString(UTF_8)).isEqualTo("one\n");
    }

    @Test
    void aStreamStaysOpenBehindItsLog() {
        var disk = new StuckDisk();
        disk.free.countDown();
        var log = LineLog.stream("test", disk);
        log.line("one");
        log.reopen();
        log.line("two");
        log.close();
        assertThat(disk.text()).isEqualTo("one\ntwo\n");
        assertThat(disk.closed).isFalse();
    }

    @Test
    void aFileThatCannotBeOpenedAnewIsKept() throws IOException, InterruptedException {
        var logs = Files.createDirectory(folder.resolve("logs"));
        var moved = folder.resolve("moved");
        try (var log = LineLog.file(logs.resolve("access.log"))) {
            log.line("one");
            log.drain();
            Files.move(logs, moved);
            log.reopen();
            log.line("two");
        }
        assertThat(moved.resolve("access.log")).hasContent("one\ntwo\n");
    }

    @Test
    void aDiskThatFailsStopsNobodyAndIsWrittenToAgain() throws InterruptedException {
        var disk = new FullDisk();
        var log = LineLog.stream("a full disk", disk);
        log.line("one");
        log.drain();
        log.line("two");
        log.drain();
        disk.full = false;
        log.line("three");
        log.drain();
        assertThat(disk.text()).isEqualTo("three\n");
        log.close();
    }

    @Test
    void aDiskThatFailsIsToldOfOnceUntilItTakesSomething() throws InterruptedException {
        var before = System.err;
        var told = new ByteArrayOutputStream();
        System.setErr(new PrintStream(told, true, UTF_8));
        try (var log = LineLog.stream("a full disk that is told of", new FullDisk())) {
            for (int i = 0; i < 3; i++) {
                log.line("line");
                log.drain();
            }
        } finally {
            System.setErr(before);
        }
        assertThat(told.toString(UTF_8).lines())
                .filteredOn(line -> line.contains("that is told of"))
                .containsExactly("waflab: log a full disk that is told of: cannot be written: No space left on device;"
                        + " its lines are lost until it can be");
    }

    @Test
    void aLogWhoseDiskWasFullIsOpenedAnewWhereThereIsRoom() throws IOException, InterruptedException {
        assumeThat(Path.of("/dev/full")).exists();
        var file = Files.createSymbolicLink(folder.resolve("access.log"), Path.of("/dev/full"));
        try (var log = LineLog.file(file)) {
            log.line("one");
            log.drain();
            Files.delete(file);
            log.line("two");
            log.reopen();
            log.line("three");
        }
        assertThat(file).hasContent("three\n");
    }

    private static final class FullDisk extends OutputStream {

        private final ByteArrayOutputStream written = new ByteArrayOutputStream();
        private volatile boolean full = true;

        @Override
        public void write(int octet) throws IOException {
            if (full) {
                throw new IOException("No space left on device");
            }
            written.write(octet);
        }

        String text() {
            return written.toString(UTF_8);
        }
    }

    /** Holds its writer in the first write until it is let free. */
    private static final class StuckDisk extends OutputStream {

        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch free = new CountDownLatch(1);
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();
        private volatile boolean closed;

        @Override
        public void close() {
            closed = true;
        }

        @Override
        public void write(int octet) {
            written.write(octet);
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            reached.countDown();
            try {
                free.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            written.write(bytes, from, length);
        }

        String text() {
            return written.toString(UTF_8);
        }
    }

    @Test
    void linesThatWaitAreWrittenWhenThereAreEnoughOrAtTheEnd() throws Exception {
        var file = folder.resolve("waiting.log");
        try (var log = LineLog.file(file, new Gathering(8, Duration.ZERO, 0))) {
            log.octets("\u00e9");
            assertThat(file).isEmptyFile();
            log.line("1234567");
            log.line("x");
            log.drain();
            assertThat(Files.readAllBytes(file)).startsWith(0xe9, '\n', '1').hasSize(12);
            log.line("y");
        }
        assertThat(Files.readAllBytes(file)).endsWith('x', '\n', 'y', '\n');
    }

    @Test
    void linesThatWaitAreWrittenAfterAWhile() throws Exception {
        var file = folder.resolve("flushed.log");
        try (var log = LineLog.file(file, new Gathering(1 << 20, Duration.ofMillis(1), 1))) {
            log.line("one");
            while (Files.size(file) == 0) {
                Thread.onSpinWait();
            }
            log.line("two");
        }
        try (var lines = new GZIPInputStream(Files.newInputStream(file))) {
            assertThat(lines.readAllBytes()).isEqualTo("one\ntwo\n".getBytes(UTF_8));
        }
    }
}
