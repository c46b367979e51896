package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.reproduce.Request;
import io.waflab.reproduce.Response;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** nginx's phases in their order: rewriting, redirects inside the server, error pages, files; on the wire. */
@Tag("wire")
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class PhasesWireTest {

    @TempDir
    static Path folder;

    @BeforeAll
    static void files() throws Exception {
        var root = Files.createDirectories(folder.resolve("root/dir"));
        Files.writeString(root.resolve("index.html"), "index");
        Files.writeString(root.resolve("x.html"), "hello");
        Files.write(root.resolve("big"), new byte[300_000]);
        Files.createDirectories(root.resolve("empty"));
    }

    private static LabProxy proxy(String server, String... locations) throws Exception {
        return LabProxy.Setup.in(folder)
                .plain()
                .server("root = \"" + folder.resolve("root") + "\"", server)
                .locations(locations)
                .start();
    }

    private static Response get(LabProxy proxy, String target) throws Exception {
        try (var client = proxy.client()) {
            return client.request(target).response();
        }
    }

    private static String text(Response response) {
        return response.status() + " " + response.body();
    }

    private static String firstLine(LabProxy proxy) {
        return proxy.origin().requests().get(0).head().lines().findFirst().orElseThrow();
    }

    @Test
    void theServersRewritingComesBeforeItsLocationsAndAChangedUriFindsAnother() throws Exception {
        try (var proxy = proxy(
                "steps = [ \"set $from server\", \"rewrite ^/old/(.*)$ /new/$1\" ]",
                "\"/old\" { steps = [ \"return 500\" ] }",
                "\"/new\" { steps = [ \"rewrite ^/new/(?<what>.+)$ /last?w=$what last\" ] }",
                "\"/last\" { steps = [ \"return 200 $from:$uri:$args:$request_uri\" ] }")) {
            assertThat(text(get(proxy, "/old/x?a=b"))).isEqualTo("200 server:/last:w=x&a=b:/old/x?a=b");
        }
    }

    @Test
    void aUriThatKeepsChangingIsGivenUp() throws Exception {
        try (var proxy = proxy(
                "", "\"/a\" { steps = [ \"rewrite ^ /b last\" ] }", "\"/b\" { steps = [ \"rewrite ^ /a last\" ] }")) {
            assertThat(get(proxy, "/a").status()).isEqualTo(500);
            assertThat(proxy.line("error.log", "cycle while processing \"/")).contains("[error]");
        }
    }

    @Test
    void theUpstreamIsAskedForWhatRewritingMadeOfTheUri() throws Exception {
        try (var proxy = proxy(
                "",
                "\"/break/\" { steps = [ \"rewrite ^/break/(.*) /kept/$1 break\" ], proxy_pass = \"ORIGIN/uri/\" }")) {
            get(proxy, "/break/a%20b?x");
            assertThat(firstLine(proxy)).isEqualTo("GET /kept/a%20b?x HTTP/1.1");
        }
        try (var proxy = proxy(
                "",
                "\"/in/\" { steps = [ \"rewrite ^/in/(.*) /to/$1\" ] }",
                "\"/to/\" { proxy_pass = \"ORIGIN/uri/\" }")) {
            get(proxy, "/in/a?x");
            assertThat(firstLine(proxy)).isEqualTo("GET /uri/a?x HTTP/1.1");
        }
    }

    @Test
    void insideAnIfItsOwnSettingsHold() throws Exception {
        try (var proxy = proxy("", """
                "/" {
                  proxy_pass = "ORIGIN", add_header { X = outer }
                  steps = [ "set $a $arg_a", { "if ($a = 1)" { add_header { X = "inner $a" } } } ]
                }""")) {
            assertThat(get(proxy, "/echo?a=1").header("X")).contains("inner 1");
            assertThat(get(proxy, "/echo?a=2").header("X")).contains("outer");
        }
    }

    @Test
    void anErrorPageIsAnotherRequestOfTheSameServer() throws Exception {
        try (var proxy = proxy(
                "error_page = [ \"404 /missing?$uri\", \"403 =200 @named\", \"410 = /gone\", \"411 http://x/y\","
                        + " \"412 =307 /elsewhere\" ]",
                "\"/missing\" { steps = [ \"return 200 $request_method:$args\" ], internal = on }",
                "\"@named\" { steps = [ \"return 201 $uri\" ] }",
                "\"/gone\" { steps = [ \"return 202 gone\" ] }",
                "\"/elsewhere\" { steps = [ \"return 200 there\" ] }",
                "\"~ ^/(?<code>\\\\d+)$\" { steps = [ { \"if ($code = 404)\" { steps = [ \"return 404\" ] } },"
                        + " { \"if ($code = 403)\" { steps = [ \"return 403\" ] } },"
                        + " { \"if ($code = 410)\" { steps = [ \"return 410\" ] } },"
                        + " { \"if ($code = 411)\" { steps = [ \"return 411\" ] } }, \"return 412\" ] }")) {
            try (var client = proxy.client()) {
                var posted = client.request(Request.post("/404", 1)).response();
                assertThat(text(posted)).isEqualTo("404 GET:/404");
            }
            assertThat(text(get(proxy, "/403"))).isEqualTo("200 /403");
            assertThat(text(get(proxy, "/410"))).isEqualTo("202 gone");
            var sent = get(proxy, "/411");
            assertThat(sent.status()).isEqualTo(302);
            assertThat(sent.header("Location")).contains("http://x/y");
            assertThat(text(get(proxy, "/412"))).isEqualTo("307 there");
            assertThat(get(proxy, "/missing").status()).as("internal").isEqualTo(404);
        }
    }

    @Test
    void aNamedLocationGetsTheRequestWithItsMethodAndBody() throws Exception {
        try (var proxy = proxy(
                        "error_page = \"502 504 @fallback\"",
                        "\"/dead\" { proxy_pass = \"http://127.0.0.1:9\" }",
                        "\"@fallback\" { proxy_pass = \"ORIGIN\" }");
                var client = proxy.client()) {
            client.request(Request.post("/dead/echo?a", 5)).response();
            assertThat(firstLine(proxy)).isEqualTo("POST /dead/echo?a HTTP/1.1");
            assertThat(proxy.origin().requests().get(0).head()).contains("Content-Length: 5\r\n");
        }
    }

    @Test
    void aVariableThatIsSetChangesWhatTheUpstreamIsAskedFor() throws Exception {
        try (var proxy = proxy("", "\"/\" { steps = [ \"set $args b=2\" ], proxy_pass = \"ORIGIN\" }")) {
            get(proxy, "/echo?a=1");
            assertThat(firstLine(proxy)).isEqualTo("GET /echo?b=2 HTTP/1.1");
        }
    }

    @Test
    void aHeadThatIsRefusedHasTheServersErrorPage() throws Exception {
        try (var proxy = proxy("error_page = \"400 /bad\"", "\"/bad\" { steps = [ \"return 200 sorry\" ] }");
                var client = proxy.client()) {
            client.send("GET / HTTP/1.1\r\nBad Name: x\r\nHost: \r\n\r\n");
            var response = client.response();
            assertThat(text(response)).isEqualTo("400 sorry");
            assertThat(response.header("Connection")).contains("close");
        }
    }

    @Test
    void aFileIsSentWithItsTypeAndAFoldersNameGetsItsSlash() throws Exception {
        try (var proxy = proxy("error_log = \"LOGS/error.log info\"")) {
            var file = get(proxy, "/dir/x.html");
            assertThat(text(file)).isEqualTo("200 hello");
            assertThat(file.header("Content-Type")).contains("text/html");
            assertThat(file.header("Last-Modified")).isPresent();
            assertThat(file.header("ETag").orElseThrow()).matches("\"[0-9a-f]+-5\"");
            assertThat(text(get(proxy, "/dir/"))).isEqualTo("200 index");
            var slash = get(proxy, "/dir?a");
            assertThat(slash.status()).isEqualTo(301);
            assertThat(slash.header("Location")).contains("http://lab.test:" + proxy.port() + "/dir/?a");
            assertThat(get(proxy, "/dir/big").bodyLength()).isEqualTo(300_000);
            assertThat(get(proxy, "/dir/empty/").status()).isEqualTo(403);
            assertThat(get(proxy, "/none").status()).isEqualTo(404);
            assertThat(proxy.line("error.log", "root/none")).contains("open() \"", "failed (2: No such file");
            assertThat(proxy.line("error.log", "directory index of")).contains("empty/\" is forbidden");
            try (var client = proxy.client()) {
                assertThat(client.request(Request.post("/dir/x.html", 0))
                                .response()
                                .status())
                        .isEqualTo(405);
            }
        }
    }

    @Test
    void tryFilesTakesTheFirstThatIsThere() throws Exception {
        try (var proxy = proxy(
                "",
                "\"/t/\" { try_files = \"/dir$uri /dir/x.html /never\" }",
                "\"/u/\" { try_files = \"/nothing /up?$args\" }",
                "\"/v/\" { try_files = \"/nothing =410\" }",
                "\"/w/\" { try_files = \"/nothing @named\" }",
                "\"@named\" { steps = [ \"return 200 $uri\" ] }",
                "\"/up\" { proxy_pass = \"ORIGIN\" }")) {
            assertThat(text(get(proxy, "/t/x"))).isEqualTo("200 hello");
            assertThat(get(proxy, "/v/x").status()).isEqualTo(410);
            assertThat(text(get(proxy, "/w/x"))).isEqualTo("200 /w/x");
            get(proxy, "/u/x?a=b");
            assertThat(firstLine(proxy)).isEqualTo("GET /up?a=b HTTP/1.1");
        }
    }

    @Test
    void anAliasTakesThePlaceOfThePrefixOrOfAll() throws Exception {
        var root = folder.resolve("root");
        try (var proxy = proxy(
                "",
                "\"/a/\" { alias = \"" + root + "/dir/\" }",
                "\"~ ^/re/(.+)$\" { alias = \"" + root + "/dir/$1\" }")) {
            assertThat(text(get(proxy, "/a/x.html"))).isEqualTo("200 hello");
            assertThat(text(get(proxy, "/re/x.html"))).isEqualTo("200 hello");
        }
    }

    @Test
    void methodsThatAreNotNamedAreLimited() throws Exception {
        try (var proxy = proxy("", "\"/\" { proxy_pass = \"ORIGIN\", \"limit_except GET\" { deny = all } }")) {
            assertThat(get(proxy, "/echo").status()).isEqualTo(200);
            try (var client = proxy.client()) {
                assertThat(client.request(Request.post("/echo", 0)).response().status())
                        .isEqualTo(403);
            }
        }
    }

    @Test
    void aBodyThatIsTooLargeIsSaidOnceSoThatAnErrorPageCanAnswer() throws Exception {
        try (var proxy = proxy(
                "client_max_body_size = 5, error_page = [\"413 /own\"]",
                "\"/own\" { return = \"200 sorry\" }",
                "\"/elsewhere\" { error_page = [\"413 =200 /page\"] }",
                "\"/page\" { proxy_pass = \"ORIGIN/echo\" }")) {
            try (var client = proxy.client()) {
                assertThat(text(client.request(Request.post("/x", 10)).response()))
                        .isEqualTo("413 sorry");
            }
            try (var client = proxy.client()) {
                assertThat(client.request(Request.post("/elsewhere", 10))
                                .response()
                                .status())
                        .isEqualTo(200);
            }
            assertThat(proxy.origin().requests().get(0).head())
                    .startsWith("GET /echo HTTP/1.1\r\n")
                    .doesNotContainIgnoringCase("content-length");
        }
    }

    /** A Content-Length that was read before the fault was met (ngx_http_process_request_header). */
    @Test
    void anUpstreamThatAnswersForARefusedHeadGetsTheBodyOfWhichNginxKnows() throws Exception {
        try (var proxy = proxy("error_page = [\"400 /page\"]", "\"/page\" { proxy_pass = \"ORIGIN/echo\" }");
                var client = proxy.connected()) {
            client.send(
                    "POST / HTTP/1.1\r\nHost: lab.test\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nab");
            client.pause(Duration.ofMillis(50)).send("cde");
            assertThat(client.response().status()).isEqualTo(400);
            assertThat(firstLine(proxy)).isEqualTo("GET /echo HTTP/1.1");
            assertThat(proxy.origin().requests().get(0).head()).containsIgnoringCase("content-length: 5\r\n");
        }
    }

    @Test
    void anUpstreamAnswersAtOnceForAHeadThatWasRefusedBeforeItsBodyWasKnown() throws Exception {
        try (var proxy = proxy("error_page = [\"400 /page\"]", "\"/page\" { proxy_pass = \"ORIGIN/ok\" }");
                var client = proxy.connected()) {
            client.send("POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\n");
            assertThat(client.response().status()).isEqualTo(400);
            assertThat(firstLine(proxy)).isEqualTo("GET /ok HTTP/1.1");
        }
    }
}
