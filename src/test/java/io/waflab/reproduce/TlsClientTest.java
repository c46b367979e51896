package io.waflab.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waflab.connection.Peer;
import io.waflab.journal.Observation;
import io.waflab.journal.What;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client's TLS against the JDK's own server, on both versions. */
@Tag("wire")
@Timeout(30)
class TlsClientTest {

    private static LabClient client(TlsPeer peer, String protocol) {
        return new LabClient(ClientOptions.plain("127.0.0.1", peer.port())
                .withLimit(Duration.ofSeconds(10))
                .withTls(TlsOptions.trustingAnyone("lab.test").withProtocols(protocol)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void closeNotifyAndFinAreToldApartAndTogether(String protocol) throws Exception {
        try (var peer = new TlsPeer(server -> {
                    server.head();
                    server.ok();
                    server.closeNotifyAndFin();
                });
                var client = client(peer, protocol)) {
            var response = client.connect().handshake().request("/").response();
            var end = client.readToEnd();

            assertThat(response.status()).isEqualTo(200);
            assertThat(response.body()).isEqualTo("ok");
            assertThat(response.complete()).isTrue();
            assertThat(end.ended()).isEqualTo(Ended.CLOSE_NOTIFY_FIN);
            assertThat(end.alert()).isEqualTo("close_notify");
            assertThat(end.endNanos()).isGreaterThanOrEqualTo(end.alertNanos()).isPositive();
            peer.join();
        }
    }

    @ParameterizedTest
    @CsvSource({"close_notify, true, CLOSE_NOTIFY_FIN", "fin, false, FIN", "rst, false, RST"})
    void aBodyFramedByTheEndIsWholeBehindCloseNotifyAlone(String end, boolean complete, Ended ended) throws Exception {
        try (var peer = new TlsPeer(server -> {
                    server.head();
                    server.answer("HTTP/1.1 200 OK\r\n\r\nhalf");
                    switch (end) {
                        case "close_notify" -> server.closeNotifyAndFin();
                        case "fin" -> server.fin();
                        default -> server.reset();
                    }
                });
                var client = client(peer, "TLSv1.3")) {
            var response = client.connect().handshake().request("/").response();

            assertThat(response.status()).isEqualTo(200);
            assertThat(response.complete()).isEqualTo(complete);
            assertThat(client.readToEnd().ended()).isEqualTo(ended);
            peer.join();
        }
    }

    @Test
    void aTls13AlertIsSeenThroughItsDisguise() throws Exception {
        try (var peer = new TlsPeer(server -> {
                    server.head();
                    server.closeNotifyAndFin();
                });
                var client = client(peer, "TLSv1.3")) {
            client.connect().handshake().request("/").readToEnd();

            var alert = only(client.story(), Peer.SERVER, What.ALERT);
            assertThat(alert.detail()).isEqualTo("close_notify, outer type application_data");
            var record = client.records().get(client.records().size() - 1);
            assertThat(record.type()).isEqualTo(23);
            // 1 type, 2 alert, 16 tag (RFC 8446 section 5.2); the JDK adds 16 of padding.
            assertThat(record.size()).isEqualTo(35).isEqualTo((int) alert.size());
        }
    }

    @Test
    void aTls12AlertIsAnAlertRecord() throws Exception {
        try (var peer = new TlsPeer(server -> {
                    server.head();
                    server.closeNotifyAndFin();
                });
                var client = client(peer, "TLSv1.2")) {
            client.connect().handshake().request("/").readToEnd();

            assertThat(only(client.story(), Peer.SERVER, What.ALERT).detail()).isEqualTo("close_notify");
            assertThat(client.records().get(client.records().size() - 1).type()).isEqualTo(21);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a_b.test", "a.test."})
    void aNameIsSentAsItIsWritten(String name) throws Exception {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var client = new LabClient(ClientOptions.plain("127.0.0.1", listener.getLocalPort())
                        .withTls(TlsOptions.trustingAnyone(name)))) {
            client.connect().hello();
            try (var server = listener.accept()) {
                var in = new DataInputStream(server.getInputStream());
                in.skipNBytes(3);
                var hello = in.readNBytes(in.readUnsignedShort());

                // The extension's name: type 0, its length, its bytes (RFC 6066 section 3).
                assertThat(new String(hello, StandardCharsets.ISO_8859_1))
                        .contains("\0\0" + (char) name.length() + name);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aCloseNotifyIsNotAnsweredUnasked(String protocol) throws Exception {
        try (var peer = new TlsPeer(server -> {
                    server.head();
                    server.closeNotifyAndFin();
                    assertThat(server.raw().getInputStream().read()).isEqualTo(-1);
                });
                var client = client(peer, protocol)) {
            client.connect().handshake().request("/").readToEnd();
            client.fin();

            assertThat(client.story()).noneMatch(seen -> seen.by() == Peer.CLIENT && seen.what() == What.ALERT);
            assertThat(last(client.story()).what()).isEqualTo(What.FIN);
            peer.join();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aCloseNotifyIsAnsweredWhenAsked(String protocol) throws Exception {
        try (var peer = new TlsPeer(server -> {
                    server.head();
                    server.closeNotifyAndFin();
                    assertThat(server.raw().getInputStream().read()).isIn(21, 23);
                });
                var client = client(peer, protocol)) {
            client.connect().handshake().request("/").readToEnd();
            client.closeNotify();

            var alert = only(client.story(), Peer.CLIENT, What.ALERT);
            assertThat(alert.detail()).startsWith("close_notify");
            peer.join();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void closingWithTheAlertUnreadMakesTheKernelReset(String protocol) throws Exception {
        var closed = new CountDownLatch(1);
        try (var peer = new TlsPeer(server -> {
                    server.head();
                    server.ok();
                    server.closeNotifyAndFin();
                    closed.countDown();
                    assertThatThrownBy(() -> server.raw().getInputStream().read())
                            .isInstanceOf(SocketException.class)
                            .hasMessageContaining("reset");
                });
                var client = client(peer, protocol)) {
            var response = client.connect().handshake().request("/").response();
            closed.await(10, TimeUnit.SECONDS);
            client.pause(Duration.ofMillis(50)).fin();

            assertThat(response.ended()).isEqualTo(Ended.STILL_OPEN);

            assertThat(last(client.story()).what()).isEqualTo(What.RST);
            assertThat(last(client.story()).by()).isEqualTo(Peer.CLIENT);
            assertThat(last(client.story()).detail()).contains("bytes unread");
            peer.join();
        }
    }

    @Test
    void aRequestAfterTheUnreadCloseIsAnsweredByRst() throws Exception {
        var closed = new CountDownLatch(1);
        try (var peer = new TlsPeer(server -> {
                    server.head();
                    server.ok();
                    server.tls().shutdownOutput();
                    server.raw().close();
                    closed.countDown();
                });
                var client = client(peer, "TLSv1.3")) {
            client.connect().handshake().request("/").response();
            closed.await(10, TimeUnit.SECONDS);
            client.request("/again");
            var second = client.response();

            assertThat(second.status()).isZero();
            assertThat(second.ended())
                    .isIn(Ended.CLOSE_NOTIFY, Ended.CLOSE_NOTIFY_FIN, Ended.CLOSE_NOTIFY_RST, Ended.RST);
        }
    }

    @Test
    void aBareFinIsNotACloseNotify() throws Exception {
        try (var peer = new TlsPeer(server -> {
                    server.head();
                    server.fin();
                });
                var client = client(peer, "TLSv1.3")) {
            var end = client.connect().handshake().request("/").readToEnd();

            assertThat(end.ended()).isEqualTo(Ended.FIN);
            assertThat(end.alertNanos()).isZero();
        }
    }

    @Test
    void aResetIsSeenAsOne() throws Exception {
        try (var peer = new TlsPeer(server -> {
                    server.head();
                    server.reset();
                });
                var client = client(peer, "TLSv1.2")) {
            var end = client.connect().handshake().request("/").readToEnd();

            assertThat(end.ended()).isEqualTo(Ended.RST);
            assertThat(last(client.story()).what()).isEqualTo(What.RST);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void whatTheServerSaidBeforeItsResetIsHeardAlthoughWritingMetIt(String protocol) throws Exception {
        var reset = new CountDownLatch(1);
        try (var peer = new TlsPeer(server -> {
                    server.head();
                    server.tls().shutdownOutput();
                    server.reset();
                    reset.countDown();
                });
                var client = client(peer, protocol)) {
            client.connect().handshake().request("/");
            reset.await(10, TimeUnit.SECONDS);

            assertThatThrownBy(() -> client.sendUnderTls("more")).isInstanceOf(ConnectionGone.class);
            assertThat(client.end().ended()).isEqualTo(Ended.CLOSE_NOTIFY_RST);
            assertThat(client.end().alert()).isEqualTo("close_notify");
        }
    }

    @Test
    void theClientResetsWhenItIsTold() throws Exception {
        try (var peer = new TlsPeer(server -> {
                    server.head();
                    assertThatThrownBy(() -> server.tls().getInputStream().read())
                            .hasMessageContaining("reset");
                });
                var client = client(peer, "TLSv1.2")) {
            client.connect().handshake().request("/").rst();

            peer.join();
            assertThat(last(client.story()).detail()).isEqualTo("SO_LINGER 0");
        }
    }

    @Test
    void aRefusedHandshakeTellsTheAlert() throws Exception {
        try (var peer = new TlsPeer(server -> {
                    server.tls().setEnabledProtocols(new String[] {"TLSv1.3"});
                    server.tls().startHandshake();
                });
                var client = client(peer, "TLSv1.2")) {
            client.connect();

            assertThatThrownBy(client::handshake).isInstanceOf(SSLException.class);
            assertThat(only(client.story(), Peer.SERVER, What.ALERT).detail()).isEqualTo("protocol_version");
            assertThat(client.end().ended()).isEqualTo(Ended.ALERT);
        }
    }

    @Test
    void aServerThatSpeaksNoTlsIsToldAsSuch() throws Exception {
        try (var peer = new TlsPeer(server -> server.raw().getOutputStream().write("HTTP/1.1 400".getBytes()));
                var client = client(peer, "TLSv1.3")) {
            client.connect();

            assertThatThrownBy(client::handshake)
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("no TLS")
                    .hasMessageContaining("48 54 54 50");
        }
    }

    @Test
    void aCertificateOfNoKnownAuthorityIsRefusedWithAnAlert(@TempDir Path folder) throws Exception {
        var other = Files.writeString(folder.resolve("other.pem"), pem(TlsPeer.otherCertificate()));
        try (var peer = new TlsPeer(server -> server.tls().startHandshake());
                var client = trusting(peer, other, "lab.test")) {
            client.connect();

            assertThatThrownBy(client::handshake).isInstanceOf(SSLException.class);
            assertThat(only(client.story(), Peer.CLIENT, What.ALERT).detail())
                    .isIn("bad_certificate", "certificate_unknown", "unknown_ca");
        }
    }

    @Test
    void aKnownAuthorityAndTheRightNameAreTrusted(@TempDir Path folder) throws Exception {
        var own = Files.writeString(folder.resolve("own.pem"), pem(TlsPeer.certificate()));
        try (var peer = new TlsPeer(server -> server.tls().startHandshake());
                var client = trusting(peer, own, "lab.test")) {
            client.connect().handshake();
            peer.join();
        }
        try (var peer = new TlsPeer(server -> server.tls().startHandshake());
                var client = trusting(peer, own, "other.test")) {
            client.connect();
            assertThatThrownBy(client::handshake).hasMessageContaining("other.test");
        }
    }

    @Test
    void anUnknownCipherIsNamed() throws Exception {
        try (var peer = new TlsPeer(server -> {});
                var client = new LabClient(ClientOptions.plain("127.0.0.1", peer.port())
                        .withTls(TlsOptions.trustingAnyone("lab.test").withCiphers("NO_SUCH")))) {
            client.connect();

            assertThatThrownBy(client::handshake)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("NO_SUCH");
        }
    }

    @Test
    void alpnAndServerNameReachTheServer() throws Exception {
        try (var peer = new TlsPeer(server -> {
                    var parameters = server.tls().getSSLParameters();
                    parameters.setApplicationProtocols(new String[] {"http/1.1"});
                    server.tls().setSSLParameters(parameters);
                    server.tls().startHandshake();
                });
                var client = new LabClient(ClientOptions.plain("127.0.0.1", peer.port())
                        .withTls(TlsOptions.trustingAnyone("lab.test").withAlpn("h2", "http/1.1")))) {
            client.connect().handshake();

            assertThat(client.story())
                    .anyMatch(seen -> seen.what() == What.HANDSHAKE
                            && seen.size() == 0
                            && seen.detail().endsWith("http/1.1"));
        }
    }

    private static LabClient trusting(TlsPeer peer, Path pem, String name) {
        return new LabClient(ClientOptions.plain("127.0.0.1", peer.port())
                .withTls(
                        TlsOptions.trustingAnyone(name).withProtocols("TLSv1.2").withAuthorities(pem)));
    }

    private static String pem(java.security.cert.X509Certificate certificate) throws Exception {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }

    private static Observation only(List<Observation> story, Peer by, What what) {
        assertThat(story)
                .filteredOn(seen -> seen.by() == by && seen.what() == what)
                .hasSize(1);
        return story.stream()
                .filter(seen -> seen.by() == by && seen.what() == what)
                .findFirst()
                .orElseThrow();
    }

    private static Observation last(List<Observation> story) {
        return story.get(story.size() - 1);
    }
}
