package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A close_notify that one read of the socket has with the request before it: nginx answers, and then sees the end; after
 * nginx 1.22 as measured.
 */
@Tag("wire")
@Timeout(60)
class OneReadWireTest {

    private static final String OWN = get("/own", "");
    private static final String PROXIED = get("/ok", "");

    @TempDir
    private static Path folder;

    private static String get(String target, String fields) {
        return "GET " + target + " HTTP/1.1\r\nHost: lab.test\r\n" + fields + "\r\n";
    }

    private static LabProxy proxy(TlsCase tls) throws Exception {
        return LabProxy.Setup.in(folder, tls)
                .server("lingering_close = on", "lingering_timeout = 100ms")
                .locations("\"/\" { proxy_pass = \"ORIGIN\" }", "\"/own\" { return = \"200 text\" }")
                .start();
    }

    /** In TLS 1.3 their alerts are of different lengths. */
    private static List<SslProvider> clients(TlsCase tls) {
        return tls.version().equals("TLSv1.3") && OpenSsl.isAvailable()
                ? List.of(SslProvider.JDK, SslProvider.OPENSSL)
                : List.of(SslProvider.JDK);
    }

    /** Statuses and end, for each kind of client. */
    private static List<String> ends(LabProxy proxy, TlsCase tls, String... requests) throws Exception {
        var ends = new ArrayList<String>();
        for (var provider : clients(tls)) {
            try (var client = new OneReadClient(proxy.port(), provider, tls.version())) {
                for (var request : requests) {
                    client.with(request);
                }
                ends.add(words(client.withCloseNotify().send().rest()));
            }
        }
        return ends;
    }

    private static String words(String heard) {
        var statuses = Stream.of(heard.split("HTTP/1.1 "))
                .skip(1)
                .map(answer -> answer.substring(0, 3))
                .collect(Collectors.joining(" "));
        return (statuses + heard.substring(heard.lastIndexOf('\n') + 1).replaceFirst("^(text|x+)", " ")).strip();
    }

    @EveryTls
    void aRequestWithACloseNotifyBehindItIsAnswered(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls)) {
            assertThat(ends(proxy, tls, OWN)).containsOnly("200 FIN");
            assertThat(ends(proxy, tls, PROXIED)).containsOnly("200 FIN");
        }
    }

    @EveryTls
    void soAreAllThatCameBeforeIt(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls)) {
            assertThat(ends(proxy, tls, OWN, OWN)).containsOnly("200 200 FIN");
            assertThat(ends(proxy, tls, PROXIED, OWN)).containsOnly("200 200 FIN");
            assertThat(ends(proxy, tls, PROXIED + PROXIED, PROXIED)).containsOnly("200 200 200 FIN");
            assertThat(ends(proxy, tls, PROXIED, OWN.substring(0, 9))).containsOnly("200 FIN");
        }
    }

    /** nginx reads such a body as the upstream takes it, and the close_notify behind all of it. */
    @EveryTls
    void soIsOneWhoseBodyIsStreamed(TlsCase tls) throws Exception {
        try (var proxy = LabProxy.Setup.in(folder, tls)
                .server("proxy_request_buffering = off", "lingering_timeout = 100ms")
                .start()) {
            var head = post(40_000, "");
            var part = "x".repeat(10_000);
            assertThat(ends(proxy, tls, head, part, part, part, part)).containsOnly("200 FIN");
            assertThat(ends(proxy, tls, head, part)).containsOnly("FIN");
        }
    }

    /** nginx answers no close_notify that its library has read, not even where it closes by itself. */
    @EveryTls
    void behindTheLastAnswerNoneIsSaid(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls)) {
            assertThat(ends(proxy, tls, get("/own", "Connection: close\r\n"))).containsOnly("200 FIN");
            assertThat(ends(proxy, tls, get("/ok", "Connection: close\r\n"))).containsOnly("200 FIN");
        }
    }

    /** A body that does not fit into the head's buffer nginx reads to its end and no further: it takes its leave itself. */
    @EveryTls
    void behindTheLastAnswerToALongBodyOneIsSaid(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls)) {
            assertThat(ends(proxy, tls, post(3, ""), "abc")).containsOnly("200 FIN");
            assertThat(ends(proxy, tls, post(3, "Connection: close\r\n") + "abc"))
                    .containsOnly("200 FIN");
            var body = "x".repeat(10_000);
            assertThat(ends(proxy, tls, post(20_000, ""), body, body)).containsOnly("200 FIN");
            assertThat(ends(proxy, tls, post(20_000, "Connection: close\r\n"), body, body))
                    .containsOnly("200 close_notifyFIN");
        }
    }

    private static String post(int length, String fields) {
        return "POST /ok HTTP/1.1\r\nHost: lab.test\r\nContent-Length: " + length + "\r\n" + fields + "\r\n";
    }
}
