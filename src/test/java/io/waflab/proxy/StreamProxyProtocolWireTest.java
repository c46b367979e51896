package io.waflab.proxy;

import static io.waflab.proxy.StreamLab.hear;
import static io.waflab.proxy.StreamLab.rest;
import static io.waflab.proxy.StreamLab.say;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PROXY protocol of stream: what upstreams get, and what clients may send. */
@Tag("wire")
class StreamProxyProtocolWireTest {

    private static final String OUT = "server { listen LISTEN; proxy_protocol on; proxy_pass ORIGIN; }";
    private static final String BOTH = "server { listen LISTEN proxy_protocol; set_real_ip_from 127.0.0.0/8;"
            + " proxy_protocol on; proxy_pass ORIGIN; }";

    @TempDir
    private static Path folder;

    @Test
    void theHeaderComesBeforeEverythingAndWithoutAByteOfTheClient() throws Exception {
        try (var lab = new StreamLab(folder, OUT);
                var client = lab.client()) {
            var header = "PROXY TCP4 127.0.0.1 127.0.0.1 " + client.getLocalPort() + " " + lab.port() + "\r\n";
            var origin = lab.origin();
            assertThat(hear(origin, header.length())).isEqualTo(header);
            say(client, "hi");
            assertThat(hear(origin, 2)).isEqualTo("hi");
        }
    }

    @Test
    void behindAnotherProxyTheClientIsWhomItNames() throws Exception {
        try (var lab = new StreamLab(folder, BOTH);
                var client = lab.client()) {
            say(client, "PROXY TCP4 1.2.3.4 5.6.7.8 1000 2000\r\nhi");
            var expected = "PROXY TCP4 1.2.3.4 127.0.0.1 1000 " + lab.port() + "\r\nhi";
            assertThat(hear(lab.origin(), expected.length())).isEqualTo(expected);
        }
        try (var lab = new StreamLab(folder, BOTH);
                var client = lab.client()) {
            say(client, "PROXY TCP6 2001:db8::1 2001:db8::2 1000 2000\r\nhi");
            var expected = "PROXY TCP6 2001:db8::1 127.0.0.1 1000 " + lab.port() + "\r\nhi";
            assertThat(hear(lab.origin(), expected.length())).isEqualTo(expected);
        }
    }

    @Test
    void nobodyIsKnownBehindAUnixSocket() throws Exception {
        try (var lab = new StreamLab(
                        folder, OUT + " server { listen unix:FOLDER/s; proxy_protocol on; proxy_pass ORIGIN; }");
                var client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            client.connect(UnixDomainSocketAddress.of(lab.folder().resolve("s")));
            client.write(ByteBuffer.wrap("hi".getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
            assertThat(hear(lab.origin(), 17)).isEqualTo("PROXY UNKNOWN\r\nhi");
        }
    }

    @Test
    void theHeaderIsInThePlainBeforeTls() throws Exception {
        try (var lab = new StreamLab(
                        folder, "server { listen LISTEN; proxy_protocol on; proxy_ssl on; proxy_pass ORIGIN; }");
                var client = lab.client()) {
            var header = "PROXY TCP4 127.0.0.1 127.0.0.1 " + client.getLocalPort() + " " + lab.port() + "\r\n";
            var origin = lab.origin();
            assertThat(hear(origin, header.length())).isEqualTo(header);
            assertThat(hear(origin, 2)).as("a handshake record").isEqualTo("\u0016\u0003");
        }
    }

    @Test
    void whatIsNoHeaderIsReset() throws Exception {
        try (var lab = new StreamLab(folder, BOTH);
                var client = lab.client()) {
            say(client, "GET / HTTP/1.0\r\n\r\n");
            assertThat(rest(client)).isEqualTo("RST");
            assertThat(lab.access()).startsWith("400 ");
            assertThat(lab.ending()).startsWith("ended by no PROXY protocol header: RST");
        }
    }

    @Test
    void whatWasSentBehindTheHeaderAndNobodyReadsTurnsFinIntoRst() throws Exception {
        var header = "PROXY TCP4 1.2.3.4 5.6.7.8 1000 2000\r\n";
        for (var then : List.of("return bye;", "deny all; return bye;")) {
            var server = "server { listen LISTEN proxy_protocol; " + then + " }";
            try (var lab = new StreamLab(folder, server);
                    var client = lab.client()) {
                say(client, header + "hi");
                assertThat(rest(client)).as(then).endsWith("RST");
                assertThat(lab.ending()).as(then).contains(": RST ");
            }
            try (var lab = new StreamLab(folder, server);
                    var client = lab.client()) {
                say(client, header);
                assertThat(rest(client)).as(then).isIn("byeFIN", "FIN");
            }
        }
    }

    @Test
    void aHeaderIsAwaitedForProxyProtocolTimeout() throws Exception {
        try (var lab = new StreamLab(folder, "proxy_protocol_timeout 300ms; " + BOTH);
                var client = lab.client()) {
            assertThat(rest(client)).isEqualTo("FIN");
            assertThat(lab.ending()).startsWith("ended by proxy_protocol_timeout 300ms (");
            assertThat(lab.access()).startsWith("200 ");
        }
    }
}
