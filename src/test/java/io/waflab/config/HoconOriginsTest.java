package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOriginFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HoconOriginsTest {

    @TempDir
    private Path folder;

    @Test
    void aPlaceIsTheFileAndTheLine() {
        var origin = ConfigOriginFactory.newSimple("a: b.conf").withLineNumber(7);
        assertThat(HoconOrigins.of(origin)).isEqualTo(new Origin("a: b.conf", 7));
        assertThat(HoconOrigins.of(ConfigOriginFactory.newSimple("x"))).isEqualTo(new Origin("x", 0));
    }

    @Test
    void anObjectOfSeveralPlacesIsAtTheFirstOfItsFileAndOfSeveralFilesInTheLast() throws ConfigException {
        var merged = new HoconSources()
                .read("x.conf", "\na { b = 1 }\n\na { c = 2 }")
                .get("a");
        assertThat(HoconOrigins.of(merged.origin())).isEqualTo(new Origin("x.conf", 2));
        var over = new HoconSources().read("y.conf", "\n\na { d = 2 }").get("a").withFallback(merged);
        assertThat(HoconOrigins.of(over.origin())).isEqualTo(new Origin("y.conf", 3));
    }

    @Test
    void keysOfOneLineAreInTheOrderOfTheirColumns() throws ConfigException {
        var sources = new HoconSources();
        var object = sources.read("x.conf", "{ b = \"a = 1\", a = 2, \"c d\" : 3, ab = 4\n z = 5, y { } }");
        assertThat(new HoconOrigins(sources).ordered(object.entrySet()))
                .extracting(Map.Entry::getKey)
                .containsExactly("b", "a", "c d", "ab", "z", "y");
    }

    @Test
    void whatAnIncludeSaysStandsBeforeWhatItsFileSays() throws Exception {
        Files.writeString(folder.resolve("z.conf"), "\n\n\na { x = 1, y = 2 }");
        Files.writeString(folder.resolve("a.conf"), "a { v = 1 }");
        var main = Files.writeString(
                folder.resolve("m.conf"), "include \"z.conf\"\ninclude \"a.conf\"\na { b = 1, y = 3 }");
        var sources = new HoconSources();
        var object = (ConfigObject) sources.read(main).get("a");
        assertThat(new HoconOrigins(sources).ordered(object.entrySet()))
                .extracting(Map.Entry::getKey)
                .containsExactly("x", "v", "b", "y");
    }

    @Test
    void hoconsMessageLosesItsOwnPlace() {
        var broken = new com.typesafe.config.ConfigException.Parse(
                ConfigOriginFactory.newSimple("x.conf").withLineNumber(3), "not\nthis");
        assertThat(HoconOrigins.translate(broken, "x.conf")).hasMessage("x.conf:3: not\\x0athis");
    }
}
