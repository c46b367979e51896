package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NginxFilesTest {

    @TempDir
    Path folder;

    @BeforeEach
    void makeFiles() throws IOException {
        for (var name : new String[] {"b.conf", "a.conf", ".hidden.conf", "x/b.conf", "y/a.conf", "y/b.txt"}) {
            Files.createDirectories(folder.resolve(name).getParent());
            Files.writeString(folder.resolve(name), "");
        }
    }

    private String included(String pattern) throws IOException {
        return new NginxFiles(folder)
                .included(pattern).stream()
                        .map(file -> folder.relativize(file).toString())
                        .toList()
                        .toString();
    }

    @Test
    void aNameIsThatFileWhetherItIsThereOrNot() throws IOException {
        assertThat(included("nothing.conf")).isEqualTo("[nothing.conf]");
    }

    @Test
    void aPatternIsTheFilesThatItMatchesInOrderAndMayBeNone() throws IOException {
        assertThat(included("*.conf")).isEqualTo("[a.conf, b.conf]");
        assertThat(included("[!a].conf")).isEqualTo("[b.conf]");
        assertThat(included("[^.#]*.conf")).isEqualTo("[a.conf, b.conf]");
        assertThat(included("[b0-9-].conf")).isEqualTo("[b.conf]");
        assertThat(included("[abc.conf")).isEqualTo("[]");
        assertThat(included("[xy]/\\a.conf")).isEqualTo("[y/a.conf]");
        assertThat(included("*/?.conf")).isEqualTo("[x/b.conf, y/a.conf]");
        assertThat(included("*/b.*")).isEqualTo("[x/b.conf, y/b.txt]");
        assertThat(included("no/*.conf")).isEqualTo("[]");
        assertThat(included(folder + "/*.conf")).isEqualTo("[a.conf, b.conf]");
    }

    @Test
    void aTextIsUtf8AndKeepsTheBytesThatAreNot() throws IOException {
        var file = folder.resolve("gbk.conf");
        Files.write(file, "# \u00d6\u00d0\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(NginxFiles.text(file)).isEqualTo("# \udcd6\udcd0\n");
        Files.writeString(file, "# \u4e2d\n");
        assertThat(NginxFiles.text(file)).isEqualTo("# \u4e2d\n");
    }
}
