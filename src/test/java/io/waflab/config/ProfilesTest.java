package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ProfilesTest {

    @Test
    void everyFileOfTheFolderCanBeChosen() throws IOException {
        try (var files = Files.list(Path.of("conf/profiles"))) {
            assertThat(files.map(file -> file.getFileName().toString().replace(".conf", ""))
                            .toList())
                    .isNotEmpty()
                    .allSatisfy(name ->
                            assertThat(Profiles.read(name, new Problems())).isNotEmpty());
        }
    }

    @Test
    void anotherNameIsRefusedWithThoseThatThereAre() {
        assertThatThrownBy(() -> Profiles.read("tengine-3", new Problems()))
                .hasMessageStartingWith(
                        "--profile: no profile \"tengine-3\" (did you mean tengine-3.2?) (expected one of: ");
    }
}
