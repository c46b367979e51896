package io.waflab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every class with behaviour in the pure packages has a test of its own name beside it. */
class TestTwinsTest {

    private static final List<String> PACKAGES = List.of("config", "connection", "http", "rewrite", "capture");

    /** What the file is named for: nothing else begins a line so, and nothing of this kind comes before it. */
    private static final Pattern TOP_LEVEL = Pattern.compile(
            "^(?:public )?(?:(?:abstract|final|sealed|non-sealed) )*(?<kind>class|record|enum|interface) (?<rest>.*)",
            Pattern.MULTILINE);

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
        if (file.endsWith("package-info.java")) {
            return true;
        }
        try {
            var text = Files.readString(file);
            var type = TOP_LEVEL.matcher(text);
            assertThat(type.find()).as("a type in %s", file).isTrue();
            return switch (type.group("kind")) {
                case "enum", "interface" -> true;
                case "record" -> text.lines().count() < 60;
                default -> type.group("rest").contains("extends Exception");
            };
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
