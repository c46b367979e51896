package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.config.Location.Match;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocationTest {

    @TempDir
    private Path folder;

    private Location location(String text) throws Exception {
        var file = Files.writeString(
                folder.resolve("nginx.conf"), "events {} http { server { listen 127.0.0.1:1; " + text + " } }");
        return ConfigReader.read(file, Optional.empty(), List.of())
                .servers()
                .get(0)
                .locations()
                .get(0);
    }

    @Test
    void whatIsInBracesInsideOfItIsANamelessLocation() throws Exception {
        var location =
                location("location /a { if ($arg_a) { add_header A b; } set $b c; if ($arg_c) { add_header A c; }"
                        + " limit_except GET { deny all; } location /a/b { } }");
        assertThat(location.nameless()).extracting(Location::match).containsOnly(Match.NAMELESS);
        assertThat(location.nameless())
                .hasSize(3)
                .endsWith(location.limitExcept().orElseThrow().block());
        assertThat(location("location /a { return 204; }").nameless()).isEmpty();
    }

    @Test
    void itsTextHasOneCharacterForEachByte() throws Exception {
        assertThat(location("location /é { return 204; }").octets()).isEqualTo("/\u00c3\u00a9");
    }
}
