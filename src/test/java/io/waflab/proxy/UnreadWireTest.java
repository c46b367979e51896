package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.reproduce.LabClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What nginx has not read of a client at its close, in its own buffers or in its socket, decides whether it lingers, and
 * between FIN and RST; after nginx 1.22 as measured.
 */
@Tag("wire")
@Timeout(60)
class UnreadWireTest {

    private static final String HOST = " HTTP/1.1\r\nHost: lab.test\r\n";
    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n";
    private static final String CONTINUES = "Expect: 100-continue\r\n";
    private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";
    private static final String CUT = "proxy_read_timeout = 1s";
    private static final String CLOSE = "Connection: close\r\n";

    @TempDir
    private static Path folder;

    private static LabProxy proxy(String... lines) throws Exception {
        return LabProxy.Setup.in(folder)
                .plain()
                .server(lines)
                .locations("\"/\" { proxy_pass = \"ORIGIN\" }", "\"/own\" { return = \"200 text\" }")
                .start();
    }

    private static Socket client(LabProxy proxy) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setSoTimeout(20_000);
        return socket;
    }

    /** Status and FIN or RST. */
    private static String answer(Socket client) throws IOException {
        var all = StreamLab.rest(client);
        return all.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()) + " " + all.substring(all.length() - 3);
    }

    private static String answer(String request, String... lines) throws Exception {
        try (var proxy = proxy(lines);
                var client = client(proxy)) {
            StreamLab.say(client, request);
            return answer(client);
        }
    }

    /** A line that just fills its buffer is refused before another byte comes, and none is left unread. */
    @ParameterizedTest
    @CsvSource({"off, 8192, FIN", "off, 8193, RST", "off, 20000, RST", "on, 8192, FIN", "on, 20000, FIN"})
    void aLineThatFillsItsBufferIsRefusedAtOnce(String lingers, int length, String end) throws Exception {
        var lingering = "lingering_close = \"" + lingers + "\"";
        var line = "GET /" + "a".repeat(length - 5);
        assertThat(answer(line, lingering)).isEqualTo("414 " + end);
        var field = "GET / HTTP/1.1\r\n";
        assertThat(answer(field + "X: " + "a".repeat(length - 3), lingering)).isEqualTo("400 " + end);
    }

    @ParameterizedTest
    @CsvSource({"10, FIN", "900, FIN", "2000, RST"})
    void behindTheLastRequestWhatDoesNotFitIntoTheBufferOfItsHeadIsUnread(int more, String end) throws Exception {
        for (var target : new String[] {"/own", "/echo"}) {
            var request = "GET " + target + HOST + CLOSE + "\r\n" + "x".repeat(more);
            assertThat(answer(request, "lingering_close = off")).isEqualTo("200 " + end);
        }
    }

    /** Of a body whose length is said nginx reads no more than that; of a chunked one whatever its buffer takes. */
    @ParameterizedTest
    @CsvSource({"abcdefghij, FIN", "abcdefghijGET, RST"})
    void whatComesWithTheEndOfABodyIsUnread(String sent, String end) throws Exception {
        try (var proxy = proxy("lingering_close = off");
                var client = client(proxy)) {
            StreamLab.say(client, "POST /echo" + HOST + CLOSE + CONTINUES + "Content-Length: 10\r\n\r\n");
            assertThat(StreamLab.hear(client, CONTINUE.length())).isEqualTo(CONTINUE);
            StreamLab.say(client, sent);
            assertThat(answer(client)).isEqualTo("200 " + end);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 900, 200 FIN", "0, 1500, 200 RST", "zz, 900, 400 FIN", "zz, 1500, 400 RST"})
    void behindChunksThatEndInTheBufferOfTheirHeadNoneIsRead(String last, int more, String end) throws Exception {
        for (var target : new String[] {"/own", "/echo"}) {
            var head = "POST " + target + HOST + CLOSE + CHUNKED + "\r\n";
            var request = head + "3\r\nabc\r\n" + last + "\r\n\r\n" + "x".repeat(more);
            assertThat(answer(request, "lingering_close = off")).isEqualTo(end);
        }
    }

    @Test
    void whatComesWithTheEndOfAChunkedBodyIsRead() throws Exception {
        try (var proxy = proxy("lingering_close = off");
                var client = client(proxy)) {
            StreamLab.say(client, "POST /echo" + HOST + CLOSE + CONTINUES + CHUNKED + "\r\n");
            assertThat(StreamLab.hear(client, CONTINUE.length())).isEqualTo(CONTINUE);
            StreamLab.say(client, "3\r\nabc\r\n0\r\n\r\nGET /");
            assertThat(answer(client)).isEqualTo("200 FIN");
        }
    }

    /** Broken chunks that came behind the head nginx has in the body's buffer, where it looks for no reason to linger. */
    @Test
    void brokenChunksThatComeByThemselvesAreNoReasonToLinger() throws Exception {
        try (var proxy = proxy("lingering_close = on", "lingering_timeout = 60s");
                var client = proxy.client()) {
            client.send("POST /echo" + HOST + CONTINUES + CHUNKED + "\r\n");
            assertThat(new String(client.receive(), StandardCharsets.US_ASCII)).isEqualTo(CONTINUE);
            client.send("zz\r\nabc\r\n");
            assertThat(client.response().status()).isEqualTo(400);
            client.readToEnd();
            Closing.isSilentFin(client);
            assertThat(proxy.ending(client)).endsWith("[request-refused]");
        }
    }

    @Test
    void brokenChunksThatComeWithTheHeadAre() throws Exception {
        try (var proxy = proxy("lingering_close = on", "lingering_timeout = 700ms");
                var client = proxy.client()) {
            client.send("POST /echo" + HOST + CHUNKED + "\r\nzz\r\nabc\r\n");
            assertThat(client.response().status()).isEqualTo(400);
            client.readToEnd();
            swallowed(client);
            assertThat(proxy.ending(client)).endsWith("[request-refused]");
        }
    }

    /** nginx says it at the line that names the host, the rest of the head in its buffer. */
    @Test
    void behindTheHostOfAnotherServerTheRestOfTheHeadIsUnread() throws Exception {
        try (var proxy = LabProxy.Setup.in(folder)
                        .server(
                                "ssl_verify_client = optional_no_ca",
                                "lingering_close = on",
                                "lingering_timeout = 700ms")
                        .start();
                var client = proxy.client()) {
            client.send("GET / HTTP/1.1\r\nHost: other.test\r\n\r\n");
            assertThat(client.response().status()).isEqualTo(421);
            client.readToEnd();
            assertThat(Closing.of(client)).containsExactly("close_notify", "FIN");
            swallowed(client);
            assertThat(proxy.ending(client)).endsWith("[request-refused]");
        }
    }

    /** Behind an answer that is cut as behind a whole one. */
    @ParameterizedTest
    @CsvSource({"on, '', FIN", "on, GET, FIN", "off, '', FIN", "off, GET, RST"})
    void whatCameBehindARequestWhoseAnswerIsCutIsLingeredOver(String lingers, String more, String end)
            throws Exception {
        try (var proxy = proxy(CUT, "proxy_buffering = off", "lingering_close = " + lingers);
                var client = client(proxy)) {
            StreamLab.say(client, "GET /stall?n=3" + HOST + "\r\n");
            assertThat(StreamLab.hear(client, 12)).isEqualTo("HTTP/1.1 200");
            StreamLab.say(client, more);
            assertThat(StreamLab.rest(client)).endsWith(end);
        }
    }

    @ParameterizedTest
    @CsvSource({"on, GET, FIN", "off, GET, RST"})
    void whatCameWhileTheLastAnswerWasAwaitedIsLingeredOver(String lingers, String more, String end) throws Exception {
        try (var proxy = proxy("lingering_close = " + lingers);
                var client = client(proxy)) {
            StreamLab.say(client, "GET /wait?t=500ms" + HOST + CLOSE + "\r\n");
            proxy.origin().awaitRequest(Duration.ofSeconds(10));
            StreamLab.say(client, more);
            assertThat(answer(client)).isEqualTo("200 " + end);
        }
    }

    @EveryTls
    void aCloseNotifyThatCameInMidAnswerIsLingeredOver(TlsCase tls) throws Exception {
        assertThat(closing(tls, "on", LabClient::closeNotify)).containsExactly("close_notify", "FIN");
        assertThat(closing(tls, "off", LabClient::closeNotify)).containsExactly("close_notify", "RST");
    }

    /** nginx has not read it, so it does not know that the client has left. */
    @EveryTls
    void aFinThatIsIgnoredIsNoReasonToKeepCloseNotifyBack(TlsCase tls) throws Exception {
        assertThat(closing(tls, "on", LabClient::halfClose)).containsExactly("close_notify", "FIN");
        assertThat(closing(tls, "on", client -> client.closeNotify().halfClose()))
                .containsExactly("close_notify", "FIN");
    }

    private interface Leave {
        void by(LabClient client) throws IOException;
    }

    private static List<String> closing(TlsCase tls, String lingers, Leave leave) throws Exception {
        try (var proxy = LabProxy.Setup.in(folder, tls)
                        .server(
                                CUT,
                                "proxy_buffering = off",
                                "proxy_ignore_client_abort = on",
                                "lingering_close = " + lingers,
                                "lingering_timeout = 700ms")
                        .start();
                var client = proxy.client()) {
            client.request("/stall?n=3").receive();
            leave.by(client);
            client.readToEnd();
            assertThat(proxy.ending(client)).endsWith("[response-cut]");
            return Closing.of(client);
        }
    }

    private static void swallowed(LabClient client) throws IOException {
        client.sendUnderTls("more");
        client.pause(Duration.ofMillis(50));
        client.sendUnderTls("more");
    }
}
