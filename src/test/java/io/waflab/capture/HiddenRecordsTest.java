package io.waflab.capture;

import static io.waflab.connection.Peer.CLIENT;
import static io.waflab.connection.Peer.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HiddenRecordsTest {

    private final Scene scene = new Scene();

    @Test
    void placeTellsTheHandshakeFromData() {
        scene.handshake13().server(Scene.data(282)).client(Scene.data(100)).server(Scene.data(200));

        assertThat(scene.last(5))
                .containsExactly(
                        "CLIENT CHANGE_CIPHER_SPEC 0 ",
                        "CLIENT HANDSHAKE 53 encrypted, by its place: Finished",
                        "SERVER HANDSHAKE 282 encrypted, by its place: session tickets or settings",
                        "CLIENT DATA 100 ",
                        "SERVER DATA 200 ");
        assertThat(scene.story().fromServer().turns()).isEqualTo(1);
    }

    /** The tag of CCM_8 is short; the JDK pads. */
    @ParameterizedTest
    @CsvSource({"1301, 53, 19", "1302, 69, 19", "1305, 45, 11", "1301, 69, 35"})
    void anAlertIsKnownByItsSizeAndTheFinBehindIt(String cipher, int finished, int size) {
        scene.open()
                .client(Scene.clientHello())
                .server(Scene.serverHello13(cipher), Scene.data(1_600))
                .client(Scene.data(finished), Scene.data(100))
                .server(Scene.data(2_000))
                .server(Scene.data(size))
                .fin(SERVER);

        assertThat(scene.last(2))
                .containsExactly("SERVER ALERT " + size + " encrypted, by its size: close_notify", "SERVER FIN 0 ");
        assertThat(scene.story().fromServer().turns()).isEqualTo(1);
    }

    @Test
    void aResetShowsItToo() {
        scene.handshake13().client(Scene.data(100)).client(Scene.data(19)).rst(CLIENT);

        assertThat(scene.last(2))
                .containsExactly("CLIENT ALERT 19 encrypted, by its size: close_notify", "CLIENT RST 0 RST,ACK");
    }

    @Test
    void dataOfThatSizeStaysDataWhenMoreFollows() {
        scene.handshake13()
                .client(Scene.data(60))
                .server(Scene.data(19))
                .server(Scene.data(2_000))
                .fin(SERVER);

        assertThat(scene.told()).noneMatch(line -> line.contains("ALERT"));
        assertThat(scene.story().fromServer().turns()).isEqualTo(1);
    }

    @Test
    void whereShortRecordsWereDataAnEndLongAfterShowsNothing() {
        scene.handshake13().client(Scene.data(60));
        for (var i = 0; i < 3; i++) {
            scene.server(Scene.data(19)).pause(30_000);
        }
        scene.fin(SERVER);

        assertThat(scene.told()).noneMatch(line -> line.contains("ALERT"));
    }

    @Test
    void theLastBytesOfARequestAreNoAlertBecauseTheClientLeavesLongAfter() {
        scene.handshake13().client(Scene.data(90)).client(Scene.data(19)).pause(2_500);

        assertThat(scene.fin(CLIENT).told()).noneMatch(line -> line.contains("ALERT"));
    }

    @Test
    void whatTheClientSaysBehindTheAnswerIsAnAlertHoweverLateItsEnd() {
        scene.handshake13()
                .client(Scene.data(90))
                .server(Scene.data(500))
                .client(Scene.data(19))
                .pause(2_500);

        assertThat(scene.fin(CLIENT).told()).anyMatch(line -> line.contains("ALERT"));
    }

    @Test
    void whatTheClientSaysInsteadOfFinishedInThatSizeIsItsFatalAlert() {
        scene.open()
                .client(Scene.clientHello())
                .server(Scene.serverHello13("1301"), Scene.changeCipherSpec(), Scene.data(1_600))
                .client(Scene.changeCipherSpec(), Scene.data(19));

        assertThat(scene.told()).last().isEqualTo("CLIENT ALERT 19 encrypted, by its size: an alert in the handshake");
    }

    @Test
    void theClientsCertificateComesBeforeItsFinished() {
        scene.open()
                .client(Scene.clientHello())
                .server(Scene.serverHello13("1301"), Scene.data(1_600))
                .client(Scene.data(900), Scene.data(281), Scene.data(53))
                .server(Scene.data(19))
                .fin(SERVER);

        assertThat(scene.last(5))
                .containsExactly(
                        "CLIENT HANDSHAKE 900 encrypted, by its place: the client's handshake",
                        "CLIENT HANDSHAKE 281 encrypted, by its place: the client's handshake",
                        "CLIENT HANDSHAKE 53 encrypted, by its place: Finished",
                        "SERVER ALERT 19 encrypted, by its size: close_notify, or an alert about the client's certificate",
                        "SERVER FIN 0 ");
        assertThat(scene.story().fromClient().turns()).isZero();
    }

    @Test
    void whereFinishedIsPackedWithTheCertificateTheNextRecordIsData() {
        scene.open()
                .client(Scene.clientHello())
                .server(Scene.serverHello13("1301"), Scene.data(1_600))
                .client(Scene.data(1_300))
                .client(Scene.data(300))
                .server(Scene.data(5_000));

        assertThat(scene.last(3))
                .containsExactly(
                        "CLIENT HANDSHAKE 1300 encrypted, by its place: the client's handshake",
                        "CLIENT DATA 300 ",
                        "SERVER DATA 5000 ");
        assertThat(scene.story().fromClient().turns()).isEqualTo(1);
    }

    @Test
    void earlyDataComesBeforeTheServerHello() {
        scene.open()
                .client(Scene.clientHello(), Scene.data(200))
                .server(Scene.serverHello13("1301", "0029 0002 0000"), Scene.data(100))
                .client(Scene.data(21), Scene.data(53));

        assertThat(scene.told()).contains("CLIENT DATA 200 early data");
        assertThat(scene.last(2))
                .containsExactly(
                        "CLIENT HANDSHAKE 21 encrypted, by its size: EndOfEarlyData",
                        "CLIENT HANDSHAKE 53 encrypted, by its place: Finished");
    }

    @Test
    void twoRecordsOfOneSizeRightBehindTheHandshakeAreTicketsNotAnAnswer() {
        scene.handshake13().client(Scene.data(100)).server(Scene.data(250), Scene.data(250));

        assertThat(scene.last(2)).containsOnly("SERVER HANDSHAKE 250 encrypted, by its size: session ticket");
        assertThat(scene.story().fromServer().turns()).isZero();
        scene.pause(60_000).server(Scene.data(300));
        assertThat(scene.last(1)).containsExactly("SERVER DATA 300 ");
        assertThat(scene.story().fromServer().turns()).isEqualTo(1);
    }

    @Test
    void aTicketBehindTheFirstRequestIsNoAnswerBecauseTheOtherCameBeforeIt() {
        scene.handshake13().server(Scene.data(250)).client(Scene.data(90)).server(Scene.data(250));

        assertThat(scene.last(3))
                .containsExactly(
                        "SERVER HANDSHAKE 250 encrypted, by its place: session tickets or settings",
                        "CLIENT DATA 90 ",
                        "SERVER HANDSHAKE 250 encrypted, by its size: session ticket");
        assertThat(scene.server(Scene.data(500)).told()).last().isEqualTo("SERVER DATA 500 ");
    }

    @Test
    void oneSuchRecordMayBeTheAnswer() {
        scene.handshake13().client(Scene.data(100)).server(Scene.data(250));

        assertThat(scene.last(1)).containsExactly("SERVER DATA 250 an answer, or a session ticket");
        assertThat(scene.story().fromServer().turns()).isEqualTo(1);
    }

    @Test
    void goawayAndItsAlertAreToldWhereHttp2WasOffered() {
        scene.handshake13("h2", "http/1.1")
                .client(Scene.data(17 + 24 + 27 + 13))
                .server(Scene.data(17 + 27 + 13))
                .client(Scene.data(17 + 45))
                .client(Scene.data(17 + 9))
                .pause(100)
                .server(Scene.data(700))
                .pause(60_000)
                .server(Scene.data(34), Scene.data(19))
                .fin(SERVER);

        assertThat(scene.last(8))
                .containsExactly(
                        "CLIENT HANDSHAKE 81 encrypted, by its size: HTTP/2 preface and settings",
                        "SERVER HANDSHAKE 57 encrypted, by its size: HTTP/2 settings",
                        "CLIENT DATA 62 ",
                        "CLIENT HANDSHAKE 26 encrypted, by its size: HTTP/2 settings acknowledged",
                        "SERVER DATA 700 ",
                        "SERVER GOAWAY 34 encrypted, by its size and place",
                        "SERVER ALERT 19 encrypted, by its size: close_notify",
                        "SERVER FIN 0 ");
        assertThat(scene.story().fromClient().turns()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200  | GOAWAY 34 encrypted, by its size and place",
                "1200 | DATA 34 encrypted, by its size: HTTP/2 ping or GOAWAY",
            })
    void pingIsAsLongAsGoawaySoThatTheEndHasToFollowSoon(long millis, String told) {
        scene.handshake13("h2", "http/1.1")
                .client(Scene.data(17 + 24 + 27 + 13))
                .server(Scene.data(17 + 27 + 13))
                .client(Scene.data(17 + 45))
                .server(Scene.data(700))
                .server(Scene.data(34))
                .pause(millis)
                .server(Scene.data(19))
                .fin(SERVER);

        assertThat(scene.told()).contains("SERVER " + told);
    }

    @Test
    void aRecordThatBreaksOffIsToldWhereItStopped() {
        var half = new byte[700];
        System.arraycopy(Scene.data(16_000), 0, half, 0, 700);
        scene.handshake13().client(Scene.data(100)).server(half).pause(60_000).fin(SERVER);

        assertThat(scene.last(2)).containsExactly("SERVER DATA 695 broken off: 695 of 16000 bytes", "SERVER FIN 0 ");
        assertThat(scene.story().observations().get(10).nanos()).isLessThan(1_000_000_000L);
    }
}
