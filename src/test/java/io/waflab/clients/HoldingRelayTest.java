package io.waflab.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("wire")
class HoldingRelayTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private ServerSocket listener;
    private HoldingRelay relay;
    private Socket client;
    private Socket server;

    @BeforeEach
    void connect() throws IOException {
        var loopback = InetAddress.getLoopbackAddress();
        listener = new ServerSocket(0, 1, loopback);
        relay = HoldingRelay.start(new InetSocketAddress(loopback, listener.getLocalPort()), System.nanoTime());
        client = new Socket(loopback, relay.port());
        client.setSoTimeout((int) LIMIT.toMillis());
        server = listener.accept();
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
        relay.close();
        listener.close();
    }

    @Test
    void whatTheClientSaysBehindTheServersFinIsWaitedFor() throws Exception {
        server.shutdownOutput();
        assertThat(client.getInputStream().read()).isEqualTo(-1);
        assertThat(relay.awaitSaid(1, 0, Duration.ZERO)).isFalse();
        client.getOutputStream().write("late".getBytes(StandardCharsets.US_ASCII));
        assertThat(relay.awaitSaid(1, 0, LIMIT)).isTrue();
        assertThat(relay.events())
                .anySatisfy(event -> assertThat(event.seen().detail()).isEqualTo(RelayedConnection.TOO_LATE));
    }

    @Test
    void aPortThatIsAskedForIsTakenWhereItIsFree() throws IOException {
        InetSocketAddress server;
        try (var free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            server = new InetSocketAddress("127.0.0.2", free.getLocalPort());
            try (var other = HoldingRelay.start(server, 0, server.getPort())) {
                assertThat(other.port()).isNotEqualTo(server.getPort());
            }
        }
        try (var same = HoldingRelay.start(server, 0, server.getPort())) {
            assertThat(same.port()).isEqualTo(server.getPort());
        }
    }

    @Test
    void aServerOfTheSameAddressKeepsItsPortThoughNobodyListensThere() throws IOException {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        for (var name : List.of("127.0.0.1", "0.0.0.0")) {
            try (var other = HoldingRelay.start(new InetSocketAddress(name, port), 0, port)) {
                assertThat(other.port()).isNotEqualTo(port);
            }
        }
    }

    @Test
    void bytesPassBothWaysAndSoDoesAClose() throws IOException {
        send(client, "question");
        assertThat(receive(server, 8)).isEqualTo("question");
        send(server, "answer");
        assertThat(receive(client, 6)).isEqualTo("answer");
        server.close();

        assertThat(client.getInputStream().read()).isEqualTo(-1);
        assertThat(events()).containsExactly("#1 CLIENT OPEN", "#1 CLIENT DATA 8", "#1 SERVER DATA 6", "#1 SERVER FIN");
    }

    @Test
    void aLateCloseArrivesOnlyWhenTheClientHasSpoken() throws IOException, InterruptedException {
        relay.hold(1, Close.LATE);
        send(server, "farewell");
        server.close();
        assertThat(relay.awaitEnd(1, LIMIT)).isTrue();
        client.setSoTimeout(100);
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        client.setSoTimeout((int) LIMIT.toMillis());

        send(client, "question");

        assertThat(receive(client, 8)).isEqualTo("farewell");
        assertThat(client.getInputStream().read()).isEqualTo(-1);
        assertThat(events())
                .containsExactly(
                        "#1 CLIENT OPEN",
                        "#1 SERVER DATA 8",
                        "#1 SERVER FIN still on its way",
                        "#1 CLIENT DATA 8 the server has closed",
                        "#1 SERVER RST the answer to those bytes",
                        "#1 SERVER FIN arrives");
    }

    @Test
    void aLostCloseIsTheResetThatAnswersTheRequest() throws IOException, InterruptedException {
        relay.hold(1, Close.LOST);
        send(server, "farewell");
        server.close();
        assertThat(relay.awaitEnd(1, LIMIT)).isTrue();

        send(client, "question");

        assertThatThrownBy(() -> client.getInputStream().read())
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("reset");
    }

    @Test
    void onlyTheOneConnectionIsHeld() throws IOException {
        relay.hold(1, Close.LATE);
        try (var another = new Socket(InetAddress.getLoopbackAddress(), relay.port());
                var itsServer = listener.accept()) {
            another.setSoTimeout((int) LIMIT.toMillis());
            send(itsServer, "answer");

            assertThat(receive(another, 6)).isEqualTo("answer");
        }
    }

    @Test
    void aServersResetArrivesAsOne() throws IOException {
        server.setSoLinger(true, 0);
        server.close();

        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        assertThat(events()).startsWith("#1 CLIENT OPEN", "#1 SERVER RST");
    }

    @Test
    void theClientsCloseReachesTheServer() throws IOException, InterruptedException {
        client.close();

        assertThat(server.getInputStream().read()).isEqualTo(-1);
        assertThat(relay.awaitEnd(1, LIMIT)).isTrue();
        assertThat(events()).containsExactly("#1 CLIENT OPEN", "#1 CLIENT FIN");
    }

    private List<String> events() {
        return relay.events().stream()
                .map(event -> ("#" + event.connection() + " " + event.seen().by() + " "
                                + event.seen().what() + " "
                                + (event.seen().size() == 0 ? "" : event.seen().size() + " ")
                                + event.seen().detail())
                        .strip())
                .toList();
    }

    private static void send(Socket to, String text) throws IOException {
        to.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String receive(Socket from, int bytes) throws IOException {
        return new String(from.getInputStream().readNBytes(bytes), StandardCharsets.US_ASCII);
    }
}
