package io.waflab.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.waflab.connection.Peer;
import io.waflab.connection.Side;
import io.waflab.journal.Observation;
import io.waflab.journal.What;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The counts are tshark's. */
class CaptureTest {

    private static final Path FOLDER = Path.of("src/test/resources/captures");

    /** Everything but ACKs, from the last application data on: how each of these connections ended. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "waf-120s-idle-unread-rst  | 20 | TLSv1.2 | 60798 | SERVER DATA, SERVER ALERT, SERVER FIN, CLIENT RST",
                "websocket-60s             | 20 | TLSv1.3 | 60356 | SERVER DATA, SERVER ALERT, SERVER FIN, CLIENT FIN",
                "race-request-after-close  | 18 | TLSv1.2 | 49232 | CLIENT DATA, SERVER RST",
                "header-timeout-10s        | 14 | TLSv1.2 | 59386 | CLIENT DATA, SERVER FIN, CLIENT ALERT, SERVER RST",
                "client-pool-evicts-30s    | 15 | TLSv1.2 | 49366 | SERVER DATA, CLIENT FIN, SERVER FIN",
                "read-timeout-504-60s      | 15 | TLSv1.2 | 57148 | SERVER DATA, CLIENT FIN, SERVER FIN",
                "plain-http-to-443         | 10 |         | 47418 | SERVER DATA, SERVER FIN, CLIENT FIN",
                "path-goes-silent          | 25 | TLSv1.2 | 39684 | SERVER DATA, CLIENT RST",
            })
    void everyConnectionEndsAsItReallyDid(String name, int packets, String version, int port, String ending)
            throws CaptureException {
        var capture = Capture.read(FOLDER.resolve(name + ".pcap"));

        assertThat(capture.packets()).isEqualTo(packets);
        assertThat(capture.others()).isZero();
        assertThat(capture.conversations()).hasSize(1);
        var only = capture.conversations().get(0);
        assertThat(only.packets()).isEqualTo(packets);
        assertThat(only.client().port()).isEqualTo(port);
        assertThat(only.version().orElse(null)).isEqualTo(version);
        assertThat(ending(only)).isEqualTo(ending);
    }

    @Test
    void theCustomersDisconnectIsToldFrameByFrame() throws CaptureException {
        var story = Capture.read(FOLDER.resolve("waf-120s-idle-unread-rst.pcap"))
                .conversations()
                .get(0)
                .story(Side.DOWNSTREAM);
        var close = story.subList(story.size() - 5, story.size());

        assertThat(close).extracting(Observation::frame).containsExactly(16, 17, 18, 19, 20);
        assertThat(close)
                .extracting(Observation::what)
                .containsExactly(What.ALERT, What.ACK, What.FIN, What.ACK, What.RST);
        assertThat(close)
                .extracting(Observation::by)
                .containsExactly(Peer.SERVER, Peer.CLIENT, Peer.SERVER, Peer.CLIENT, Peer.CLIENT);
        assertThat(close.get(0).size()).isEqualTo(26);
        assertThat(close.get(0).nanos()).isEqualTo(120_149_593_000L);
        assertThat(close.get(4).nanos()).isEqualTo(135_097_622_000L);
        assertThat(close.get(4).detail()).isEqualTo("RST,ACK");
    }

    @Test
    void aHandshakeThatNeverBeginsIsAnOpenAndTheServersFin() throws CaptureException {
        var story = Capture.read(FOLDER.resolve("handshake-never-starts-10s.pcap"))
                .conversations()
                .get(0)
                .story(Side.DOWNSTREAM);

        assertThat(story)
                .extracting(Observation::what)
                .containsExactly(What.OPEN, What.OPEN, What.ACK, What.FIN, What.FIN, What.ACK);
        assertThat(story.get(3).nanos() / 1e9).isCloseTo(10.0006, within(0.0001));
    }

    @Test
    void unansweredSynsAreFourConnectionsThatNeverOpened() throws CaptureException {
        var capture = Capture.read(FOLDER.resolve("syn-unanswered.pcap"));

        assertThat(capture.packets()).isEqualTo(37);
        assertThat(capture.conversations()).hasSize(4);
        for (var conversation : capture.conversations()) {
            var story = conversation.story(Side.DOWNSTREAM);
            assertThat(story.get(0).what()).isEqualTo(What.OPEN);
            assertThat(story.subList(1, story.size()))
                    .extracting(Observation::what)
                    .containsOnly(What.RETRANSMISSION);
        }
    }

    @Test
    void theSilentPathShowsNineRetransmissionsOfOneRequest() throws CaptureException {
        var story = Capture.read(FOLDER.resolve("path-goes-silent.pcap"))
                .conversations()
                .get(0)
                .story(Side.DOWNSTREAM);

        assertThat(story)
                .filteredOn(seen -> seen.what() == What.RETRANSMISSION)
                .hasSize(9)
                .allSatisfy(seen -> assertThat(seen.size()).isEqualTo(65));
    }

    @Test
    void aPortUsedAgainIsAnotherConnection() throws CaptureException {
        var first = Packets.ipv4(IpPacket.TCP, Packets.tcp(5_000, 443, 100, TcpSegment.SYN));
        var again = Packets.ipv4(IpPacket.TCP, Packets.tcp(5_000, 443, 9_000, TcpSegment.SYN));
        var ping = Packets.ipv4(1, new byte[8]);

        var capture = Capture.read(CaptureFile.open(
                "x",
                new ByteArrayInputStream(
                        Packets.pcap(ByteOrder.BIG_ENDIAN, true, LinkType.RAW, List.of(first, first, ping, again)))));

        assertThat(capture.packets()).isEqualTo(4);
        assertThat(capture.others()).isEqualTo(1);
        assertThat(capture.conversations()).extracting(Conversation::packets).containsExactly(2, 1);
    }

    /** Every link type leads to the same story. */
    @ParameterizedTest
    @CsvSource({
        "ETHERNET, 000000000000 000000000000 86dd",
        "LINUX_SLL, 0000 0304 0006 0000000000000000 86dd",
        "LINUX_SLL2, 86dd 0000 00000001 0304 00 06 0000000000000000",
        "NULL, 1e000000",
        "RAW, ''",
    })
    void ipv6IsReadBehindEveryLinkType(LinkType type, String header) throws CaptureException {
        var packet = Packets.join(
                Packets.hex(header), Packets.ipv6(IpPacket.TCP, Packets.tcp(5_000, 443, 100, TcpSegment.SYN)));

        var capture = Capture.read(CaptureFile.open(
                "x", new ByteArrayInputStream(Packets.pcap(ByteOrder.LITTLE_ENDIAN, false, type, List.of(packet)))));

        assertThat(capture.conversations())
                .singleElement()
                .satisfies(only -> assertThat(only.client()).hasToString("[2001:db8:0:0:0:0:0:1]:5000"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"waf-120s-idle-unread-rst", "websocket-60s", "plain-http-to-443", "missing-intermediate"})
    void aFileCutAnywhereGivesAResultOrACaptureException(String name) throws IOException {
        var whole = Files.readAllBytes(FOLDER.resolve(name + ".pcap"));

        for (var length = 0; length < whole.length; length++) {
            read(Arrays.copyOf(whole, length));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"waf-120s-idle-unread-rst", "websocket-60s", "path-goes-silent", "missing-intermediate"})
    void aFileWithWrongBytesGivesAResultOrACaptureException(String name) throws IOException {
        var whole = Files.readAllBytes(FOLDER.resolve(name + ".pcap"));
        var random = new Random(name.hashCode());

        for (var round = 0; round < 20_000; round++) {
            var broken = whole.clone();
            for (var i = random.nextInt(6); i >= 0; i--) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt();
            }
            read(broken);
        }
    }

    @Test
    void aFileThatIsNotThereIsNamed(@TempDir Path folder) {
        var file = folder.resolve("none.pcap");

        assertThatThrownBy(() -> Capture.read(file))
                .isInstanceOf(CaptureException.class)
                .hasMessageStartingWith(file + ": ");
    }

    @Test
    void aBrokenFileIsNamed(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("x.pcap"), "not a capture, but text");

        assertThatThrownBy(() -> Capture.read(file))
                .hasMessage(
                        file + ": is text (expected: pcap or pcapng, as it is or in gzip or zstd; an export cannot be"
                                + " read back, save the capture itself: File > Save As) at byte 0");
    }

    /** Anything thrown but CaptureException fails the test. */
    private static void read(byte[] bytes) {
        try {
            var capture = Capture.read(CaptureFile.open("x", new ByteArrayInputStream(bytes), 1 << 16));
            assertThat(capture.packets()).isNotNegative();
        } catch (CaptureException refused) {
            assertThat(refused).hasMessageContaining("at byte ").hasMessageMatching("[^\\n]*");
        }
    }

    private static String ending(Conversation conversation) {
        var story = conversation.story(Side.DOWNSTREAM).stream()
                .filter(seen -> seen.what() != What.ACK && seen.what() != What.RETRANSMISSION)
                .toList();
        var last = 0;
        for (var i = 0; i < story.size(); i++) {
            last = story.get(i).what() == What.DATA ? i : last;
        }
        return story.subList(last, story.size()).stream()
                .map(seen -> seen.by() + " " + seen.what())
                .collect(Collectors.joining(", "));
    }
}
