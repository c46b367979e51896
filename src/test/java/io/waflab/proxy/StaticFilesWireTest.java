package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.http.EntityTag;
import io.waflab.http.HttpDate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files below a root, whole and in ranges, and what a client asks of them: on the wire. */
@Tag("wire")
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class StaticFilesWireTest {

    private static final long TIME = 1_795_363_238L;
    private static final String DATE = HttpDate.format(TIME);
    private static final int LARGE = 24 << 20;
    private static final byte[] LARGE_BYTES = new byte[LARGE];
    private static final String TEXT = "0123456789".repeat(100);

    @TempDir
    static Path folder;

    @BeforeAll
    static void files() throws IOException {
        new Random(1).nextBytes(LARGE_BYTES);
        write("t.html", TEXT.getBytes(StandardCharsets.US_ASCII));
        write("large.bin", LARGE_BYTES);
        write("empty.gif", new byte[0]);
        write("sub/index.html", "inside".getBytes(StandardCharsets.US_ASCII));
        Files.createDirectories(folder.resolve("html/bare"));
    }

    private static void write(String name, byte[] content) throws IOException {
        var file = folder.resolve("html").resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(TIME)));
    }

    private static LabProxy proxy(String... server) throws Exception {
        return LabProxy.Setup.in(folder)
                .plain()
                .server("root = \"" + folder.resolve("html") + "\"", String.join("\n", server))
                .locations("")
                .start();
    }

    private static void say(Socket to, String text) throws IOException {
        to.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String all(Socket from) throws IOException {
        var text = new ByteArrayOutputStream();
        from.getInputStream().transferTo(text);
        return text.toString(StandardCharsets.ISO_8859_1).replaceFirst("Date: [^\r]*", "Date: D");
    }

    /** All that comes for one request on a connection that it closes. */
    private static String get(LabProxy proxy, String line, String... fields) throws Exception {
        try (var client = new Socket("127.0.0.1", proxy.port())) {
            say(client, line + " HTTP/1.1\r\nHost: lab.test\r\nConnection: close\r\n");
            for (var field : fields) {
                say(client, field + "\r\n");
            }
            say(client, "\r\n");
            return all(client);
        }
    }

    private static String head(String response) {
        return response.substring(0, response.indexOf("\r\n\r\n") + 4);
    }

    private static String body(String response) {
        return response.substring(response.indexOf("\r\n\r\n") + 4);
    }

    private static int status(String response) {
        return Integer.parseInt(response.substring(9, 12));
    }

    @Test
    void aFileHasItsDateItsTagAndItsTypeInNginxsOrder() throws Exception {
        try (var proxy = proxy("add_header = { X-Added = \"yes\" }")) {
            var whole = get(proxy, "GET /t.html");
            assertThat(head(whole))
                    .isEqualTo("HTTP/1.1 200 OK\r\nServer: Tengine/3.2.0\r\nDate: D\r\nContent-Type: text/html\r\n"
                            + "Content-Length: 1000\r\nLast-Modified: " + DATE + "\r\nConnection: close\r\n"
                            + "ETag: " + EntityTag.of(TIME, 1000)
                            + "\r\nX-Added: yes\r\nAccept-Ranges: bytes\r\n\r\n");
            assertThat(body(whole)).isEqualTo(TEXT);
            assertThat(get(proxy, "HEAD /t.html")).isEqualTo(head(whole));
            assertThat(head(get(proxy, "GET /empty.gif")))
                    .contains("Content-Type: image/gif\r\nContent-Length: 0\r\n")
                    .doesNotContain("chunked");
        }
    }

    @Test
    void aClientOfTheOldestVersionGetsTheBytesAlone() throws Exception {
        try (var proxy = proxy();
                var client = new Socket("127.0.0.1", proxy.port())) {
            say(client, "GET /t.html\r\n");
            assertThat(all(client)).isEqualTo(TEXT);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET /none.html, 404, 'open() \"HTML/none.html\" failed (2: No such file or directory)'",
        "GET /t.html/x, 404, 'open() \"HTML/t.html/x\" failed (20: Not a directory)'",
        "GET /bare/, 403, 'directory index of \"HTML/bare/\" is forbidden'",
        "GET /none/, 404, '\"HTML/none/index.html\" is not found (2: No such file or directory)'",
        "POST /t.html, 405, ''",
        "DELETE /t.html, 405, ''",
        "GET /sub/, 200, ''",
    })
    void whatIsNotThereIsRefusedAndSaid(String line, int status, String said) throws Exception {
        try (var proxy = proxy()) {
            assertThat(status(get(proxy, line))).isEqualTo(status);
            var html = folder.resolve("html").toString();
            assertThat(proxy.line("error.log", said.replace("HTML", html))).contains(said.isEmpty() ? "" : "[error]");
        }
    }

    @Test
    void aFolderWithoutItsSlashIsRedirectedWithItsArguments() throws Exception {
        try (var proxy = proxy()) {
            assertThat(head(get(proxy, "GET /sub?a=b")))
                    .startsWith("HTTP/1.1 301 ")
                    .contains("Location: http://lab.test:" + proxy.port() + "/sub/?a=b\r\n");
            assertThat(body(get(proxy, "GET /sub/?a=b"))).isEqualTo("inside");
        }
    }

    @Test
    void whatTheClientHasIsNotSentAgain() throws Exception {
        try (var proxy = proxy("add_header = { X-Added = \"yes\" }")) {
            var tag = EntityTag.of(TIME, 1000);
            assertThat(get(proxy, "GET /t.html", "If-None-Match: W/" + tag, "Range: bytes=0-1"))
                    .isEqualTo("HTTP/1.1 304 Not Modified\r\nServer: Tengine/3.2.0\r\nDate: D\r\n"
                            + "Last-Modified: " + DATE + "\r\nConnection: close\r\nETag: " + tag
                            + "\r\nX-Added: yes\r\n\r\n");
            assertThat(status(get(proxy, "GET /t.html", "If-Modified-Since: " + DATE)))
                    .isEqualTo(304);
            assertThat(status(get(proxy, "GET /t.html", "If-Modified-Since: " + HttpDate.format(TIME + 1))))
                    .isEqualTo(200);
        }
        try (var proxy = proxy("if_modified_since = before")) {
            assertThat(status(get(proxy, "GET /t.html", "If-Modified-Since: " + HttpDate.format(TIME + 1))))
                    .isEqualTo(304);
        }
    }

    @Test
    void aConditionThatDoesNotHoldIsAnsweredWithItsPage() throws Exception {
        try (var proxy = proxy("error_page = [\"412 /sub/\"]")) {
            assertThat(body(get(proxy, "GET /t.html", "If-Match: \"other\""))).isEqualTo("inside");
        }
        try (var proxy = proxy("add_header = { X-Added = \"yes\" }")) {
            var refused = get(proxy, "GET /t.html", "If-Unmodified-Since: " + HttpDate.format(TIME - 1));
            assertThat(head(refused))
                    .startsWith("HTTP/1.1 412 Precondition Failed\r\n")
                    .doesNotContain("ETag", "Last-Modified", "X-Added");
            assertThat(body(refused)).contains("<h1>412 Precondition Failed</h1>");
            assertThat(get(proxy, "GET /t.html", "If-Match: \"other\"", "Expect: 100-continue"))
                    .startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 412 Precondition Failed\r\n");
            assertThat(status(get(proxy, "GET /none", "If-Match: \"other\""))).isEqualTo(404);
        }
    }

    @Test
    void aRangeIsSentAlone() throws Exception {
        try (var proxy = proxy("add_header = { X-Added = \"yes\" }")) {
            var part = get(proxy, "GET /t.html", "Range: bytes=998-2000");
            assertThat(head(part))
                    .isEqualTo("HTTP/1.1 206 Partial Content\r\nServer: Tengine/3.2.0\r\nDate: D\r\n"
                            + "Content-Type: text/html\r\nContent-Length: 2\r\nLast-Modified: " + DATE
                            + "\r\nConnection: close\r\nETag: " + EntityTag.of(TIME, 1000)
                            + "\r\nX-Added: yes\r\nContent-Range: bytes 998-999/1000\r\n\r\n");
            assertThat(body(part)).isEqualTo("89");
            assertThat(get(proxy, "HEAD /t.html", "Range: bytes=998-2000")).isEqualTo(head(part));
            assertThat(body(get(proxy, "GET /t.html", "Range: bytes=0-1", "If-Range: \"old\"")))
                    .isEqualTo(TEXT);
            assertThat(body(get(proxy, "GET /t.html", "Range: bytes=0-1", "If-Range: " + DATE)))
                    .isEqualTo("01");
            proxy.access("GET /t.html HTTP/1.1|206|"
                    + part.replace("Date: D", "Date: " + DATE).length() + "|2|OK|");
        }
    }

    @Test
    void severalRangesAreSentInParts() throws Exception {
        try (var proxy = proxy()) {
            var parts = get(proxy, "GET /t.html", "Range: bytes=0-2, -2");
            var boundary = parts.replaceFirst("(?s).*boundary=(\\d{20})\r\n.*", "$1");
            assertThat(head(parts))
                    .contains("Content-Type: multipart/byteranges; boundary=" + boundary + "\r\nContent-Length: "
                            + body(parts).length() + "\r\n");
            assertThat(body(parts))
                    .isEqualTo("\r\n--" + boundary + "\r\nContent-Type: text/html\r\n"
                            + "Content-Range: bytes 0-2/1000\r\n\r\n012\r\n--" + boundary
                            + "\r\nContent-Type: text/html\r\nContent-Range: bytes 998-999/1000\r\n\r\n89\r\n--"
                            + boundary + "--\r\n");
        }
        try (var proxy = proxy("max_ranges = 1")) {
            assertThat(status(get(proxy, "GET /t.html", "Range: bytes=0-2, -2")))
                    .isEqualTo(200);
        }
    }

    @Test
    void rangesBehindTheEndAreRefusedWithTheLength() throws Exception {
        try (var proxy = proxy()) {
            var refused = get(proxy, "GET /t.html", "Range: bytes=1000-");
            assertThat(head(refused))
                    .startsWith("HTTP/1.1 416 Requested Range Not Satisfiable\r\n")
                    .contains("\r\nContent-Range: bytes */1000\r\n")
                    .doesNotContain("ETag", "Last-Modified", "Accept-Ranges");
            assertThat(body(refused)).contains("<h1>416 ");
        }
    }

    @Test
    void aProxiedBodyIsCutWhereRangesAreForced() throws Exception {
        try (var origin = proxy("max_ranges = 0");
                var proxy = LabProxy.Setup.in(folder)
                        .plain()
                        .locations("\"/\" { proxy_pass = \"http://127.0.0.1:" + origin.port()
                                + "\", proxy_force_ranges = on }")
                        .start()) {
            var part = get(proxy, "GET /large.bin", "Range: bytes=500000-700000", "If-Range: " + DATE);
            assertThat(head(part))
                    .startsWith("HTTP/1.1 206 Partial Content\r\n")
                    .contains("Content-Length: 200001\r\n", "\r\nContent-Range: bytes 500000-700000/" + LARGE + "\r\n")
                    .doesNotContain("Accept-Ranges");
            assertThat(body(part)).isEqualTo(new String(LARGE_BYTES, 500_000, 200_001, StandardCharsets.ISO_8859_1));
            proxy.access("|206|" + part.replace("Date: D", "Date: " + DATE).length() + "|200001|OK|");
            assertThat(get(proxy, "GET /t.html", "Range: bytes=0-1,5-6"))
                    .startsWith("HTTP/1.1 200 ")
                    .contains("\r\nAccept-Ranges: bytes\r\n");
            assertThat(head(get(proxy, "GET /t.html", "Range: bytes=1000-")))
                    .startsWith("HTTP/1.1 416 ")
                    .contains("\r\nContent-Range: bytes */1000\r\n");
        }
    }

    /** As a pipe into a client does; nginx sees the FIN only once it has nothing to do. */
    @Test
    void aClientThatEndsItsSideGetsAllItsAnswers() throws Exception {
        try (var proxy = proxy();
                var client = new Socket("127.0.0.1", proxy.port())) {
            var request = "GET /sub/ HTTP/1.1\r\nHost: lab.test\r\n\r\n";
            say(client, request + request);
            client.shutdownOutput();
            assertThat(all(client).split("HTTP/1.1 200 OK", -1)).hasSize(3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ssl"})
    void aClientThatReadsLateGetsEveryByteOfALargeFile(String listen) throws Exception {
        var setup = listen.isEmpty() ? LabProxy.Setup.in(folder).plain() : LabProxy.Setup.in(folder);
        try (var proxy = setup.server("root = \"" + folder.resolve("html") + "\"")
                        .locations("")
                        .start();
                var client = proxy.client()) {
            client.request("/large.bin");
            var response = client.response();
            assertThat(response.complete()).isTrue();
            assertThat(response.bodyLength()).isEqualTo(LARGE);
            assertThat(response.body().substring(0, 60_000))
                    .isEqualTo(new String(LARGE_BYTES, 0, 60_000, StandardCharsets.ISO_8859_1));
            assertThat(client.request("/t.html").response().body()).isEqualTo(TEXT);
        }
    }

    @Test
    void rangesOfALargeFileAreTheBytesAskedFor() throws Exception {
        try (var proxy = proxy()) {
            int start = (3 << 20) + 17;
            var part = body(get(proxy, "GET /large.bin", "Range: bytes=" + start + "-" + (start + 999_999)));
            assertThat(part).isEqualTo(new String(LARGE_BYTES, start, 1_000_000, StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void aClientThatTakesNothingIsGivenUpAfterSendTimeout() throws Exception {
        try (var proxy = proxy("send_timeout = 1s");
                var client = new Socket()) {
            client.setReceiveBufferSize(4096);
            client.connect(new InetSocketAddress("127.0.0.1", proxy.port()));
            say(client, "GET /large.bin HTTP/1.1\r\nHost: lab.test\r\n\r\n");
            assertThat(proxy.line("error.log", " ended by ")).contains("send_timeout");
        }
    }

    @Test
    void aFileThatIsCutWhileItIsSentCutsItsAnswer() throws Exception {
        write("shrinking.bin", LARGE_BYTES);
        try (var proxy = proxy();
                var client = new Socket("127.0.0.1", proxy.port())) {
            say(client, "GET /shrinking.bin HTTP/1.1\r\nHost: lab.test\r\n\r\n");
            client.getInputStream().readNBytes(1000);
            try (var file =
                    new RandomAccessFile(folder.resolve("html/shrinking.bin").toFile(), "rw")) {
                file.setLength(1000);
            }
            assertThat(all(client).length()).isLessThan(LARGE);
            assertThat(proxy.line("error.log", "shrinking.bin\" was truncated")).contains("[alert]");
        }
    }
}
