package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the error log says of clients that leave or keep it waiting: the lines are those of nginx 1.22.1. */
@Tag("wire")
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class ClientGoneWireTest {

    private static final String POST = "POST /stall HTTP/1.1\\r\\nHost: lab.test\\r\\nContent-Length: 9\\r\\n\\r\\n";

    @TempDir
    static Path folder;

    private static Socket saying(LabProxy proxy, String text) throws Exception {
        var client = new Socket("127.0.0.1", proxy.port());
        client.getOutputStream()
                .write(text.replace("POST", POST).replace("\\r\\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        return client;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                 | client closed connection while waiting for request, client: 127.0.0.1, server: 127.0.0.1:
            \\r\\n                             | client prematurely closed connection while reading client request line, client: 127.0.0.1, server: lab.test
            GET /a HTT                         | client prematurely closed connection while reading client request line, client: 127.0.0.1, server: lab.test, request: "GET /a HTT"
            GET /b HTTP/1.1\\r\\nHost: a\\r\\nX | client prematurely closed connection while reading client request headers, client: 127.0.0.1, server: lab.test, request: "GET /b HTTP/1.1", host: "a"
            POSTab                             | client prematurely closed connection, client: 127.0.0.1, server: lab.test, request: "POST /stall HTTP/1.1", host: "lab.test"
            """)
    void aClientThatLeavesIsTold(String text, String said) throws Exception {
        try (var proxy = LabProxy.Setup.in(folder).plain().start()) {
            saying(proxy, text).close();
            assertThat(proxy.line("error.log", said)).contains(" [info] ").contains(": *1 " + said);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                 | client timed out (110: Connection timed out) while waiting for request, client: 127.0.0.1, server: 127.0.0.1:
            GET /a HTT                         | client timed out (110: Connection timed out) while reading client request line, client: 127.0.0.1, server: lab.test, request: "GET /a HTT"
            GET /b HTTP/1.1\\r\\nHost: a\\r\\nX | client timed out (110: Connection timed out) while reading client request headers, client: 127.0.0.1, server: lab.test, request: "GET /b HTTP/1.1", host: "a"
            """)
    void aClientThatIsTooSlowIsTold(String text, String said) throws Exception {
        try (var proxy = LabProxy.Setup.in(folder)
                        .plain()
                        .http("client_header_timeout = 300ms")
                        .start();
                var client = saying(proxy, text)) {
            assertThat(proxy.line("error.log", said)).contains(" [info] ");
            assertThat(client.isClosed()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"'', client closed connection", "'\u0016\u0003\u0001', peer closed connection in SSL handshake"})
    void aHandshakeThatIsLeftIsTold(String text, String said) throws Exception {
        try (var proxy = LabProxy.Setup.in(folder).start()) {
            saying(proxy, text).close();
            assertThat(proxy.line("error.log", said + " while SSL handshaking, client: 127.0.0.1, server: 127.0.0.1:"))
                    .contains(" [info] ");
        }
    }

    @ParameterizedTest
    @CsvSource({"false, ''", "true, ' (104: Connection reset by peer)'"})
    void whereTheUpstreamIsWaitedForThatIsTold(boolean reset, String how) throws Exception {
        try (var origin = new ScriptedOrigin("");
                var proxy = LabProxy.Setup.in(folder)
                        .plain()
                        .locations("\"/\" { proxy_pass = \"" + origin.url() + "\" }")
                        .start()) {
            var client = saying(proxy, "GET /stall HTTP/1.1\\r\\nHost: lab.test\\r\\n\\r\\n");
            origin.awaitRequest();
            if (reset) {
                client.setSoLinger(true, 0);
            }
            client.close();
            assertThat(proxy.line("error.log", "epoll_wait() reported"))
                    .contains(
                            "epoll_wait() reported that client prematurely closed connection, so upstream connection is"
                                    + " closed too" + how
                                    + " while sending request to upstream, client: 127.0.0.1, server: lab.test,"
                                    + " request: \"GET /stall HTTP/1.1\", upstream: \"http://");
        }
    }
}
