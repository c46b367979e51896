package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.reproduce.Answer;
import io.waflab.reproduce.Behaviour;
import io.waflab.reproduce.Request;
import io.waflab.reproduce.Response;
import io.waflab.reproduce.Routes;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of heads on their way up and down, which location answers, and what is refused: on the wire. */
@Tag("wire")
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class RequestWireTest {

    @TempDir
    static Path folder;

    private static LabProxy.Setup plain() {
        return LabProxy.Setup.in(folder).plain();
    }

    /** An origin whose every answer has these fields. */
    private static Routes answering(int status, Answer.Framing framing, String... fields) {
        var answer = new Answer(status, framing, Answer.Content.FILL, 5, List.of(fields));
        return Routes.builtIn().with("/answer", new Behaviour(answer, Map.of(), 0, Optional.empty()));
    }

    /** The head that the origin received, its Host replaced by ORIGIN. */
    private static String upstream(LabProxy proxy) {
        return proxy.origin()
                .requests()
                .get(0)
                .head()
                .replace(proxy.origin().url().substring("http://".length()), "ORIGIN");
    }

    private static Response get(LabProxy proxy, String target) throws Exception {
        try (var client = proxy.client()) {
            return client.request(target).response();
        }
    }

    @Test
    void aHeadGoesUpInNginxOrderWithItsNamesAsTheyWere() throws Exception {
        try (var proxy = plain().start();
                var client = proxy.client()) {
            client.send("POST /echo?a=1 HTTP/1.1\r\nx-ODD: 1\r\nHost: lab.test\r\nAccept:  text/*  \r\nTE: trailers\r\n"
                    + "Connection: keep-alive, x-odd\r\nKeep-Alive: 5\r\nUpgrade: h2c\r\nExpect: 100-continue\r\n"
                    + "Content-Length: 3\r\nX_under: dropped\r\nX-Empty:\r\n\r\nabc");
            assertThat(client.response().status()).isEqualTo(200);
            assertThat(upstream(proxy))
                    .isEqualTo("POST /echo?a=1 HTTP/1.1\r\nHost: ORIGIN\r\nContent-Length: 3\r\nx-ODD: 1\r\n"
                            + "Accept: text/*\r\nX-Empty: \r\n\r\n");
        }
    }

    @Test
    void setHeadersAddReplaceAndTakeAway() throws Exception {
        try (var proxy = plain().locations("""
                        "/" {
                          proxy_pass = "ORIGIN"
                          proxy_set_header = {
                            Host = "$host"
                            X-Real-IP = "$remote_addr"
                            X-Forwarded-For = "$proxy_add_x_forwarded_for"
                            Accept-Encoding = ""
                          }
                        }""").start();
                var client = proxy.client()) {
            client.request(Request.get("/echo")
                            .withHeader("X-Forwarded-For: 10.1.1.1")
                            .withHeader("Accept-Encoding: gzip")
                            .withHeader("X-Real-IP: 6.6.6.6"))
                    .response();
            assertThat(upstream(proxy))
                    .isEqualTo("GET /echo HTTP/1.1\r\nHost: lab.test\r\nX-Real-IP: 127.0.0.1\r\n"
                            + "X-Forwarded-For: 10.1.1.1, 127.0.0.1\r\n\r\n");
        }
    }

    @Test
    void theOldProtocolGoesUpWithConnectionClose() throws Exception {
        try (var proxy = plain().http("proxy_http_version = 1.0").start()) {
            get(proxy, "/echo");
            assertThat(upstream(proxy)).isEqualTo("GET /echo HTTP/1.0\r\nHost: ORIGIN\r\nConnection: close\r\n\r\n");
        }
    }

    /** As nginx's c->log->action has it. */
    @ParameterizedTest
    @CsvSource({
        "GET /a HTTP/9.1, line",
        "GET /%zz HTTP/1.1, line",
        "GET /b HTTP/1.1, headers",
    })
    void theErrorLogSaysWhichPartOfAHeadWasRead(String line, String part) throws Exception {
        try (var proxy = plain().start();
                var client = new Socket("127.0.0.1", proxy.port())) {
            client.getOutputStream().write((line + "\r\nHost: a/b\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            assertThat(proxy.line("error.log", line))
                    .contains(" while reading client request " + part + ", client: 127.0.0.1, server: ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy_hide_header = [Server, X-A]", "proxy_hide_header = [server, x-a, X-A]"})
    void whatIsPassedIsNotHidden(String hidden) throws Exception {
        var routes = answering(200, Answer.Framing.LENGTH, "Server: theirs", "X-A: 1", "X-B: 2");
        try (var proxy = plain().routes(routes)
                .http("proxy_pass_header = [Server, X-A]", hidden)
                .start()) {
            var answer = get(proxy, "/answer");
            assertThat(answer.header("Server")).contains("theirs");
            assertThat(answer.header("X-A")).contains("1");
        }
    }

    @Test
    void anAnswersHeadComesDownInNginxOrderWithTheProxysOwnServerAndDate() throws Exception {
        var routes = answering(
                200,
                Answer.Framing.LENGTH,
                "Server: theirs",
                "Date: theirs",
                "x-oDD: 1",
                "Content-Type: text/css",
                "Connection: x-oDD",
                "Keep-Alive: timeout=9",
                "X-Accel-Expires: 1",
                "Set-Cookie: a=1",
                "Set-Cookie: b=2");
        try (var proxy =
                plain().routes(routes).http("keepalive_timeout = \"75s 20s\"").start()) {
            var answer = get(proxy, "/answer");
            assertThat(answer.statusLine()).isEqualTo("HTTP/1.1 200 OK");
            assertThat(answer.headers().stream().map(line -> line.replaceFirst("Date: .*GMT", "Date: D")))
                    .containsExactly(
                            "Server: Tengine/3.2.0",
                            "Date: D",
                            "Content-Type: text/css",
                            "Content-Length: 5",
                            "Connection: keep-alive",
                            "Keep-Alive: timeout=20",
                            "x-oDD: 1",
                            "Set-Cookie: a=1",
                            "Set-Cookie: b=2");
        }
    }

    @Test
    void anAnswerWithoutLengthIsChunkedForHttp11AndEndsTheConnectionOfHttp10() throws Exception {
        try (var proxy = plain().start();
                var young = proxy.client();
                var old = proxy.client()) {
            var chunked = young.request("/noclen?n=300").response();
            assertThat(chunked.header("Transfer-Encoding")).contains("chunked");
            assertThat(chunked.words()).isEqualTo("200 connection=keep-alive, 300 bytes, complete");
            old.request(Request.get("/noclen?n=300").withVersion("1.0").withHeader("Connection: keep-alive"));
            var closed = old.response();
            assertThat(closed.header("Transfer-Encoding")).isEmpty();
            assertThat(closed.words()).isEqualTo("200 connection=close, 300 bytes, complete");
        }
    }

    @ParameterizedTest
    @CsvSource({"HEAD, 200", "GET, 204", "GET, 304"})
    void answersWithoutABodyLeaveTheConnectionUsable(String method, int status) throws Exception {
        try (var proxy =
                        plain().routes(answering(status, Answer.Framing.LENGTH)).start();
                var client = proxy.client()) {
            for (int i = 0; i < 2; i++) {
                var answer = client.request(Request.get("/answer").withMethod(method))
                        .response();
                assertThat(answer.status()).isEqualTo(status);
                assertThat(answer.header("Connection")).contains("keep-alive");
                assertThat(answer.bodyLength()).isZero();
                assertThat(answer.complete()).isTrue();
            }
        }
    }

    @Test
    void aChunkedRequestThatIsBufferedGetsALength() throws Exception {
        try (var proxy = plain().start();
                var client = proxy.client()) {
            var answer =
                    client.request(Request.post("/sink", 40_000).inChunks()).response();
            assertThat(answer.body()).isEqualTo("40000");
            assertThat(upstream(proxy)).contains("Content-Length: 40000\r\n").doesNotContain("chunked");
        }
    }

    @Test
    void aChunkedRequestThatIsStreamedStaysChunked() throws Exception {
        try (var proxy = plain().http("proxy_request_buffering = off").start();
                var client = proxy.client()) {
            var answer =
                    client.request(Request.post("/sink", 40_000).inChunks()).response();
            assertThat(answer.body()).isEqualTo("40000");
            assertThat(upstream(proxy))
                    .contains("Transfer-Encoding: chunked\r\n")
                    .doesNotContain("Content-Length");
        }
    }

    @Test
    void absoluteFormGoesUpInOriginForm() throws Exception {
        try (var proxy = plain().start()) {
            assertThat(get(proxy, "http://lab.test/echo?x=1").status()).isEqualTo(200);
            assertThat(upstream(proxy)).startsWith("GET /echo?x=1 HTTP/1.1\r\n");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/keep/a%20b/../c?q=1, /keep/a%20b/../c?q=1",
        "/cut/a%20b?q=1, /echo/a%20b?q=1",
        "/cut/a/../b, /echo/b",
        "/root/x, /x"
    })
    void proxyPassReplacesThePrefixOnlyWhereItHasAUri(String target, String sent) throws Exception {
        try (var proxy = plain().locations(
                        "\"/keep\" { proxy_pass = \"ORIGIN\" }",
                        "\"/cut/\" { proxy_pass = \"ORIGIN/echo/\" }",
                        "\"/root/\" { proxy_pass = \"ORIGIN/\" }")
                .start()) {
            get(proxy, target);
            assertThat(upstream(proxy)).startsWith("GET " + sent + " HTTP/1.1\r\n");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/, all",
        "/exact, exact",
        "/exact/, all",
        "/images/a.gif, images",
        "/a.gif, regex",
        "/A.GIF, regex",
        "/docs/x, docs",
        "/docs/x.gif, regex"
    })
    void locationsAnswerInNginxOrder(String target, String which) throws Exception {
        try (var proxy = plain().locations(
                        "\"/\" { return = \"200 all\" }",
                        "\"= /exact\" { return = \"200 exact\" }",
                        "\"^~ /images/\" { return = \"200 images\" }",
                        "\"/docs\" { return = \"200 docs\" }",
                        "\"~* \\\\.gif$\" { return = \"200 regex\" }")
                .start()) {
            assertThat(get(proxy, target).body()).isEqualTo(which);
        }
    }

    @Test
    void returnAnswersAndRedirects() throws Exception {
        try (var proxy = plain().locations(
                        "\"/text\" { return = \"200 'hi $request_method'\" }",
                        "\"/moved\" { return = \"301 /there\" }",
                        "\"/gone\" { return = 410 }")
                .start()) {
            assertThat(get(proxy, "/text").body()).isEqualTo("hi GET");
            assertThat(get(proxy, "/moved").header("Location")).contains("http://lab.test:" + proxy.port() + "/there");
            assertThat(get(proxy, "/gone").body()).contains("<h1>410 Gone</h1>");
        }
    }

    @Test
    void errorPagesAreInternalOrRedirects() throws Exception {
        try (var proxy = plain().http("error_page = [\"502 /sorry\", \"404 =200 /found\", \"403 http://e.test/\"]")
                .locations(
                        "\"/\" { proxy_pass = \"ORIGIN\" }",
                        "\"/sorry\" { return = \"200 sorry\" }",
                        "\"/found\" { return = \"200 found\" }",
                        "\"/none\" { return = 404 }",
                        "\"/shut\" { return = 403 }")
                .start()) {
            assertThat(get(proxy, "/early").words()).isEqualTo("502 connection=keep-alive, 5 bytes, complete");
            assertThat(get(proxy, "/none").words()).isEqualTo("200 connection=keep-alive, 5 bytes, complete");
            var moved = get(proxy, "/shut");
            assertThat(moved.statusLine()).isEqualTo("HTTP/1.1 302 Moved Temporarily");
            assertThat(moved.header("Location")).contains("http://e.test/");
        }
    }

    @Test
    void addedFieldsComeLastAndOnFailuresOnlyWithAlways() throws Exception {
        try (var proxy = plain().http("add_header = [\"X-Some $status\", \"X-Always 1 always\"]")
                .start()) {
            var good = get(proxy, "/ok").headers();
            assertThat(good.subList(good.size() - 2, good.size())).containsExactly("X-Some: 200", "X-Always: 1");
            assertThat(get(proxy, "/early").headers()).contains("X-Always: 1").doesNotContain("X-Some: 502");
        }
    }

    @Test
    void serverTokensOffHidesTheVersion() throws Exception {
        try (var proxy = plain().http("server_tokens = off").start()) {
            assertThat(get(proxy, "/ok").header("Server")).contains("Tengine");
            assertThat(get(proxy, "/early").body()).doesNotContain("3.2.0");
        }
    }

    static Stream<String> shapes() {
        return Stream.of(
                "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
                "Content-Length: 5\r\nContent-Length: 6\r\n",
                "Content-Length: +5\r\n",
                "Content-Length: 5,5\r\n",
                "Content-Length: 99999999999999999999\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
                "X-A: a\rb\r\n",
                "X-A: a\0b\r\n",
                "X-A : a\r\n",
                " X-A: a\r\n",
                "X-A: a\r\n folded\r\n",
                ": nameless\r\n",
                "Host: other\r\n",
                "X-Big: " + "a".repeat(9000) + "\r\n");
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void aSmugglingShapeIs400AndTheOriginNeverHearsOfIt(String fields) throws Exception {
        refuses("POST /ok HTTP/1.1\r\nHost: lab.test\r\n" + fields + "\r\nhello", 400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /ok HTTP/1.1\r\n\r\n",
                "get /ok HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /../x HTTP/1.1\r\nHost: a\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "POST /ok HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /ok HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
                "POST /ok HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhelloX\r\n",
                "POST /ok HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n"
            })
    void aBrokenRequestIs400AndTheOriginNeverHearsOfIt(String request) throws Exception {
        refuses(request, 400);
    }

    private static void refuses(String request, int status) throws Exception {
        try (var proxy = plain().http("lingering_timeout = 100ms").start();
                var client = proxy.client()) {
            var page = client.send(request).response();
            assertThat(page.words()).startsWith(status + " connection=close").endsWith("complete");
            assertThat(page.body()).contains("<h1>400 Bad Request</h1>");
            client.readToEnd();
            assertThat(Closing.of(client)).containsExactly("FIN");
            proxy.ending(client);
            assertThat(proxy.origin().accepted()).isZero();
        }
    }

    @Test
    void logFormatsTakeVariablesAndEscapeThem() throws Exception {
        try (var proxy = plain().http(
                                "log_format.own = \"$connection $connection_requests [$http_user_agent] $upstream_status $scheme"
                                        + " $request_length\"",
                                "access_log = [\"LOGS/access.log own\", \"LOGS/combined.log combined\"]")
                        .start();
                var client = proxy.client()) {
            client.request("/ok").response();
            client.request(Request.get("/ok").withHeader("User-Agent: a\"b\\c\u0001\u00e9"))
                    .response();
            assertThat(proxy.access("a\\x22b")).isEqualTo("1 2 [a\\x22b\\x5Cc\\x01\\xE9] 200 http 57");
            assertThat(proxy.line("combined.log", "a\\x22b"))
                    .matches("127\\.0\\.0\\.1 - - \\[\\d\\d/\\w{3}/\\d{4}:\\d\\d:\\d\\d:\\d\\d [+-]\\d{4}] "
                            + "\"GET /ok HTTP/1\\.1\" 200 100 \"-\" \"a\\\\x22b\\\\x5Cc\\\\x01\\\\xE9\"");
        }
    }

    /** What nginx 1.22 knows of a chunked body's length, as measured; $request_length counts what is read, not what is dropped. */
    @ParameterizedTest
    @CsvSource({
        "/drop, 0, 0",
        "/if, 0, 0",
        "/stored, 8, 23",
        "/streamed, 8, 23",
        "/nobody, 8, 23",
    })
    void theLengthOfAChunkedBodyIsKnownOnceItWasReadOrDropped(String path, String length, int counted)
            throws Exception {
        try (var proxy = lengths();
                var client = proxy.client()) {
            var head = "POST " + path + " HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
            client.send(head + "5\r\nhello\r\n3\r\nabc\r\n0\r\n\r\n");
            var answer = client.response();
            if (path.equals("/drop")) {
                assertThat(answer.body()).isEqualTo("0");
            } else if (path.equals("/if")) {
                assertThat(answer.words()).as("not known before it is dropped").startsWith("202 ");
            }
            assertThat(proxy.access(path)).isEqualTo(path + "|" + length + "|" + (head.length() + counted));
        }
    }

    @ParameterizedTest
    @CsvSource({"5, 8192", "ffff, 65539"})
    void ofABodyThatIsBeingDroppedItIsWhatIsWantedNext(String size, String length) throws Exception {
        try (var proxy = lengths();
                var client = proxy.client()) {
            client.send("POST /drop HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + size + "\r\n");
            assertThat(client.response().body()).isEqualTo(length);
        }
    }

    private static LabProxy lengths() throws Exception {
        return plain().http("log_format = { test = \"$request_uri|$content_length|$request_length\" }")
                .locations(
                        "\"/drop\" { return = \"200 $content_length\" }",
                        "\"/if\" { \"if ($content_length)\" { return = 201 }, return = 202 }",
                        "\"/stored\" { proxy_pass = \"ORIGIN/ok\" }",
                        "\"/streamed\" { proxy_pass = \"ORIGIN/ok\", proxy_request_buffering = off }",
                        "\"/nobody\" { proxy_pass = \"http://127.0.0.1:1\" }")
                .start();
    }

    /** ngx_http_header_filter: one that is made absolute has a place of its own, another is the first of the fields. */
    @Test
    void aLocationThatIsMadeAbsoluteComesBeforeConnectionAndAnotherBehindIt() throws Exception {
        try (var proxy = plain().locations(
                                "\"/path\" { return = \"301 /x\", add_header = [\"A 1\"] }",
                                "\"/url\" { return = \"301 http://x/\", add_header = [\"A 1\"] }",
                                "\"/off\" { absolute_redirect = off, return = \"301 /x\" }")
                        .start();
                var client = proxy.client()) {
            assertThat(names(client.request("/path").response())).containsSubsequence("location", "connection", "a");
            assertThat(names(client.request("/url").response())).containsSubsequence("connection", "location", "a");
            assertThat(names(client.request("/off").response())).containsSubsequence("connection", "location");
        }
    }

    private static List<String> names(Response response) {
        return response.headers().stream()
                .map(line -> line.replaceFirst(":.*", "").toLowerCase(Locale.ROOT))
                .toList();
    }

    @Test
    void theStatusInAReturnedTextIsThatOfTheReturnOrOfTheErrorPage() throws Exception {
        try (var proxy = plain().locations(
                                "\"/\" { return = \"203 $status\" }",
                                "\"/page\" { \"error_page\" = [\"403 @named\"], deny = [all] }",
                                "\"/set\" { \"error_page\" = [\"403 =200 @named\"], deny = [all] }",
                                "\"/own\" { \"error_page\" = [\"403 = @named\"], deny = [all] }",
                                "\"@named\" { return = \"503 $status\" }")
                        .start();
                var client = proxy.client()) {
            assertThat(client.request("/").response().body()).isEqualTo("203");
            assertThat(client.request("/page").response().body()).isEqualTo("403");
            assertThat(client.request("/set").response().body()).isEqualTo("200");
            assertThat(client.request("/own").response().body()).isEqualTo("503");
        }
    }

    @Test
    void aLogMayHaveAConditionAndANameForEachLine() throws Exception {
        try (var proxy = plain().http(
                                "log_format.own = [\"escape=none\", \"$request_uri\"]",
                                "access_log = [\"LOGS/access.log combined\", \"LOGS/if.log own if=$arg_log\","
                                        + " \"LOGS/named-$arg_name own\"]")
                        .start();
                var client = proxy.client()) {
            client.request("/ok?log=0&name=a").response();
            client.request("/ok?log=1&name=b").response();
            client.request("/ok?name=b").response();
            assertThat(proxy.line("if.log", "ok")).isEqualTo("/ok?log=1&name=b");
            proxy.access("/ok?name=b");
            assertThat(proxy.line("named-a", "ok")).isEqualTo("/ok?log=0&name=a");
            assertThat(proxy.line("named-b", "/ok?name")).isEqualTo("/ok?name=b");
            assertThat(proxy.line("if.log", "ok")).isEqualTo("/ok?log=1&name=b");
        }
    }
}
