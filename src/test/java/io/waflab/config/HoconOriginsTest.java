package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigOriginFactory;
import org.junit.jupiter.api.Test;

class HoconOriginsTest {

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
                .extracting(java.util.Map.Entry::getKey)
                .containsExactly("b", "a", "c d", "ab", "z", "y");
    }

    @Test
    void hoconsMessageLosesItsOwnPlace() {
        var broken = new com.typesafe.config.ConfigException.Parse(
                ConfigOriginFactory.newSimple("x.conf").withLineNumber(3), "not\nthis");
        assertThat(HoconOrigins.translate(broken, "x.conf")).hasMessage("x.conf:3: not\\x0athis");
    }
}
