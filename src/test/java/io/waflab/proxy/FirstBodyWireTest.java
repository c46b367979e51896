package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** proxy_request_buffering off: what becomes of a body that came with its head, and of one that did not fit. */
@Tag("wire")
@Timeout(60)
class FirstBodyWireTest {

    @TempDir
    static Path folder;

    private static LabProxy proxy(String... lines) throws Exception {
        return LabProxy.Setup.in(folder)
                .plain()
                .locations(
                        "\"/\" { proxy_pass = \"ORIGIN\", proxy_request_buffering = off",
                        "client_body_buffer_size = 1k, add_header { X-Body = \"$request_body\" }",
                        String.join("\n", lines),
                        "}")
                .start();
    }

    @Test
    void aBodyThatIsThereWholeIsAsAStoredOne() throws Exception {
        try (var proxy = proxy("client_body_in_file_only = on");
                var client = proxy.client()) {
            client.send("POST /echo HTTP/1.1\r\nHost: lab.test\r\nContent-Length: 5\r\n\r\nhello");
            assertThat(client.response().header("X-Body")).contains("hello");
        }
    }

    @Test
    void itsLengthIsKnownThoughItCameInChunks() throws Exception {
        try (var proxy = proxy();
                var client = proxy.client()) {
            client.send(
                    "POST /echo HTTP/1.1\r\nHost: lab.test\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
            assertThat(client.response().header("X-Body")).contains("hello");
            var upstream = proxy.origin().requests().get(0);
            assertThat(upstream.header("Content-Length")).contains("5");
            assertThat(upstream.header("Transfer-Encoding")).isEmpty();
        }
    }

    @Test
    void oneThatDoesNotFitIsPassedOn() throws Exception {
        try (var proxy = proxy();
                var client = proxy.client()) {
            client.send("POST /echo HTTP/1.1\r\nHost: lab.test\r\nContent-Length: 40000\r\n\r\n" + "x".repeat(39_990));
            client.send("y".repeat(10));
            var response = client.response();
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.header("X-Body")).isEmpty();
            assertThat(proxy.origin().requests().get(0).header("Content-Length"))
                    .contains("40000");
        }
    }
}
