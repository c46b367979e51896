package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.reproduce.Request;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names that variables of proxy_pass come to, and what a name server says of them. */
@Tag("wire")
@Timeout(60)
class NamesWireTest {

    /** Behind every name, in {@link #proxy}. */
    private static final String DOMAIN = ".127.0.0.1";

    @TempDir
    private static Path folder;

    /** Says 127.0.0.1 of each name. */
    private static final class NameServer implements AutoCloseable {

        private final DatagramSocket socket = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0));

        NameServer() throws IOException {
            var thread = new Thread(this::serve, "name server");
            thread.setDaemon(true);
            thread.start();
        }

        private void serve() {
            var packet = new DatagramPacket(new byte[4096], 4096);
            try {
                while (true) {
                    packet.setLength(4096);
                    socket.receive(packet);
                    var answer = answer(packet.getData(), packet.getLength());
                    socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            } catch (IOException closed) {
                // the test is over
            }
        }

        private static byte[] answer(byte[] query, int length) throws IOException {
            var bytes = new ByteArrayOutputStream();
            var out = new DataOutputStream(bytes);
            out.write(query, 0, 2);
            for (int header : new int[] {0x8180, 1, 1, 0, 0}) {
                out.writeShort(header);
            }
            out.write(query, 12, length - 12);
            out.writeShort(0xc00c);
            out.writeShort(1);
            out.writeShort(1);
            out.writeInt(60);
            out.writeShort(4);
            out.write(InetAddress.getByName("127.0.0.1").getAddress());
            return bytes.toByteArray();
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    private static LabProxy proxy(NameServer server) throws Exception {
        return LabProxy.Setup.in(folder)
                .plain()
                .locations("\"/\" { resolver = \"127.0.0.1:" + server.socket.getLocalPort() + " ipv6=off\","
                        + " resolver_timeout = 20s, proxy_pass = \"http://$http_x.PEER/ok\" }")
                .start();
    }

    private static String name(String labels) {
        return Stream.of(labels.split(" "))
                .map(length -> "a".repeat(Integer.parseInt(length)))
                .collect(Collectors.joining("."));
    }

    @ParameterizedTest
    @CsvSource({"1", "63", "63 63 63 50"})
    void aNameOfUpTo256OctetsIsAskedFor(String labels) throws Exception {
        try (var server = new NameServer();
                var proxy = proxy(server);
                var client = proxy.client()) {
            assertThat((name(labels) + DOMAIN).length()).isLessThanOrEqualTo(254);
            client.request(Request.get("/").withHeader("X: " + name(labels)));
            assertThat(client.response().words()).startsWith("200 ");
        }
    }

    /** An empty label as in nginx; one that is too long, and the whole, are asked for by nginx. */
    @ParameterizedTest
    @CsvSource({"1 0", "1 0 1", "64", "256", "63 63 63 53"})
    void forAnotherNobodyIsAskedAndTheHostIsNotFound(String labels) throws Exception {
        try (var server = new NameServer();
                var proxy = proxy(server);
                var client = proxy.client()) {
            client.request(Request.get("/").withHeader("X: " + name(labels)));
            assertThat(client.response().words()).startsWith("502 ");
            assertThat(proxy.line("error.log", "could not be resolved"))
                    .contains("[error]", " " + name(labels) + DOMAIN + " could not be resolved (3: Host not found),");
            client.request(Request.get("/").withHeader("X: a"));
            assertThat(client.response().words()).as("the connection lives").startsWith("200 ");
        }
    }

    @Test
    void aNameServerThatSaysNothingIsNamedByTheNameThatWasAskedFor() throws Exception {
        try (var silent = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0));
                var proxy = LabProxy.Setup.in(folder)
                        .plain()
                        .locations("\"/\" { resolver = \"127.0.0.1:" + silent.getLocalPort() + " ipv6=off\","
                                + " resolver_timeout = 200ms, proxy_pass = \"http://$http_x.PEER/ok\" }")
                        .start();
                var client = proxy.client()) {
            client.request(Request.get("/").withHeader("X: a"));
            assertThat(client.response().words()).startsWith("502 ");
            assertThat(proxy.line("error.log", "could not be resolved"))
                    .contains(" a" + DOMAIN + " could not be resolved (110: Operation timed out),");
        }
    }
}
