package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the access log says of bytes and statuses; the numbers are those of nginx 1.22.1 for the same bytes. */
@Tag("wire")
@Timeout(60)
class AccessLogWireTest {

    private static final String UPSTREAM = "\"$request|$upstream_response_length|$upstream_bytes_received"
            + "|$upstream_bytes_sent|$body_bytes_sent\"";

    @TempDir
    private static Path folder;

    private static LabProxy proxy(String location) throws Exception {
        return proxy("\"$request|$status|$bytes_sent|$body_bytes_sent\"", new String[] {location});
    }

    private static LabProxy proxy(String format, String... locations) throws Exception {
        return LabProxy.Setup.in(folder)
                .plain()
                .http("log_format = { asked = " + format + " }", "access_log = \"LOGS/access.log asked\"")
                .locations(locations)
                .start();
    }

    private static String passed(ScriptedOrigin origin, String... lines) {
        return "\"/\" { proxy_pass = \"" + origin.url() + "\", proxy_http_version = \"1.1\"\n"
                + String.join("\n", lines) + " }";
    }

    /** The line of one request on a connection of its own, whatever is answered. */
    private static String line(LabProxy proxy, String request) throws Exception {
        try (var client = new Socket("127.0.0.1", proxy.port())) {
            client.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            client.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException reset) {
            // The log is what is asked about.
        }
        return proxy.access(request.substring(0, request.indexOf('\r')));
    }

    private static String get(LabProxy proxy) throws Exception {
        return line(proxy, "GET /x HTTP/1.1\r\nHost: lab.test\r\nConnection: close\r\n\r\n");
    }

    /** nginx counts a request from its first byte, be it an empty line, and has what there is of its line. */
    @Test
    void aRequestThatIsNotWholeIsCounted() throws Exception {
        try (var proxy = proxy("\"$connection_requests|$request|$status\"", "\"/\" { return = 200 }")) {
            assertThat(half(proxy, "\r\n")).isEqualTo("1||400");
            assertThat(half(proxy, "GET /x")).isEqualTo("1|GET /x|400");
            assertThat(half(proxy, "GET /y HTTP/1.1\r\nHost: lab.test\r\n\r\nGET /z"))
                    .isEqualTo("2|GET /z|400");
        }
    }

    /** nginx has no method before the request line is whole, and counts whole lines. */
    @Test
    void halfAHeadHasWhatIsWholeOfIt() throws Exception {
        var format = "\"$request|$request_method|$request_uri|$request_length|$sent_http_connection|$status\"";
        try (var proxy = proxy(format, "\"/\" { return = 200 }")) {
            assertThat(access(proxy, "GET /x?a=1", "GET /x?a=1|")).isEqualTo("GET /x?a=1|-|-|0|close|400");
            assertThat(access(proxy, "GET /y HTTP/1.1\r\nHost: lab.test\r\nX: b", "GET /y HTTP/1.1|"))
                    .isEqualTo("GET /y HTTP/1.1|GET|/y|33|close|400");
            assertThat(access(proxy, "GET /z HTTP/9.1\r\nHost: lab.test\r\n\r\n", "GET /z"))
                    .contains("|-|-|0|close|505");
        }
    }

    @Test
    void whatIsThereAndEmptyIsNoDash() throws Exception {
        var format = "\"$request|$http_a|$http_b|$arg_a|$arg_b|$cookie_a|$cookie_b|$upstream_http_a|$upstream_http_b\"";
        try (var origin = new ScriptedOrigin("HTTP/1.1 200 OK\r\nA: \r\nContent-Length: 0\r\n\r\n");
                var proxy = proxy(format, passed(origin))) {
            assertThat(
                            line(
                                    proxy,
                                    "GET /x?a= HTTP/1.1\r\nHost: lab.test\r\nA: \r\nCookie: a=; c=d\r\nConnection: close\r\n\r\n"))
                    .isEqualTo("GET /x?a= HTTP/1.1||-||-||-||-");
        }
    }

    @Test
    void whatIsSaidOfFramingIsWhatWasSent() throws Exception {
        var format = "\"$request|$sent_http_content_length|$sent_http_transfer_encoding|$sent_http_connection\"";
        try (var origin = new ScriptedOrigin(
                        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 40\r\n\r\n" + "a".repeat(40));
                var proxy = proxy(
                        format,
                        passed(origin, "gzip = on"),
                        "\"/trailed\" { add_trailer = [\"X-T 1\"], return = \"200 hello\" }")) {
            assertThat(line(
                            proxy,
                            "GET /x HTTP/1.1\r\nHost: lab.test\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n"))
                    .endsWith("|-|chunked|close");
            assertThat(line(proxy, "GET /trailed HTTP/1.1\r\nHost: lab.test\r\nConnection: close\r\n\r\n"))
                    .endsWith("|-|chunked|close");
        }
    }

    /** The line with this part, of what a client sends before its FIN. */
    private static String access(LabProxy proxy, String request, String part) throws Exception {
        try (var client = new Socket("127.0.0.1", proxy.port())) {
            client.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            client.shutdownOutput();
            client.getInputStream().transferTo(OutputStream.nullOutputStream());
        }
        return proxy.access(part);
    }

    private static String half(LabProxy proxy, String request) throws Exception {
        return access(proxy, request, request.substring(request.lastIndexOf('\n') + 1) + "|400");
    }

    /** nginx has what it read; of a body that is passed on as it comes, nothing. */
    @ParameterizedTest
    @CsvSource({"on, abcdef", "off, -"})
    void ofABodyThatIsLeftUnfinishedIsThereWhatCame(String buffered, String body) throws Exception {
        try (var proxy = proxy(
                "\"$request|$status|$request_body\"",
                "\"/\" { proxy_pass = \"ORIGIN\", proxy_request_buffering = " + buffered + " }")) {
            assertThat(access(
                            proxy,
                            "POST /x HTTP/1.1\r\nHost: lab.test\r\nContent-Length: 100\r\n\r\nabcdef",
                            "POST /x"))
                    .isEqualTo("POST /x HTTP/1.1|400|" + body);
        }
    }

    @Test
    void whatNginxAlwaysHasAValueOfIsEmptyAndNoDash() throws Exception {
        var format = "\"$request|$https|$is_args|$http2|$invalid_referer|$remote_port|$args|$http_x|$remote_user\"";
        try (var proxy = LabProxy.Setup.in(folder)
                .plain()
                .http(
                        "log_format = { asked = " + format + " }",
                        "access_log = \"LOGS/access.log asked\"",
                        "set_real_ip_from = [\"127.0.0.1\"]")
                .locations("\"/\" { return = 204 }")
                .start()) {
            assertThat(line(
                            proxy,
                            "GET /x HTTP/1.1\r\nHost: lab.test\r\nX-Real-IP: 192.0.2.1\r\nConnection: close\r\n\r\n"))
                    .isEqualTo("GET /x HTTP/1.1||||||-|-|-");
        }
    }

    /** nginx's parser had come to the protocol, and to a URI of which nothing could be made. */
    @Test
    void whatAWrongRequestLineLeavesEmptyIsNoDash() throws Exception {
        try (var proxy = proxy("\"$request|$server_protocol|$uri\"", "\"/\" { return = 204 }")) {
            assertThat(line(proxy, "GET /x HTTP/9.1\r\n\r\n")).isEqualTo("GET /x HTTP/9.1||-");
            assertThat(line(proxy, "GET /../y HTTP/1.1\r\n\r\n")).isEqualTo("GET /../y HTTP/1.1|HTTP/1.1|");
            assertThat(line(proxy, "GARBAGE\r\n\r\n")).isEqualTo("GARBAGE|-|-");
        }
    }

    @Test
    void aFieldThatIsPassedOnEmptyIsThere() throws Exception {
        try (var origin = new ScriptedOrigin("HTTP/1.1 200 OK\r\nX-A:\r\nServer:\r\nContent-Length: 0\r\n\r\n");
                var proxy = proxy("\"$request|$sent_http_x_a|$sent_http_x_b\"", passed(origin))) {
            origin.next();
            assertThat(get(proxy)).isEqualTo("GET /x HTTP/1.1||-");
        }
    }

    @Test
    void whatIsRefusedBeforeItIsProxiedHasNoProxyHost() throws Exception {
        try (var origin = new ScriptedOrigin("HTTP/1.1 204 No\r\n\r\n");
                var proxy = proxy("\"$request|$proxy_host|$proxy_port\"", passed(origin, "client_max_body_size = 5"))) {
            assertThat(
                            line(
                                    proxy,
                                    "POST /x HTTP/1.1\r\nHost: lab.test\r\nConnection: close\r\nContent-Length: 6\r\n\r\nabcdef"))
                    .isEqualTo("POST /x HTTP/1.1|-|-");
            origin.next();
            var host = origin.url().substring("http://".length());
            assertThat(get(proxy)).isEqualTo("GET /x HTTP/1.1|" + host + "|" + host.replaceFirst(".*:", ""));
        }
    }

    /** Of what comes behind the head of an answer to HEAD nginx reads nothing; behind that of a 204 it counts, and warns. */
    @Test
    void aBodyThatMayNotBeThereCounts() throws Exception {
        try (var origin = new ScriptedOrigin("HTTP/1.1 204 No\r\n\r\nab");
                var proxy = proxy(UPSTREAM, passed(origin))) {
            origin.next();
            assertThat(get(proxy)).startsWith("GET /x HTTP/1.1|2|");
            proxy.line(
                    "error.log", "upstream sent more data than specified in \"Content-Length\" header while reading");
        }
        try (var origin = new ScriptedOrigin("HTTP/1.1 200 No\r\nContent-Length: 2\r\n\r\nab");
                var proxy = proxy(UPSTREAM, passed(origin))) {
            origin.next();
            assertThat(line(proxy, "HEAD /x HTTP/1.1\r\nHost: lab.test\r\nConnection: close\r\n\r\n"))
                    .startsWith("HEAD /x HTTP/1.1|0|");
            assertThat(proxy.errors()).noneMatch(line -> line.contains("upstream sent"));
        }
    }

    @Test
    void chunksThatAreTooMuchOrBrokenAreTold() throws Exception {
        var head = "POST /x HTTP/1.1\r\nHost: lab.test\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n";
        try (var origin = new ScriptedOrigin("");
                var proxy = proxy("\"$request\"", passed(origin, "client_max_body_size = 5"))) {
            line(proxy, head + "3\r\nabc\r\n4\r\nabcd\r\n0\r\n\r\n");
            assertThat(proxy.line("error.log", "too large"))
                    .contains(" [error] ")
                    .contains(" client intended to send too large chunked body: 3+4 bytes, client: ");
            line(proxy, head + "zz\r\n");
            assertThat(proxy.line("error.log", "invalid chunked"))
                    .contains(" [error] ")
                    .contains(" client sent invalid chunked body, client: ");
        }
    }

    @Test
    void chunksCountWithTheirFrames() throws Exception {
        try (var origin = new ScriptedOrigin("HTTP/1.1 200 OK\r\n\r\nhello abc");
                var proxy = proxy(passed(origin))) {
            origin.next();
            assertThat(get(proxy)).endsWith("|19");
        }
    }

    @Test
    void theLastChunkAndItsTrailersCount() throws Exception {
        try (var proxy = proxy("\"/\" { add_trailer = [\"X-T 1\"], return = \"200 hello\" }")) {
            assertThat(get(proxy)).endsWith("|23");
        }
    }

    @Test
    void continueCountsBesideTheHead() throws Exception {
        try (var proxy = proxy("\"/\" { return = \"200 hello\" }")) {
            var head = "POST /x HTTP/1.1\r\nHost: lab.test\r\nContent-Length: 3\r\nConnection: close\r\n";
            assertThat(line(proxy, head + "Expect: 100-continue\r\n\r\nabc")).endsWith("|30");
        }
    }

    @Test
    void theLengthOfAResponseIsThatOfItsBytesAsTheyCame() throws Exception {
        try (var origin = new ScriptedOrigin(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n3\r\nabc\r\n0\r\n\r\n");
                var proxy = proxy(UPSTREAM, passed(origin))) {
            origin.next();
            assertThat(get(proxy)).contains("|23|70|");
        }
    }

    @Test
    void aResponseThatWasCutHasTheLengthOfWhatCame() throws Exception {
        try (var origin = new ScriptedOrigin("HTTP/1.1 200 OK\r\nContent-Length: 30\r\n\r\nhello");
                var proxy = proxy(UPSTREAM, passed(origin, "proxy_read_timeout = 100ms"))) {
            assertThat(get(proxy)).contains("|5|44|");
        }
    }

    @Test
    void whatWasSentToTheUpstreamHasTheBodyInIt() throws Exception {
        try (var origin = new ScriptedOrigin("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                var proxy =
                        proxy(UPSTREAM, passed(origin, "proxy_set_header = [\"Host a\", \"Connection \\\"\\\"\"]"))) {
            origin.next();
            var head = "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n";
            assertThat(line(proxy, head + "Connection: close\r\n\r\nhello"))
                    .endsWith("|" + (head.length() + "\r\nhello".length()) + "|2");
        }
    }

    @Test
    void aStatusThatHangsUpIsTheOneThatIsLogged() throws Exception {
        for (int status : new int[] {408, 444, 499}) {
            try (var proxy = proxy("\"/\" { return = " + status + " }")) {
                assertThat(get(proxy)).endsWith("|" + status + "|0|0");
            }
        }
    }

    @Test
    void whatErrorPageNamesKnowsTheFailuresStatus() throws Exception {
        try (var proxy = LabProxy.Setup.in(folder)
                .plain()
                .locations("\"/\" { error_page = [\"503 /say/$status\"], return = 503 }\n"
                        + "\"/say\" { return = \"200 \\\"$uri $status\\\"\" }")
                .start()) {
            try (var client = new Socket("127.0.0.1", proxy.port())) {
                client.getOutputStream()
                        .write("GET /x HTTP/1.1\r\nHost: lab.test\r\nConnection: close\r\n\r\n"
                                .getBytes(StandardCharsets.ISO_8859_1));
                var answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
                assertThat(answer).startsWith("HTTP/1.1 503 ").endsWith("\r\n\r\n/say/503 503");
            }
        }
    }
}
