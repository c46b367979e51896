package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Clients that try to be taken for what they are not, or to leave a connection hanging. */
@Tag("wire")
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class HostileWireTest {

    private static final String HOST = " HTTP/1.1\r\nHost: lab.test\r\n";
    private static final Duration AMPLE = Duration.ofSeconds(10);

    @TempDir
    static Path folder;

    private static LabProxy.Setup plain() {
        return LabProxy.Setup.in(folder).plain();
    }

    private static LabProxy returning(String text) throws Exception {
        return plain().locations("\"/\" { return = \"" + text + "\" }").start();
    }

    @Test
    void aRequestBehindADroppedBodyIsAnswered() throws Exception {
        try (var proxy = returning("200 dropped");
                var client = proxy.client()) {
            client.send("POST /a" + HOST + "Content-Length: 5\r\n\r\nhelloGET /b" + HOST + "Connection: close\r\n\r\n");
            assertThat(client.response().header("connection")).contains("keep-alive");
            assertThat(client.response().header("connection")).contains("close");
        }
    }

    @Test
    void whatFollowsADroppedBodyWithBrokenChunksIsNoRequest() throws Exception {
        try (var proxy = returning("200 dropped");
                var client = proxy.client()) {
            client.send("POST /a" + HOST + "Transfer-Encoding: chunked\r\n\r\n0XGET /smuggled" + HOST + "\r\n");
            assertThat(client.response().status()).isEqualTo(400);
            client.readToEnd(AMPLE);
            assertThat(proxy.ending(client)).contains(", 1 request ", "[request-refused]");
        }
    }

    @Test
    void aLineEndInAVariableDoesNotReachTheUpstream() throws Exception {
        try (var proxy = plain().locations("\"/\" { proxy_pass = \"ORIGIN\", proxy_set_header = { X-Uri = \"$uri\" } }")
                        .start();
                var evil = proxy.client();
                var client = proxy.client()) {
            var answer = evil.request("/ok%0d%0aX-Evil:1").response();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.header("connection")).contains("close");
            assertThat(client.request("/ok").response().status()).isEqualTo(200);
            assertThat(proxy.origin().requests()).hasSize(1);
        }
    }

    @Test
    void aLineEndInARedirectIsEncoded() throws Exception {
        try (var proxy = returning("302 https://x$uri");
                var client = proxy.client()) {
            var answer = client.request("/a%0d%0aSet-Cookie:x").response();
            assertThat(answer.header("location")).contains("https://x/a%0D%0ASet-Cookie:x");
            assertThat(answer.header("set-cookie")).isEmpty();
        }
    }

    @Test
    void aLineEndInAnAddedFieldBeginsNoOther() throws Exception {
        try (var proxy = plain().locations("\"/\" { return = \"200 x\", add_header = [\"X-Uri $uri\"] }")
                        .start();
                var client = proxy.client()) {
            assertThat(client.request("/a%0d%0ab").response().header("x-uri")).contains("/a  b");
            assertThat(client.request("/a").response().header("x-uri")).contains("/a");
        }
    }

    @Test
    void whatComesWithAnUpgradeReachesTheTunnel() throws Exception {
        try (var proxy = plain().locations(
                                "\"/\" { proxy_pass = \"ORIGIN\"",
                                "proxy_set_header = { Upgrade = \"$http_upgrade\", Connection = \"upgrade\" } }")
                        .start();
                var client = proxy.client()) {
            client.send("GET /ws?raw" + HOST + "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\nEARLY");
            assertThat(client.response().status()).isEqualTo(101);
            assertThat(client.read(5)).isEqualTo(5);
        }
    }

    @Test
    void aPostponedOutputLargerThanTheBuffersDoesNotHang() throws Exception {
        try (var proxy = plain().http("postpone_output = 1m").start();
                var client = proxy.client()) {
            assertThat(client.request("/big?n=500000").response().bodyLength()).isEqualTo(500_000);
        }
    }

    @EveryTls
    void aClientThatSaysCloseNotifyAndReadsOnGetsItsAnswer(TlsCase tls) throws Exception {
        try (var proxy = LabProxy.Setup.in(folder, tls).start();
                var client = proxy.client()) {
            client.request("/wait?t=0.3");
            proxy.origin().awaitRequest(AMPLE);
            client.closeNotify();
            client.readToEnd(AMPLE);
            assertThat(proxy.access("/wait")).contains("|200|");
            assertThat(proxy.ending(client)).contains("[normal-close]");
        }
    }
}
