package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** When a client sees what the origin has said so far: no next piece is said before it has. */
@Tag("wire")
@Timeout(60)
class DeliveryWireTest {

    private static final String[] PIECES = {
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n", "6\r\nsecond\r\n", "0\r\n\r\n"
    };

    @TempDir
    static Path folder;

    private static LabProxy before(ScriptedOrigin origin) throws Exception {
        return LabProxy.Setup.in(folder)
                .plain()
                .http("http2 = on, postpone_output = 100k")
                .locations("\"/\" { proxy_pass = \"" + origin.url() + "\" }")
                .start();
    }

    @Test
    void inThePlainEachReadOfAChunkedBodyArrivesThoughResponsesAreBuffered() throws Exception {
        try (var origin = new ScriptedOrigin(PIECES);
                var proxy = before(origin);
                var client = proxy.client().request("/")) {
            var text = new StringBuilder();
            for (var so : new String[] {"\r\n\r\n5\r\nfirst\r\n", "6\r\nsecond\r\n", "0\r\n\r\n"}) {
                text.setLength(0);
                while (!text.toString().endsWith(so)) {
                    var bytes = client.receive();
                    assertThat(bytes).as("behind " + text).isNotEmpty();
                    text.append(new String(bytes, StandardCharsets.ISO_8859_1));
                }
                origin.next();
            }
            assertThat(text).hasToString("0\r\n\r\n");
        }
    }

    @Test
    void soItDoesInFramesOfHttp2() throws Exception {
        try (var origin = new ScriptedOrigin(PIECES);
                var proxy = before(origin);
                var client = Http2Client.of(proxy)) {
            client.sends(Http2Client.get(1, "/"));
            for (var so : new String[] {"DATA 1 5", "DATA 1 6", "DATA 1 END 0"}) {
                assertThat(client.until(frame -> frame.type() == 0)).last().hasToString(so);
                origin.next();
            }
        }
    }
}
