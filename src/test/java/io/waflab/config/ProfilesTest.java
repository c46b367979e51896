package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    @Test
    void whatLooksLikeAPathIsAFileOfTheSameForm(@TempDir Path folder) throws IOException, ConfigException {
        var file = Files.writeString(
                folder.resolve("measured.conf"),
                "include \"profiles/nginx-1.22.conf\"\nhttp { keepalive_timeout = 3s }\n");
        var conf = Files.writeString(
                folder.resolve("nginx.conf"), "events { } http { server { listen 127.0.0.1:8080; } }");

        var config = ConfigReader.read(conf, Optional.of(file.toString()), List.of());
        assertThat(config.servers().get(0).settings().time(Directive.KEEPALIVE_TIMEOUT))
                .isEqualTo(Duration.ofSeconds(3));
        assertThat(Profiles.include(file.toString())).isEqualTo("include \"" + file.toAbsolutePath() + "\"\n");
        assertThatThrownBy(() -> Profiles.read(folder + "/none", new Problems()))
                .hasMessage(folder + "/none: cannot be read: no such file");
    }
}
