package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HoconSourcesTest {

    @TempDir
    private Path folder;

    private final HoconSources sources = new HoconSources();

    private Path write(String name, String text) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    @Test
    void anIncludeStandsBesideItsFileAndKeepsItsOwnPlaces() throws Exception {
        write("profiles/inner.conf", "b = 2");
        write("profiles/p.conf", "include \"inner.conf\"\na = 1");
        var object = sources.read(write("main.conf", "include \"profiles/p.conf\"\nc = 3"));
        var inner = folder.resolve("profiles/inner.conf").toString();
        assertThat(HoconOrigins.of(object.get("b").origin())).isEqualTo(new Origin(inner, 1));
        assertThat(sources.files()).hasSize(3).first().isEqualTo(inner);
        assertThat(sources.lines(inner)).containsExactly("b = 2");
    }

    @Test
    void aMissingIncludeIsAnErrorAtItsLine() throws Exception {
        var main = write("main.conf", "# include profiles/no-such.conf\n\na { include \"profiles/no-such.conf\" }");
        assertThatThrownBy(() -> sources.read(main))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(main + ":3: include \"profiles/no-such.conf\": no such file");
    }

    @Test
    void waflabsOwnProfilesCanBeIncludedFromAnywhere() throws Exception {
        var object = sources.read(write("main.conf", "include \"profiles/aliyun-waf-3.conf\""));
        assertThat(HoconOrigins.of(object.toConfig()
                                .getValue("http.keepalive_timeout")
                                .origin())
                        .file())
                .isEqualTo("jar:conf/profiles/aliyun-waf-3.conf");
    }

    @Test
    void aFileThatIncludesItselfIsRefused() throws Exception {
        var main = write("main.conf", "include \"main.conf\"");
        assertThatThrownBy(() -> sources.read(main)).hasMessageContaining("includes itself");
    }

    @Test
    void onlyFilesCanBeIncluded() throws Exception {
        var main = write("main.conf", "\ninclude url(\"http://127.0.0.1/x.conf\")");
        assertThatThrownBy(() -> sources.read(main))
                .hasMessageStartingWith(main + ":2: ")
                .hasMessageContaining("only files");
        var other = write("other.conf", "include classpath(\"conf/waflab.conf\")");
        assertThatThrownBy(() -> sources.read(other)).hasMessageContaining("only files");
        var outside = write("outside.conf", "include \"../../../../../../../../../../no-such\"");
        assertThatThrownBy(() -> sources.read(outside)).hasMessageContaining("no such file");
    }

    @Test
    void whatCannotBeReadIsSaidInOneLine() throws Exception {
        assertThatThrownBy(() -> sources.read(folder.resolve("no-such.conf")))
                .hasMessage(folder.resolve("no-such.conf") + ": cannot be read: no such file");
        var bytes = folder.resolve("bytes.conf");
        Files.write(bytes, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertThatThrownBy(() -> sources.read(bytes)).hasMessageContaining("not a text in UTF-8");
        assertThatThrownBy(() -> sources.read(folder)).isInstanceOf(ConfigException.class);
        var large = folder.resolve("large.conf");
        Files.write(large, new byte[5 << 20]);
        assertThatThrownBy(() -> sources.read(large)).hasMessageContaining("more than");
    }
}
