package io.waflab.capture;

import static io.waflab.capture.TcpSegment.ACK;
import static io.waflab.capture.TcpSegment.FIN;
import static io.waflab.capture.TcpSegment.RST;
import static io.waflab.capture.TcpSegment.SYN;
import static io.waflab.connection.Peer.CLIENT;
import static io.waflab.connection.Peer.SERVER;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.connection.Peer;
import io.waflab.connection.Side;
import io.waflab.journal.Observation;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConversationTest {

    private static final byte[] SERVER_HELLO_13 =
            Packets.record(22, Packets.hex("0200002e 0303" + "00".repeat(32) + "00 1301 00 0006 002b00020304"));

    private Conversation conversation;
    private int frame;

    @Test
    void aTls13AlertIsKnownByItsSizeAndTheFinBehindIt() {
        open();
        server(1, SERVER_HELLO_13);
        server(56, Packets.record(23, new byte[19]));
        add(Packets.segment(false, 80, 101, FIN | ACK));

        assertThat(lastTwo())
                .containsExactly(
                        "5 SERVER ALERT 19 encrypted, by its size: an alert in the handshake", "6 SERVER FIN 0 ");
    }

    @Test
    void dataOfTheSameSizeStaysDataWhenMoreFollows() {
        open();
        server(1, SERVER_HELLO_13);
        client(101, Packets.record(23, new byte[60]));
        client(166, Packets.record(23, new byte[60]));
        server(56, Packets.record(23, new byte[19]));
        server(80, Packets.record(23, new byte[30]));
        add(Packets.segment(false, 115, 231, FIN | ACK));

        assertThat(told()).filteredOn(line -> line.contains("ALERT")).isEmpty();
    }

    @Test
    void inTls12AnEncryptedAlertIsCloseNotifyWhenFinFollows() {
        open();
        server(1, Packets.record(21, new byte[26]));
        assertThat(told()).last().isEqualTo("4 SERVER ALERT 26 encrypted");
        add(Packets.segment(true, 101, 32, ACK));
        add(Packets.segment(false, 32, 101, FIN | ACK));

        assertThat(told()).contains("4 SERVER ALERT 26 encrypted, by its place: close_notify");
    }

    @Test
    void theAlertTheFinAndTheResetMayShareSegments() {
        open();
        add(Packets.segment(false, 1, 101, FIN | ACK, Packets.record(21, new byte[26])));
        add(Packets.segment(true, 101, 33, RST | ACK));

        assertThat(told())
                .endsWith(
                        "4 SERVER ALERT 26 encrypted, by its place: close_notify",
                        "4 SERVER FIN 0 ",
                        "5 CLIENT RST 0 RST,ACK");
    }

    @Test
    void whatIsSentAgainIsARetransmission() {
        open();
        client(101, Packets.record(23, new byte[60]));
        client(101, Packets.record(23, new byte[60]));
        add(Packets.segment(true, 100, 0, SYN));

        assertThat(lastTwo()).containsExactly("5 CLIENT RETRANSMISSION 65 ", "6 CLIENT RETRANSMISSION 0 SYN");
    }

    @Test
    void acksAreToldApartFromProbesAndFullWindows() {
        open();
        add(Packets.segment(true, 100, 1, ACK));
        var full = Packets.segment(false, 1, 101, ACK);
        add(full.header(1, 101, ACK, 0));

        assertThat(lastTwo()).containsExactly("4 CLIENT ACK 0 TCP keep-alive probe", "5 SERVER ACK 0 window 0");
    }

    @Test
    void whatTheCaptureMissedIsSaid() {
        open();
        client(151, Packets.record(23, new byte[60]));
        add(Packets.segment(false, 1, 216, ACK));

        assertThat(told()).endsWith("4 CLIENT DATA 50 not in the capture", "4 CLIENT DATA 60 ", "5 SERVER ACK 0 ");
    }

    @Test
    void whatWaitsAtTheEndOfTheCaptureIsToldThen() {
        open();
        client(151, Packets.record(23, new byte[60]));
        conversation.finish();

        assertThat(lastTwo()).containsExactly("4 CLIENT DATA 50 not in the capture", "4 CLIENT DATA 60 ");
    }

    /** Old tcpdump kept 68 bytes of a packet: with timestamps in TCP's header two are left of a record's. */
    @Test
    void aPartOfARecordsHeaderAndNothingBehindItIsNotCalledAnotherProtocol() {
        open();
        add(Packets.cut(true, 101, 1, ACK, 155, (byte) 22, (byte) 3));
        add(Packets.cut(true, 256, 1, ACK, 93, (byte) 23, (byte) 3));

        assertThat(told()).last().isEqualTo("4 CLIENT DATA 248 not in the capture");
    }

    @Test
    void withoutSynTheEndWithTheServicePortIsTheServer() {
        add(Packets.segment(false, 1, 1, ACK));

        assertThat(conversation.server()).isEqualTo(Packets.SERVER);
        assertThat(conversation.client()).isEqualTo(Packets.CLIENT);
    }

    @Test
    void aSynWithAnotherSequenceNumberOpensAnotherConnection() {
        open();

        assertThat(conversation.isEndedBy(Packets.segment(true, 100, 0, SYN))).isFalse();
        assertThat(conversation.isEndedBy(Packets.segment(true, 777, 0, SYN))).isTrue();
        assertThat(conversation.isEndedBy(Packets.segment(false, 777, 0, SYN | ACK)))
                .isFalse();
    }

    @Test
    void aSynThatTheCaptureShowsBehindItsAnswerOpensNoOther() {
        add(Packets.at(1, 5_000, Packets.segment(false, 900, 101, SYN | ACK)));
        var syn = Packets.at(2, 4_999, Packets.segment(true, 100, 0, SYN));

        assertThat(conversation.isEndedBy(Packets.segment(true, 777, 0, SYN))).isTrue();
        assertThat(conversation.isEndedBy(syn)).isFalse();
        conversation.add(syn);
        assertThat(conversation.client()).isEqualTo(Packets.CLIENT);
        assertThat(told()).containsExactly("1 SERVER OPEN 0 SYN,ACK", "2 CLIENT OPEN 0 SYN");
        assertThat(conversation.story(1).sight().fromTheStart()).isTrue();
    }

    @Test
    void timesCountFromTheFirstPacket() {
        add(Packets.at(1, 5_000, Packets.segment(true, 100, 0, SYN)));
        conversation.add(Packets.at(2, 5_250, Packets.segment(false, 0, 101, SYN | ACK)));

        assertThat(conversation.startNanos()).isEqualTo(5_000_000_000L);
        assertThat(conversation.story(Side.UPSTREAM).get(1).nanos()).isEqualTo(250_000_000L);
        assertThat(conversation.story(Side.UPSTREAM).get(1).leg()).isEqualTo(Side.UPSTREAM);
    }

    @Test
    void probesOfTheKeepAliveAndOfAFullWindowAreToldApart() {
        var scene = new Scene().open().client(Scene.data(60));
        scene.odd(CLIENT, -1, ACK, 1_000).odd(SERVER, 0, ACK, 1_000);
        scene.odd(CLIENT, -1, ACK, 1_000).odd(SERVER, 0, ACK, 1_000);
        scene.odd(SERVER, 0, ACK, 0)
                .odd(CLIENT, -1, ACK, 1_000)
                .odd(SERVER, 0, ACK, 0)
                .odd(SERVER, 0, ACK, 500);

        assertThat(scene.told())
                .containsSequence(
                        "CLIENT ACK 0 TCP keep-alive probe x2",
                        "SERVER ACK 0 TCP keep-alive answered x2",
                        "SERVER ACK 0 window 0 x2",
                        "CLIENT ACK 0 zero-window probe",
                        "SERVER ACK 0 window open again");
    }

    @Test
    void aResetWithAnotherTtlIsSaidToHaveIt() {
        assertThat(new Scene().open().ttl(64).rst(SERVER).told())
                .last()
                .isEqualTo("SERVER RST 0 RST,ACK ttl 64 (others 57)");
    }

    /** RFC 5961 section 3.2: what is out of the window is dropped. */
    @Test
    void aResetOutOfTheWindowEndsNothing() {
        var scene = new Scene().open().client(Scene.data(60)).odd(SERVER, 0x7000_0000, RST, 0);

        assertThat(scene.conversation().isOver()).isFalse();
        assertThat(scene.server(Scene.data(60)).fin(SERVER).fin(CLIENT).told())
                .doesNotContain("SERVER RST 0 ")
                .contains("SERVER ACK 0 RST out of the window")
                .endsWith("SERVER FIN 0 ", "CLIENT FIN 0 ");
        assertThat(scene.conversation().isOver()).isTrue();
    }

    /** RFC 5961 section 3.2: what is in the window, and not exactly what comes next, is asked back, and this one nobody sent. */
    @Test
    void aResetBehindWhichBothEndsGoOnEndedNothing() {
        var scene = new Scene().open().client(Scene.data(60)).odd(SERVER, 500, RST, 0);
        assertThat(scene.server(Scene.data(60)).conversation().isOver()).isTrue();

        scene.client(Scene.data(60));
        assertThat(scene.conversation().isOver()).isTrue();
        scene.ack(SERVER);

        assertThat(scene.conversation().isOver()).isFalse();
        assertThat(scene.rst(SERVER).told())
                .contains("SERVER ACK 0 RST that neither end heeded")
                .endsWith("SERVER RST 0 RST,ACK");
    }

    @Test
    void whatWasUnderWayWhenTheResetCameDoesNotUndoIt() {
        var scene = new Scene().open().client(Scene.data(60)).server(Scene.data(60));
        scene.rst(CLIENT).server(Scene.data(60)).ack(SERVER).rst(CLIENT);

        assertThat(scene.conversation().isOver()).isTrue();
        assertThat(scene.told()).endsWith("SERVER DATA 60 ", "CLIENT RST 0 RST,ACK");
    }

    /** RFC 9293 section 3.5, figure 9: the server still has the old connection, and the client resets that. */
    @Test
    void theResetOfAnOldConnectionDoesNotEndTheNewOne() {
        var scene = new Scene().packet(CLIENT, SYN).odd(SERVER, 70_000_000, ACK, 1_000);
        scene.odd(CLIENT, 80_000_000, RST, 0).odd(CLIENT, -1, SYN, 1_000);
        scene.packet(SERVER, SYN | ACK).ack(CLIENT).client(Scene.clientHello());

        assertThat(scene.conversation().isOver()).isFalse();
        assertThat(scene.told())
                .doesNotContain("CLIENT RST 0 ")
                .endsWith("SERVER OPEN 0 SYN,ACK", "CLIENT HANDSHAKE 60 ClientHello");
    }

    @Test
    void aResetAnswersTheSynThatItAcknowledges() {
        assertThat(new Scene()
                        .packet(CLIENT, SYN)
                        .odd(SERVER, -5_000, RST | ACK, 0)
                        .conversation()
                        .isOver())
                .isTrue();
        assertThat(new Scene()
                        .packet(CLIENT, SYN)
                        .odd(SERVER, 0, RST, 0)
                        .conversation()
                        .isOver())
                .isFalse();
    }

    /** One packet that a capture dropped is told with the packet that acknowledges it, not with the close a minute later. */
    @Test
    void whatTheCaptureMissedIsToldBeforeWhatAnswersIt() {
        var scene = new Scene().handshake12("").client(Scene.data(60)).server(Scene.data(90));
        scene.lost(CLIENT, 65)
                .server(Scene.data(90))
                .ack(CLIENT)
                .pause(75_000)
                .fin(SERVER)
                .fin(CLIENT);

        assertThat(scene.last(4))
                .containsExactly(
                        "CLIENT DATA 65 not in the capture", "SERVER DATA 90 ", "SERVER FIN 0 ", "CLIENT FIN 0 ");
        assertThat(scene.story().sight().absentBytes()).isEqualTo(65);
    }

    @ParameterizedTest
    @CsvSource({"16, SERVER", "4, CLIENT", "12, CLIENT", "14, CLIENT"})
    void laterMessagesOfAHandshakeShowWhoTheClientIsToo(byte type, Peer guessed) {
        var scene = new Scene().ack(CLIENT);
        var message = Packets.record(22, type, (byte) 0, (byte) 0, (byte) 1, (byte) 7);
        var said = guessed == CLIENT ? scene.client(message) : scene.server(message);

        assertThat(said.conversation().client()).isEqualTo(Packets.SERVER);
    }

    @Test
    void theClientIsWhoSendsTheHelloWhateverItsPort() {
        var scene = new Scene().ack(CLIENT).server(Scene.clientHello()).client(Scene.serverHello13("1301"));

        assertThat(scene.conversation().client()).isEqualTo(Packets.SERVER);
        assertThat(scene.told())
                .containsExactly("CLIENT HANDSHAKE 60 ClientHello", "SERVER HANDSHAKE 50 ServerHello TLSv1.3");
        assertThat(scene.story().fromClient().packets()).isEqualTo(1);
        assertThat(scene.story().sight().fromTheStart()).isFalse();
    }

    @Test
    void inASimultaneousOpenBothSendSynAndThenBothAnswer() {
        var scene = new Scene().packet(CLIENT, SYN).packet(SERVER, SYN);
        assertThat(scene.odd(CLIENT, -1, SYN | ACK, 1_000)
                        .odd(SERVER, -1, SYN | ACK, 1_000)
                        .told())
                .containsExactly(
                        "CLIENT OPEN 0 SYN", "SERVER OPEN 0 SYN", "CLIENT OPEN 0 SYN,ACK", "SERVER OPEN 0 SYN,ACK");
    }

    @Test
    void withoutTheServersSynItsBytesAreStillInStep() {
        var scene = new Scene().packet(CLIENT, SYN).lost(SERVER, 1).ack(CLIENT).client(Scene.clientHello());
        scene.lost(SERVER, 100).server(Scene.serverHello13("1301")).ack(CLIENT);

        assertThat(scene.told()).contains("SERVER DATA 100 not in the capture");
        assertThat(scene.story().sight().serverSequence()).isEqualTo(-1);
        assertThat(scene.story().sight().clientSequence()).isEqualTo(1_000);
    }

    @Test
    void dataInTheSynIsRead() {
        var scene = new Scene().packet(CLIENT, SYN, Scene.clientHello()).packet(SERVER, SYN | ACK);

        assertThat(scene.told())
                .containsExactly(
                        "CLIENT OPEN 0 SYN, 65 bytes with it (TCP Fast Open)",
                        "CLIENT HANDSHAKE 60 ClientHello",
                        "SERVER OPEN 0 SYN,ACK");
    }

    @Test
    void afterItsEndASynAckToAnotherSynIsAnotherConnection() {
        var scene = new Scene().open().rst(SERVER);
        var answer = Packets.segment(false, 900, 7_001, SYN | ACK);

        assertThat(scene.conversation().isOver()).isTrue();
        assertThat(scene.conversation().isEndedBy(answer)).isTrue();
        assertThat(new Scene().open().conversation().isEndedBy(answer)).isFalse();
    }

    @Test
    void aFinSentAgainIsARetransmissionAndAHalfCloseLetsTheOtherGoOn() {
        var scene = new Scene().open().fin(CLIENT).again(300_000).server("late").fin(SERVER);

        assertThat(scene.last(4))
                .containsExactly(
                        "CLIENT FIN 0 ", "CLIENT RETRANSMISSION 0 FIN", "SERVER DATA 4 not TLS: late", "SERVER FIN 0 ");
    }

    /** Whatever is thrown fails the test. */
    @Test
    void whateverArrivesIsTold() {
        var random = new Random(4);
        var parts = List.of(
                Scene.clientHello("h2"),
                Scene.serverHello13("1301"),
                Scene.serverHello12("c02f", ""),
                Scene.data(19),
                Scene.data(300),
                "GET / HTTP/1.1\r\nUpgrade: websocket\r\n\r\n".getBytes(US_ASCII),
                "HTTP/1.1 101 x\r\n\r\n".getBytes(US_ASCII),
                "HTTP/1.1 200 x\r\nTransfer-Encoding: chunked\r\n\r\nf\r\n".getBytes(US_ASCII),
                Packets.hex("0d0a0d0a000d0a515549540a 21 11 ffff"),
                new byte[700]);
        for (var round = 0; round < 5_000; round++) {
            var scene = new Scene();
            for (var i = random.nextInt(30); i >= 0; i--) {
                var by = random.nextBoolean() ? CLIENT : SERVER;
                var payload = parts.get(random.nextInt(parts.size())).clone();
                payload[random.nextInt(payload.length)] = (byte) random.nextInt();
                switch (random.nextInt(6)) {
                    case 0 -> scene.odd(by, random.nextInt(400) - 200, random.nextInt(64), random.nextInt(2), payload);
                    case 1 -> scene.packet(by, random.nextInt(64));
                    case 2 -> scene.lost(by, random.nextInt(500));
                    default -> scene.packet(by, ACK, Arrays.copyOf(payload, random.nextInt(payload.length + 1)));
                }
            }
            assertThat(scene.ack(CLIENT).story().observations()).isNotEmpty();
        }
    }

    private void open() {
        add(Packets.segment(true, 100, 0, SYN));
        add(Packets.segment(false, 0, 101, SYN | ACK));
        add(Packets.segment(true, 101, 1, ACK));
    }

    private void client(long sequence, byte[] payload) {
        add(Packets.segment(true, sequence, 1, ACK, payload));
    }

    private void server(long sequence, byte[] payload) {
        add(Packets.segment(false, sequence, 101, ACK, payload));
    }

    private void add(TcpSegment segment) {
        frame++;
        if (conversation == null) {
            conversation = new Conversation(segment, new HeldBytes(100_000));
        }
        conversation.add(Packets.at(frame, segment.nanos() == 0 ? frame : segment.nanos() / 1_000_000, segment));
    }

    private List<String> lastTwo() {
        var all = told();
        return all.subList(all.size() - 2, all.size());
    }

    private List<String> told() {
        return conversation.story(Side.DOWNSTREAM).stream()
                .map(ConversationTest::line)
                .toList();
    }

    private static String line(Observation seen) {
        return seen.frame() + " " + seen.by() + " " + seen.what() + " " + seen.size() + " " + seen.detail();
    }
}
