package io.waflab.capture;

import static io.waflab.connection.Peer.CLIENT;
import static io.waflab.connection.Peer.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ApplicationTest {

    private final Scene scene = new Scene().open();

    @Test
    void aProxyHeaderBeforeTlsIsToldAndSkipped() {
        scene.client("PROXY TCP4 192.0.2.1 192.0.2.2 5000 443\r\n").client(Scene.clientHello());

        assertThat(scene.last(2))
                .containsExactly(
                        "CLIENT DATA 41 PROXY protocol, version 1: PROXY TCP4 192.0.2.1 192.0.2.2 5000 443",
                        "CLIENT HANDSHAKE 60 ClientHello");
        assertThat(scene.story().fromClient().turns()).isZero();
    }

    @Test
    void theBinaryProxyHeaderToo() {
        var header = Packets.hex("0d0a0d0a000d0a515549540a 21 11 000c c0000201 c0000202 1388 01bb");
        scene.client(Packets.join(header, Scene.clientHello()));

        assertThat(scene.last(2))
                .containsExactly(
                        "CLIENT DATA 28 PROXY protocol, version 2: 28 bytes", "CLIENT HANDSHAKE 60 ClientHello");
    }

    @Test
    void foreignBytesAreShownEscaped() {
        scene.server("SSH-2.0-x\r\n\u0001\\").client("\u0080" + "a".repeat(200));

        assertThat(scene.last(2))
                .containsExactly(
                        "SERVER DATA 13 not TLS: SSH-2.0-x\\x0d\\x0a\\x01\\\\",
                        "CLIENT DATA 201 not TLS: \\x80" + "a".repeat(79) + "...");
    }

    @Test
    void plainTextMayTurnIntoTls() {
        scene.server("220 mail ESMTP\r\n")
                .client("EHLO x\r\n")
                .server("250 STARTTLS\r\n")
                .client("STARTTLS\r\n")
                .server("220 go\r\n")
                .client(Scene.clientHello())
                .server(Scene.serverHello13("1301"));

        assertThat(scene.last(3))
                .containsExactly(
                        "SERVER DATA 8 not TLS",
                        "CLIENT HANDSHAKE 60 ClientHello",
                        "SERVER HANDSHAKE 50 ServerHello TLSv1.3");
        assertThat(scene.story().tls().version()).isEqualTo("TLSv1.3");
    }

    @Test
    void theFirstBytesMayComeOneByOne() {
        for (var b : Scene.clientHello()) {
            scene.client(new byte[] {b});
        }
        for (var b : "HTTP/1.1 400 Bad\r\n\r\n".getBytes()) {
            scene.server(new byte[] {b});
        }

        assertThat(scene.told())
                .contains("CLIENT HANDSHAKE 60 ClientHello")
                .last()
                .asString()
                .startsWith("SERVER RESPONSE 400 HTTP/1.1 400 Bad");
    }

    @Test
    void fewBytesThatSayNothingAreShownInTheEnd() {
        scene.client("GE").fin(CLIENT);

        assertThat(scene.last(2)).containsExactly("CLIENT DATA 2 not TLS: GE", "CLIENT FIN 0 ");
    }

    @Test
    void plainHttpToATlsPortShowsTheRequestLineAndTheServersAlert() {
        scene.client("GET /a HTTP/1.1\r\nHost: x\r\n\r\n")
                .server(Packets.record(21, (byte) 2, (byte) 80))
                .fin(SERVER);

        assertThat(scene.last(3))
                .containsExactly(
                        "CLIENT REQUEST 0 GET /a HTTP/1.1", "SERVER ALERT 2 fatal: internal_error", "SERVER FIN 0 ");
    }

    @Test
    void whatIsMissingIsCountedAndSaid() {
        scene.client(Scene.clientHello())
                .lost(SERVER, 500)
                .server(Scene.data(100))
                .ack(CLIENT);

        assertThat(scene.story().sight().absentBytes()).isEqualTo(500);
        assertThat(scene.told()).contains("SERVER DATA 500 not in the capture");
    }
}
