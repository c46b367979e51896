package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NginxOrderTest {

    private static final String AFTER =
            "\"proxy_redirect default\" should be placed after the \"proxy_pass\" directive";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            proxy_redirect default;                                                     | AFTER
            location / { proxy_redirect default; proxy_pass http://127.0.0.1; }         | AFTER
            location / { limit_except GET { proxy_pass http://127.0.0.1; } proxy_redirect default; } | AFTER
            location / { proxy_pass http://127.0.0.1; proxy_redirect default; }         |
            location / { proxy_pass http://127.0.0.1$uri; proxy_redirect default; }     | "proxy_redirect default" cannot be used with "proxy_pass" directive with variables
            """)
    void aDefaultIsMadeOfTheProxyPassBeforeIt(String server, String said) throws Exception {
        var refused = ForeignPlacesTest.refused("http { server { listen 127.0.0.1:1; " + server + " } }", folder);
        if (said == null) {
            assertThat(refused).isEmpty();
        } else {
            assertThat(refused).containsExactly(said.equals("AFTER") ? AFTER : said);
        }
    }
}
