package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** An origin whose answer has no status line, as in HTTP/0.9: what nginx 1.22.1 makes of it. */
@Tag("wire")
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class UnframedWireTest {

    @TempDir
    static Path folder;

    private static LabProxy proxy(ScriptedOrigin origin, String... http) throws Exception {
        return LabProxy.Setup.in(folder)
                .plain()
                .http(http)
                .locations("\"/\" { proxy_pass = \"" + origin.url() + "\", proxy_read_timeout = 300ms }")
                .start();
    }

    @Test
    void inHttp1ItGoesOnAsItIs() throws Exception {
        try (var origin = new ScriptedOrigin("garbage", " in");
                var proxy = proxy(origin);
                var client = proxy.client()) {
            origin.next();
            origin.next();
            client.send("GET /own HTTP/1.1\r\nHost: lab.test\r\nConnection: close\r\n\r\n");
            assertThat(new String(client.receive(), StandardCharsets.US_ASCII)).isEqualTo("garbage in");
            assertThat(proxy.access("/own")).startsWith("GET /own HTTP/1.1|009|10|10|");
        }
    }

    @Test
    void inHttp2ItHasAHeadOfStatus000() throws Exception {
        try (var origin = new ScriptedOrigin("garbage", " in");
                var proxy = proxy(origin, "http2 = on");
                var client = Http2Client.of(proxy)) {
            origin.next();
            origin.next();
            client.sends(Http2Client.get(1, "/own"));
            assertThat(client.stream(1))
                    .matches("HEADERS 1 :status=000 server=\\S+ date=.* GMT(, DATA 1 \\d+)*, DATA 1 END \\d+");
            assertThat(proxy.access("/own")).contains("|009|").contains("|10|");
        }
    }

    /** Of what the buffers hold when the origin is late nothing is sent, not even the bytes that told what it is. */
    @Test
    void cutInTheBufferNothingOfItIsSent() throws Exception {
        try (var origin = new ScriptedOrigin("garbage", "");
                var proxy = proxy(origin);
                var client = proxy.client()) {
            client.send("GET /own HTTP/1.1\r\nHost: lab.test\r\n\r\n");
            assertThat(client.receive()).isEmpty();
            Closing.isSilentFin(client);
            assertThat(proxy.access("/own")).startsWith("GET /own HTTP/1.1|009|0|0|");
        }
    }
}
