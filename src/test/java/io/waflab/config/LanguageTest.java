package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LanguageTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "events {}\nhttp { server_tokens on; }",
                "events {}\nhttp { server_tokens on\n keepalive_timeout 5s; }",
                "# comment\npid x;",
                "proxy_pass http://a;",
                "return 200 'a \"b';",
            })
    void semicolonsAreNginxs(String text) {
        assertThat(Language.of(text)).isEqualTo(Language.NGINX);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "http { keepalive_timeout = 5s }",
                "# x;\n// y;\nhttp { a = 1 }",
                "http { log_format { x = \"a;b\\\";\" } }",
                "http { a = \"\"\"x;\n\"y;\"\"\" }",
            })
    void withoutThemItIsHocon(String text) {
        assertThat(Language.of(text)).isEqualTo(Language.HOCON);
    }

    @Test
    void longTextsAreNoTrouble() {
        assertThat(Language.of("a \"" + "x\\\"".repeat(100_000) + "\"")).isEqualTo(Language.HOCON);
    }

    @Test
    void theProjectsOwnFilesAreHocon() throws IOException {
        try (var files = Files.walk(Path.of("conf"))) {
            assertThat(files.filter(Files::isRegularFile).toList())
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(Language.of(file)).isEqualTo(Language.HOCON));
        }
    }
}
