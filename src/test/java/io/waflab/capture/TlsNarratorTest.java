package io.waflab.capture;

import static io.waflab.connection.Peer.CLIENT;
import static io.waflab.connection.Peer.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TlsNarratorTest {

    private final Scene scene = new Scene();

    @Test
    void tls12ShowsWhatWasNegotiated() {
        scene.handshake12("0010 0005 0003 02 6832");
        var shown = scene.story().tls();

        assertThat(shown.version()).isEqualTo("TLSv1.2");
        assertThat(shown.sni()).isEqualTo("lab.");
        assertThat(shown.alpn()).isEqualTo("h2");
        assertThat(shown.alpnOffered()).containsExactly("h2", "http/1.1");
        assertThat(shown.cipher()).isEqualTo("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
        assertThat(shown.certificates()).isEqualTo(1);
        assertThat(shown.resumed()).isFalse();
        assertThat(shown.retried()).isFalse();
        assertThat(shown.clientRandom()).isEqualTo(Scene.RANDOM_C);
        assertThat(shown.serverRandom()).isEqualTo(Scene.RANDOM_S);
    }

    @Test
    void inTls12EveryRecordShowsItsType() {
        assertThat(scene.handshake12("").client(Scene.data(60)).told())
                .containsSubsequence(
                        "CLIENT HANDSHAKE 78 ClientHello",
                        "SERVER HANDSHAKE 44 ServerHello TLSv1.2",
                        "SERVER HANDSHAKE 16 Certificate",
                        "SERVER HANDSHAKE 4 ServerHelloDone",
                        "CLIENT HANDSHAKE 6 ClientKeyExchange",
                        "CLIENT CHANGE_CIPHER_SPEC 0 ",
                        "CLIENT HANDSHAKE 40 Finished, encrypted",
                        "SERVER CHANGE_CIPHER_SPEC 0 ",
                        "SERVER HANDSHAKE 40 Finished, encrypted",
                        "CLIENT DATA 60 ");
    }

    @Test
    void aServerThatIsDoneBeforeTheClientSpeaksAgainResumes() {
        scene.open()
                .client(Scene.clientHello())
                .server(Scene.serverHello12("c02f", ""), Scene.changeCipherSpec(), Packets.record(22, new byte[40]))
                .client(Scene.changeCipherSpec(), Packets.record(22, new byte[40]));

        assertThat(scene.story().tls().resumed()).isTrue();
    }

    @Test
    void inTls13AChosenPreSharedKeyIsAResumption() {
        scene.open().client(Scene.clientHello()).server(Scene.serverHello13("1301", "0029 0002 0000"));

        assertThat(scene.story().tls().resumed()).isTrue();
        assertThat(scene.story().tls().certificates()).isEqualTo(-1);
    }

    @Test
    void helloRetryRequestIsKnownByItsRandom() {
        var retry = Scene.hello(
                2,
                "0303 cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c 00 1301 00",
                "002b 0002 0304");
        scene.open()
                .client(Scene.clientHello())
                .server(retry, Scene.changeCipherSpec())
                .client(Scene.changeCipherSpec(), Scene.clientHello())
                .server(Scene.serverHello13("1302"), Scene.data(1_600))
                .client(Scene.data(69));

        assertThat(scene.story().tls().retried()).isTrue();
        assertThat(scene.story().tls().serverRandom()).isEqualTo(Scene.RANDOM_S);
        assertThat(scene.story().tls().cipher()).isEqualTo("TLS_AES_256_GCM_SHA384");
        assertThat(scene.told())
                .anyMatch(line -> line.endsWith("HelloRetryRequest TLSv1.3"))
                .last()
                .isEqualTo("CLIENT HANDSHAKE 69 encrypted, by its place: Finished");
    }

    @Test
    void aHandshakeAfterTheHandshakeIsARenegotiation() {
        scene.handshake12("").client(Scene.data(60)).server(Packets.record(22, new byte[28]));

        assertThat(scene.told()).last().isEqualTo("SERVER HANDSHAKE 28 renegotiation, encrypted");
    }

    @Test
    void anEncryptedAlertIsCloseNotifyWhenFinFollows() {
        scene.handshake12("").server(Packets.record(21, new byte[26])).ack(CLIENT);
        assertThat(scene.told()).last().isEqualTo("SERVER ALERT 26 encrypted");
        scene.fin(SERVER);

        assertThat(scene.last(2))
                .containsExactly("SERVER ALERT 26 encrypted, by its place: close_notify", "SERVER FIN 0 ");
    }

    @Test
    void anAlertInThePlainHasItsName() {
        scene.open().client(Scene.clientHello()).server(Packets.record(21, (byte) 2, (byte) 112));

        assertThat(scene.told()).last().isEqualTo("SERVER ALERT 2 fatal: unrecognized_name");
    }

    @Test
    void http2OverTls12IsToldByItsSizes() {
        scene.handshake12("0010 0005 0003 02 6832")
                .client(Scene.data(24 + 24 + 27 + 13))
                .server(Scene.data(24 + 27 + 13))
                .client(Scene.data(24 + 9))
                .client(Scene.data(24 + 40))
                .server(Scene.data(24 + 9))
                .server(Scene.data(24 + 300))
                .server(Scene.data(24 + 17), Packets.record(21, new byte[26]))
                .fin(SERVER);

        assertThat(scene.last(9))
                .containsExactly(
                        "CLIENT HANDSHAKE 88 encrypted, by its size: HTTP/2 preface and settings",
                        "SERVER HANDSHAKE 64 encrypted, by its size: HTTP/2 settings",
                        "CLIENT HANDSHAKE 33 encrypted, by its size: HTTP/2 settings acknowledged",
                        "CLIENT DATA 64 ",
                        "SERVER HANDSHAKE 33 encrypted, by its size: HTTP/2 settings acknowledged",
                        "SERVER DATA 324 ",
                        "SERVER GOAWAY 41 encrypted, by its size and place",
                        "SERVER ALERT 26 encrypted, by its place: close_notify",
                        "SERVER FIN 0 ");
        assertThat(scene.story().fromClient().turns()).isEqualTo(1);
        assertThat(scene.story().fromServer().turns()).isEqualTo(1);
    }
}
