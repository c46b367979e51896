package io.waflab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every class with behaviour in the pure packages has a test of its own name beside it. */
class TestTwinsTest {

    private static final List<String> PACKAGES = List.of("config", "connection", "http", "rewrite", "capture");

    @Test
    void everyClassOfThePurePackagesHasItsTest() throws IOException {
        for (var name : PACKAGES) {
            var main = Path.of("src/main/java/io/waflab", name);
            if (!Files.isDirectory(main)) {
                continue;
            }
            try (Stream<Path> files = Files.list(main)) {
                var missing = files.filter(file -> !isPlainData(file))
                        .map(file -> file.getFileName().toString().replace(".java", ""))
                        .filter(type -> Files.notExists(Path.of("src/test/java/io/waflab", name, type + "Test.java")))
                        .toList();
                assertThat(missing)
                        .as("classes of %s without a test twin", name)
                        .isEmpty();
            }
        }
    }

    /** Enums, interfaces, exceptions, and records of fewer than 60 lines hold words, not behaviour. */
    private static boolean isPlainData(Path file) {
        try {
            var text = Files.readString(file);
            return file.endsWith("package-info.java")
                    || text.contains("public enum ")
                    || text.contains("\nenum ")
                    || text.contains("public interface ")
                    || text.contains("\ninterface ")
                    || text.contains("public sealed interface ")
                    || text.contains("extends Exception")
                    || (text.contains("public record ") || text.contains("\nrecord "))
                            && text.lines().count() < 60;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
