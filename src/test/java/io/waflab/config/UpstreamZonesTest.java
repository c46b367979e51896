package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpstreamZonesTest {

    @TempDir
    private Path folder;

    /** As nginx 1.22.1 says. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            zone x;     | zone y 64k; | zero size shared memory zone "x" (expected zone NAME SIZE)
            zone x;     | zone x;     | zero size shared memory zone "x" (expected zone NAME SIZE)
            zone x;     | zone x 64k; |
            zone x 64k; | zone x;     |
            zone x 64k; | zone x 64k; |
            zone x 64k; | zone x 1m;  | the size 1048576 of shared memory zone "x" conflicts with already declared size 65536
            """)
    void aZoneHasOneSizeAndOneOfItsUpstreamsSaysIt(String first, String second, String said) throws Exception {
        var server = " server 127.0.0.1:1; } ";
        assertThat(ForeignPlacesTest.refused(
                        "http { upstream a { " + first + server + "upstream b { " + second + server + "}", folder))
                .isEqualTo(said == null ? List.of() : List.of(said));
        assertThat(ForeignPlacesTest.refused(
                        "stream { upstream a { " + first + server + "upstream b { " + second + server + "}", folder))
                .isEqualTo(said == null ? List.of() : List.of(said));
    }
}
