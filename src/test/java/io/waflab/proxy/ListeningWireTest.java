package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.waflab.config.ConfigReader;
import io.waflab.journal.Journal;
import io.waflab.journal.Story;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A port of IPv4 and that of IPv6 are two, as nginx opens them. */
@Tag("wire")
class ListeningWireTest {

    @TempDir
    private Path folder;

    private int port;

    @BeforeEach
    void aPortThatIsFreeOfBothFamilies() throws IOException {
        try (var ipv6 = new ServerSocket(0, 1, InetAddress.getByName("::"))) {
            port = ipv6.getLocalPort();
        } catch (IOException none) {
            assumeTrue(false, "no IPv6 here");
        }
    }

    @Test
    void bothFamiliesOfAPortAreServedBesideEachOther() throws Exception {
        try (var served = new Served("listen " + port + "; listen [::]:" + port + ";")) {
            assertThat(asked("127.0.0.1")).isEqualTo("127.0.0.1 to 127.0.0.1");
            assertThat(asked("::1")).isEqualTo("::1 to ::1");
            assertThat(served.server.addresses()).hasSize(2);
        }
    }

    @Test
    void aPortAloneIsOfIpv4() throws Exception {
        try (var served = new Served("listen " + port + ";")) {
            assertThat(asked("127.0.0.1")).isEqualTo("127.0.0.1 to 127.0.0.1");
            assertThatThrownBy(() -> asked("::1")).isInstanceOf(ConnectException.class);
            assertThat(served.server.addresses()).hasSize(1);
        }
    }

    @Test
    void aPortOfIpv6ThatIsNotForItAloneTakesBoth() throws Exception {
        try (var served = new Served("listen [::]:" + port + " ipv6only=off;")) {
            assertThat(asked("127.0.0.1")).endsWith("127.0.0.1");
            assertThat(asked("::1")).isEqualTo("::1 to ::1");
            assertThat(served.server.addresses()).hasSize(1);
        }
    }

    @Test
    void aClientThatIsGoneBeforeItIsTakenHasAnAddressToo() throws Exception {
        try (var served = new Served("listen 127.0.0.1:" + port + ";")) {
            for (int i = 0; i < 50; i++) {
                try (var gone = new Socket("127.0.0.1", port)) {
                    gone.setSoLinger(true, 0);
                }
            }
            // Those before it were taken by then.
            asked("127.0.0.1");
            served.server.stop().get(10, TimeUnit.SECONDS);
            assertThat(served.journal.finished())
                    .extracting(Story::client)
                    .hasSizeGreaterThan(1)
                    .allMatch(client -> client.startsWith("127.0.0.1:"));
        }
    }

    @Test
    void probesThatTheKernelRefusesAreSaidOnceAndTheRestIsSet() throws Exception {
        try (var served = new Served("listen 127.0.0.1:" + port + " so_keepalive=10h:1m:200;")) {
            assertThat(asked("127.0.0.1")).isEqualTo("127.0.0.1 to 127.0.0.1");
            assertThat(asked("127.0.0.1")).isEqualTo("127.0.0.1 to 127.0.0.1");
            assertThat(served.log())
                    .extracting(line -> line.replaceFirst(".*\\[alert\\] [^:]*: ", ""))
                    .containsExactly(
                            "setsockopt(TCP_KEEPIDLE, 36000) 127.0.0.1:" + port
                                    + " failed, ignored (22: Invalid argument)",
                            "setsockopt(TCP_KEEPCNT, 200) 127.0.0.1:" + port
                                    + " failed, ignored (22: Invalid argument)");
        }
    }

    /** The kernel's own table: 02 is a timer of keepalive; its time is in hundredths of a second. */
    @Test
    void clientsSocketsHaveTheProbesOfTheirListen() throws Exception {
        try (var served = new Served("listen 127.0.0.1:" + port + " so_keepalive=1h::;");
                var client = new Socket("127.0.0.1", port)) {
            client.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(client.getInputStream().read()).isEqualTo('H');
            var ours = String.format(" 0100007F:%04X 0100007F:%04X 01 ", port, client.getLocalPort());
            var timer = Files.readAllLines(Path.of("/proc/net/tcp")).stream()
                    .filter(line -> line.contains(ours))
                    .map(line -> line.replaceFirst(".*" + ours + "\\S+ (\\S+) .*", "$1"))
                    .findFirst()
                    .orElseThrow();
            assertThat(timer).startsWith("02:");
            assertThat(Long.parseLong(timer.substring(3), 16)).isBetween(1L, 360_000L);
            assertThat(served.log()).isEmpty();
        }
    }

    @Test
    void aUnixSocketIsForAllUsers() throws Exception {
        try (var served = new Served("listen unix:" + folder + "/s;")) {
            assertThat(served.server.addresses()).isEmpty();
            assertThat(Files.getPosixFilePermissions(folder.resolve("s")))
                    .isEqualTo(PosixFilePermissions.fromString("rw-rw-rw-"));
        }
    }

    private String asked(String host) throws IOException {
        try (var socket = new Socket(host, port)) {
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            var all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return all.substring(all.indexOf("\r\n\r\n") + 4);
        }
    }

    /** Says who asked, and where. */
    private final class Served implements AutoCloseable {

        private final Logs logs;
        private final Journal journal = new Journal(Optional.empty());
        private final ProxyServer server;

        Served(String listen) throws Exception {
            var use = LabProxy.USE.isEmpty() ? "" : "use " + LabProxy.USE + ";";
            var text = "error_log error.log; events { " + use + " }\nhttp { access_log off; server { " + listen
                    + " location / { return 200 \"$remote_addr to $server_addr\"; } } }";
            var config = ConfigReader.read(
                    Files.writeString(folder.resolve("nginx.conf"), text), Optional.empty(), List.of());
            logs = Logs.open(config);
            server = ProxyServer.start(config, logs, journal, folder.resolve("certs"));
        }

        /** The error log. */
        List<String> log() throws Exception {
            logs.drain();
            return Files.readAllLines(folder.resolve("error.log"));
        }

        @Override
        public void close() {
            server.close();
            logs.close();
            journal.close();
        }
    }
}
