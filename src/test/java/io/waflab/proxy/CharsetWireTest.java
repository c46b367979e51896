package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** charset on the wire, as measured on nginx 1.22. */
@Tag("wire")
@Timeout(60)
class CharsetWireTest {

    @TempDir
    static Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200|text/html|text/html; charset=utf-8",
                "200|application/javascript|application/javascript; charset=utf-8",
                "200|text/css|text/css",
                "200|text/html; charset=koi8-r|text/html; charset=koi8-r",
                "200|text/html; x=y|text/html; x=y",
                "404|text/plain|text/plain; charset=utf-8",
                "301|text/html|text/html"
            })
    void itIsSaidWhereNoneIs(int status, String type, String expected) throws Exception {
        try (var origin = new ScriptedOrigin(
                        "HTTP/1.1 " + status + " S\r\nContent-Type: " + type + "\r\nContent-Length: 2\r\n\r\nok");
                var proxy = proxy(origin.url(), "charset = utf-8")) {
            assertThat(type(proxy, "/")).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "charset = utf-8|text/plain; charset=utf-8",
                "charset = off|text/plain",
                "charset = utf-8, charset_types = text/css|text/plain",
                "charset = utf-8, charset_types = \"text/css *\"|text/plain; charset=utf-8",
                "charset = \"$arg_c\"|text/plain; charset=latin1"
            })
    void ofWhatTheProxySaysItself(String settings, String expected) throws Exception {
        try (var proxy = proxy("http://127.0.0.1:1", settings)) {
            assertThat(type(proxy, "/own?c=latin1")).isEqualTo(expected);
        }
    }

    private static LabProxy proxy(String origin, String settings) throws Exception {
        return LabProxy.Setup.in(folder)
                .plain()
                .server(settings)
                .locations("\"/\" { proxy_pass = \"" + origin + "\" }, \"/own\" { return = \"200 text\" }")
                .start();
    }

    private static String type(LabProxy proxy, String target) throws Exception {
        try (var client = proxy.client()) {
            return client.request(target).response().header("Content-Type").orElseThrow();
        }
    }
}
