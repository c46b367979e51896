package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.http.EntityTag;
import io.waflab.http.HttpDate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** gzip and gzip_static on the wire, as measured on nginx 1.22. */
@Tag("wire")
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class GzipWireTest {

    private static final long TIME = 1_795_363_238L;
    private static final String DATE = HttpDate.format(TIME);
    private static final String TEXT =
            IntStream.range(0, 5000).mapToObj(i -> "line " + i * i % 977 + "\n").collect(Collectors.joining());
    private static final String GZIP = "Accept-Encoding: gzip";

    @TempDir
    static Path folder;

    @BeforeAll
    static void files() throws IOException {
        write("t.html", TEXT);
        write("t.css", TEXT);
        write("t.css.gz", "compressed beforehand");
        write("u.css", TEXT);
        write("tiny.html", "tiny");
    }

    private static void write(String name, String content) throws IOException {
        var file = folder.resolve("html").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(TIME)));
    }

    private static LabProxy proxy(String... server) throws Exception {
        return setup(server).start();
    }

    private static LabProxy.Setup setup(String... server) {
        return LabProxy.Setup.in(folder)
                .plain()
                .http("gzip = on", "gzip_vary = on", "log_format = { gzip = \"$uri|$body_bytes_sent|$gzip_ratio\" }")
                .server("root = \"" + folder.resolve("html") + "\"", String.join("\n", server))
                .locations("");
    }

    private static LabProxy before(ScriptedOrigin origin, String... lines) throws Exception {
        return setup().locations("\"/\" { proxy_pass = \"" + origin.url() + "\"\n" + String.join("\n", lines) + " }")
                .start();
    }

    private static void ask(Socket to, String line, String... fields) throws IOException {
        var text = line + "\r\nHost: lab.test\r\n"
                + Stream.of(fields).map(field -> field + "\r\n").collect(Collectors.joining()) + "\r\n";
        to.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** All that comes for one request on a connection that it closes. */
    private static String get(LabProxy proxy, String line, String... fields) throws Exception {
        try (var client = new Socket("127.0.0.1", proxy.port())) {
            var all = new ArrayList<>(List.of(fields));
            all.add("Connection: close");
            ask(client, line, all.toArray(String[]::new));
            var text = new ByteArrayOutputStream();
            client.getInputStream().transferTo(text);
            return text.toString(StandardCharsets.ISO_8859_1).replaceFirst("Date: [^\r]*", "Date: D");
        }
    }

    private static String head(String response) {
        return response.substring(0, response.indexOf("\r\n\r\n") + 4);
    }

    private static String body(String response) {
        return response.substring(response.indexOf("\r\n\r\n") + 4);
    }

    /** The chunks joined; the last one must be there and be last, unless the body is cut. */
    private static byte[] dechunked(String body, boolean complete) {
        var all = new StringBuilder();
        int at = 0;
        int size = -1;
        while (at < body.length()) {
            int line = body.indexOf("\r\n", at);
            size = Integer.parseInt(body.substring(at, line), 16);
            all.append(body, line + 2, line + 2 + size);
            at = line + 4 + size;
        }
        assertThat(at).isEqualTo(body.length());
        assertThat(size == 0).as("the last chunk is there").isEqualTo(complete);
        return all.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** What a gzip stream says so far; {@code ...} behind it when its end is missing, which is checked when it is there. */
    private static String read(byte[] stream) throws Exception {
        var inflater = new Inflater(true);
        inflater.setInput(stream, 10, stream.length - 10);
        var out = new byte[8 << 20];
        int length = inflater.inflate(out);
        var text = new String(out, 0, length, StandardCharsets.ISO_8859_1);
        if (!inflater.finished()) {
            return text + "...";
        }
        assertThat(inflater.getRemaining()).isEqualTo(8);
        var sum = new CRC32();
        sum.update(out, 0, length);
        assertThat(little(stream, stream.length - 8)).isEqualTo(sum.getValue());
        assertThat(little(stream, stream.length - 4)).isEqualTo(length);
        return text;
    }

    private static long little(byte[] bytes, int at) {
        return bytes[at] & 255
                | (bytes[at + 1] & 255) << 8
                | (bytes[at + 2] & 255) << 16
                | (bytes[at + 3] & 255L) << 24;
    }

    @Test
    void aFileComesCompressedWithAWeakTagAndNoLength() throws Exception {
        try (var proxy = proxy("add_header = { X-A = b }", "access_log = \"LOGS/gzip.log gzip\"")) {
            var response = get(proxy, "GET /t.html HTTP/1.1", GZIP, "Range: bytes=0-9");
            assertThat(head(response))
                    .isEqualTo("HTTP/1.1 200 OK\r\nServer: Tengine/3.2.0\r\nDate: D\r\nContent-Type: text/html\r\n"
                            + "Last-Modified: " + DATE + "\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n"
                            + "Vary: Accept-Encoding\r\nETag: W/" + EntityTag.of(TIME, TEXT.length())
                            + "\r\nX-A: b\r\nContent-Encoding: gzip\r\n\r\n");
            var stream = dechunked(body(response), true);
            assertThat(read(stream)).isEqualTo(TEXT);
            assertThat(proxy.line("gzip.log", "/t.html"))
                    .isEqualTo("/t.html|%d|%.2f", body(response).length(), (double) TEXT.length() / stream.length);
        }
    }

    @Test
    void theBytesAreThoseOfZlibWithNginxsLevel() throws Exception {
        try (var proxy = proxy("gzip_comp_level = 9")) {
            var stream = dechunked(body(get(proxy, "GET /t.html HTTP/1.1", GZIP)), true);
            var deflater = new Deflater(9, true);
            deflater.setInput(TEXT.getBytes(StandardCharsets.US_ASCII));
            deflater.finish();
            var expected = new byte[stream.length];
            assertThat(deflater.deflate(expected)).isEqualTo(stream.length - 18);
            assertThat(java.util.Arrays.copyOfRange(stream, 10, stream.length - 8))
                    .isEqualTo(java.util.Arrays.copyOf(expected, stream.length - 18));
            deflater.end();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "GET /t.html HTTP/1.1; Accept-Encoding: br; 200 length vary",
                "GET /t.html HTTP/1.1; Accept-Encoding: gzip; 200 gzip vary",
                "HEAD /t.html HTTP/1.1; Accept-Encoding: gzip; 200 gzip vary",
                "GET /t.html HTTP/1.0; Accept-Encoding: gzip; 200 length vary",
                "GET /t.html HTTP/1.1; If-None-Match: *; 304",
                "GET /t.css HTTP/1.1; Accept-Encoding: gzip; 200 length",
                "GET /tiny.html HTTP/1.1; Accept-Encoding: gzip; 200 length",
                "GET /none HTTP/1.1; Accept-Encoding: gzip; 404 gzip vary",
                "DELETE /t.html HTTP/1.1; Accept-Encoding: gzip; 405 length"
            })
    void whatIsCompressed(String line, String field, String expected) throws Exception {
        try (var proxy = proxy()) {
            var response = get(proxy, line, field);
            assertThat(response.substring(9, 12)
                            + (response.contains("\r\nContent-Length: ") ? " length" : "")
                            + (response.contains("\r\nContent-Encoding: gzip") ? " gzip" : "")
                            + (response.contains("\r\nVary: Accept-Encoding") ? " vary" : ""))
                    .isEqualTo(expected);
            assertThat(body(response).isEmpty()).isEqualTo(line.startsWith("HEAD") || expected.equals("304"));
        }
    }

    @Test
    void toTheOldProtocolTheEndOfTheConnectionIsTheBodys() throws Exception {
        try (var proxy = proxy("gzip_http_version = 1.0", "error_page = \"404 = /t.html\"");
                var origin = new ScriptedOrigin(
                        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 30\r\n\r\n" + "x".repeat(30));
                var other = before(origin, "gzip_http_version = 1.0")) {
            for (var one : List.of(get10(proxy, "/t.html"), get10(proxy, "/none"), get10(other, "/"))) {
                assertThat(head(one)).contains("\r\nConnection: close\r\n").doesNotContain("chunked", "Length");
                assertThat(read(body(one).getBytes(StandardCharsets.ISO_8859_1)))
                        .isIn(TEXT, "x".repeat(30));
            }
        }
    }

    private static String get10(LabProxy proxy, String path) throws Exception {
        try (var client = new Socket("127.0.0.1", proxy.port())) {
            ask(client, "GET " + path + " HTTP/1.0", GZIP, "Connection: keep-alive");
            var text = new ByteArrayOutputStream();
            client.getInputStream().transferTo(text);
            return text.toString(StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void aProxiedAnswerKeepsItsOrderButLengthAndRangesGo() throws Exception {
        try (var origin = new ScriptedOrigin("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=a\r\nETag: \"a\"\r\n"
                        + "Accept-Ranges: bytes\r\nX-B: c\r\nContent-Length: 30\r\n\r\n" + "x".repeat(30));
                var proxy = before(origin)) {
            var response = get(proxy, "GET / HTTP/1.1", GZIP);
            assertThat(head(response))
                    .isEqualTo("HTTP/1.1 200 OK\r\nServer: Tengine/3.2.0\r\nDate: D\r\n"
                            + "Content-Type: text/html; charset=a\r\nTransfer-Encoding: chunked\r\n"
                            + "Connection: close\r\nVary: Accept-Encoding\r\nETag: W/\"a\"\r\nX-B: c\r\n"
                            + "Content-Encoding: gzip\r\n\r\n");
            assertThat(read(dechunked(body(response), true))).isEqualTo("x".repeat(30));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "off; X: y; false",
                "any; X: y; true",
                "expired; Expires: Thu, 01 Jan 1970 00:00:00 GMT; true",
                "expired; Expires: Thu, 01 Jan 2037 00:00:00 GMT; false",
                "private; Expires: Thu, 01 Jan 1970 00:00:00 GMT; false",
                "private; Cache-Control: max-age=1, private; true",
                "no-cache no-store; Cache-Control: private; false",
                "no-store; Cache-Control: no-store; true",
                "no_last_modified; Last-Modified: Thu, 01 Jan 1970 00:00:00 GMT; false",
                "no_last_modified; ETag: \"a\"; true",
                "no_etag; ETag: \"a\"; false",
                "auth; Cache-Control: public; true"
            })
    void behindAProxyGzipProxiedDecides(String words, String field, boolean compressed) throws Exception {
        try (var origin = new ScriptedOrigin("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + field
                        + "\r\nContent-Length: 30\r\n\r\n" + "x".repeat(30));
                var proxy = before(origin, "gzip_proxied = \"" + words + "\"")) {
            var response = get(proxy, "GET / HTTP/1.1", GZIP, "Via: 1.1 p", "Authorization: Basic YQ==");
            assertThat(response.contains("\r\nContent-Encoding: gzip")).isEqualTo(compressed);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Mozilla/4.0 (compatible; MSIE 6.0; Windows NT), false",
        "Mozilla/4.0 (compatible; MSIE 6.0; Windows NT; SV1), true",
        "a badly made robot, false",
        "Mozilla/5.0, true"
    })
    void someBrowsersAreLeftOut(String agent, boolean compressed) throws Exception {
        try (var proxy = proxy("gzip_disable = \"msie6 Bad.*bot\"")) {
            var response = get(proxy, "GET /t.html HTTP/1.1", GZIP, "User-Agent: " + agent);
            assertThat(response.contains("\r\nContent-Encoding: gzip")).isEqualTo(compressed);
        }
    }

    /** As nginx's headers_out has none then, gzip_types and charset have nothing to go by. */
    @Test
    void aHiddenContentTypeIsNoneAndAnAddedOneIsTheOnlyOne() throws Exception {
        var body = "hello ".repeat(20);
        try (var origin = new ScriptedOrigin("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: "
                        + body.length() + "\r\n\r\n" + body);
                var proxy = before(
                        origin,
                        "proxy_hide_header = [\"Content-Type\"], charset = utf-8",
                        "add_header = [\"Content-Type application/json\", \"X-Type $sent_http_content_type\"]")) {
            var response = get(proxy, "GET / HTTP/1.1", GZIP);
            assertThat(head(response))
                    .contains("\r\nContent-Length: 120\r\n", "\r\nContent-Type: application/json\r\n")
                    .doesNotContain("text/html", "Content-Encoding");
            assertThat(body(response)).isEqualTo(body);
        }
    }

    @Test
    void aStarTakesWhatHasNoTypeToo() throws Exception {
        try (var origin = new ScriptedOrigin("HTTP/1.1 200 OK\r\nContent-Length: 120\r\n\r\n" + "hello ".repeat(20));
                var proxy = before(origin, "gzip_types = \"*\"")) {
            var response = get(proxy, "GET / HTTP/1.1", GZIP);
            assertThat(head(response))
                    .contains("\r\nContent-Encoding: gzip\r\n")
                    .doesNotContain("Content-Type");
            assertThat(read(dechunked(body(response), true))).isEqualTo("hello ".repeat(20));
        }
    }

    /** The second piece is not sent before the client has read the first. */
    @Test
    void withoutBufferingEachPieceReachesTheClientAsItComes() throws Exception {
        try (var origin = new ScriptedOrigin(
                        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX-Accel-Buffering: no\r\n"
                                + "Transfer-Encoding: chunked\r\n\r\n",
                        "5\r\nfirst\r\n",
                        "6\r\nsecond\r\n",
                        "0\r\n\r\n");
                var proxy = before(origin);
                var client = new Socket("127.0.0.1", proxy.port())) {
            ask(client, "GET / HTTP/1.1", GZIP);
            var in = client.getInputStream();
            assertThat(line(in)).startsWith("HTTP/1.1 200");
            while (!line(in).isEmpty()) {
                // the head
            }
            var stream = new ByteArrayOutputStream();
            stream.writeBytes(chunk(in));
            assertThat(read(stream.toByteArray())).isEqualTo("...");
            for (var so : List.of("first...", "firstsecond...", "firstsecond")) {
                origin.next();
                stream.writeBytes(chunk(in));
                assertThat(read(stream.toByteArray())).isEqualTo(so);
            }
            assertThat(chunk(in)).isEmpty();
        }
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            line.append((char) c);
        }
        return line.substring(0, line.length() - 1);
    }

    private static byte[] chunk(InputStream in) throws IOException {
        var chunk = in.readNBytes(Integer.parseInt(line(in), 16));
        in.readNBytes(2);
        return chunk;
    }

    @ParameterizedTest
    @CsvSource({"on", "off"})
    void anUpstreamThatDiesLeavesAStreamWithoutItsEnd(String buffering) throws Exception {
        try (var origin = new ScriptedOrigin(
                        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n"
                                + "\r\n5\r\nfirst\r\n");
                var proxy = before(origin, "proxy_buffering = " + buffering);
                var client = new Socket("127.0.0.1", proxy.port())) {
            ask(client, "GET / HTTP/1.1", GZIP);
            origin.next();
            var all = new ByteArrayOutputStream();
            client.getInputStream().transferTo(all);
            var response = all.toString(StandardCharsets.ISO_8859_1);
            assertThat(read(dechunked(body(response), false))).isEqualTo("first...");
        }
    }

    @Test
    void aStreamOfHttp2IsCompressedToo() throws Exception {
        try (var proxy = setup("http2 = on").start();
                var client = Http2Client.of(proxy)) {
            client.sends(Http2Client.get(1, "/t.html", "accept-encoding: gzip"));
            assertThat(client.stream(1))
                    .contains("content-encoding=gzip")
                    .contains("vary=Accept-Encoding")
                    .doesNotContain("content-length");
        }
    }

    @Test
    void aFileCompressedBeforehandIsSentInItsPlace() throws Exception {
        try (var proxy = proxy("gzip_static = on", "types { \"text/css\" = css }")) {
            var response = get(proxy, "GET /t.css HTTP/1.1", GZIP);
            assertThat(response)
                    .startsWith("HTTP/1.1 200 OK\r\nServer: Tengine/3.2.0\r\nDate: D\r\nContent-Type: text/css\r\n"
                            + "Content-Length: 21\r\nLast-Modified: " + DATE + "\r\nConnection: close\r\n"
                            + "Vary: Accept-Encoding\r\nETag: " + EntityTag.of(TIME, 21)
                            + "\r\nContent-Encoding: gzip\r\n")
                    .endsWith("\r\n\r\ncompressed beforehand");
            assertThat(get(proxy, "GET /t.css HTTP/1.1")).contains("Vary: ").endsWith(TEXT);
            assertThat(get(proxy, "GET /u.css HTTP/1.1", GZIP))
                    .doesNotContain("Vary: ")
                    .endsWith(TEXT);
        }
    }

    @Test
    void alwaysIsForThoseWhoDoNotAskToo() throws Exception {
        try (var proxy = proxy("gzip_static = always")) {
            assertThat(get(proxy, "GET /t.css HTTP/1.1"))
                    .contains("Content-Encoding: gzip")
                    .doesNotContain("Vary: ")
                    .endsWith("compressed beforehand");
        }
    }
}
