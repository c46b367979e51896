package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.reproduce.Request;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the proxy counts, as stub_status and its variables tell it; and the page in a redirect's place. */
@Tag("wire")
@Timeout(60)
class StubStatusWireTest {

    @TempDir
    static Path folder;

    private static LabProxy proxy() throws Exception {
        return LabProxy.Setup.in(folder)
                .plain()
                .locations(
                        "\"/stub\" { stub_status = on, add_header = { X-Writing = \"$connections_writing\" } }",
                        "\"/moved\" { return = \"301 /there\", msie_refresh = on }")
                .start();
    }

    @Test
    void connectionsAndRequestsAreCounted() throws Exception {
        try (var proxy = proxy();
                var client = proxy.client()) {
            assertThat(client.request("/stub").response().body())
                    .isEqualTo("Active connections: 1 \nserver accepts handled requests\n 1 1 1 \n"
                            + "Reading: 0 Writing: 1 Waiting: 0 \n");
            try (var second = proxy.client()) {
                var told = second.request("/stub").response();
                assertThat(told.body())
                        .isEqualTo("Active connections: 2 \nserver accepts handled requests\n 2 2 2 \n"
                                + "Reading: 0 Writing: 1 Waiting: 1 \n");
                assertThat(told.header("X-Writing")).contains("1");
            }
        }
    }

    @Test
    void aHeadThatIsNotWholeIsBeingRead() throws Exception {
        try (var proxy = proxy();
                var slow = proxy.client();
                var client = proxy.client()) {
            assertThat(slow.request("/stub").response().status()).isEqualTo(200);
            slow.send("GET /stub HTTP/1.1\r\n");
            var body = "";
            for (int i = 0; i < 1000 && !body.contains("Reading: 1"); i++) {
                body = client.request("/stub").response().body();
            }
            assertThat(body).endsWith("Reading: 1 Writing: 1 Waiting: 0 \n");
        }
    }

    @Test
    void onlyReadingIsAllowed() throws Exception {
        try (var proxy = proxy();
                var client = proxy.client()) {
            client.send("POST /stub HTTP/1.1\r\nHost: lab.test\r\nContent-Length: 0\r\n\r\n");
            assertThat(client.response().status()).isEqualTo(405);
        }
    }

    @Test
    void aPageIsLongerForChromeWhereItIsToBe() throws Exception {
        var agent = "User-Agent: Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36";
        try (var proxy = LabProxy.Setup.in(folder)
                        .plain()
                        .server("imitates = \"nginx/1.22.1\", server_info = off")
                        .locations("\"/\" { return = 404 }", "\"/longer\" { return = 404, msie_padding = on }")
                        .start();
                var client = proxy.client()) {
            assertThat(client.request(Request.get("/").withHeader(agent))
                            .response()
                            .body())
                    .hasSize(153);
            assertThat(client.request(Request.get("/longer").withHeader(agent))
                            .response()
                            .body())
                    .hasSize(555);
            assertThat(client.request("/longer").response().body()).hasSize(153);
        }
    }

    @Test
    void anOldBrowserIsSentElsewhereByAPage() throws Exception {
        try (var proxy = proxy();
                var client = proxy.client()) {
            var page = client.request(Request.get("/moved").withHeader("User-Agent: MSIE 6.0"))
                    .response();
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.header("Location")).isEmpty();
            assertThat(page.body()).contains("URL=/there\"");
            var redirect = client.request("/moved").response();
            assertThat(redirect.status()).isEqualTo(301);
            assertThat(redirect.header("Location")).isPresent();
        }
    }
}
