package io.waflab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.capture.CaptureReading;
import io.waflab.connection.Peer;
import io.waflab.diagnose.Diagnosis;
import io.waflab.diagnose.Finding;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each labelled capture with the packets of one end alone, as where the other direction has another way. */
class OneSidedCapturesTest {

    private static final Path FOLDER = Path.of("src/test/resources/captures");
    private static final int FILE_HEADER = 24;
    private static final int PACKET_HEADER = 16;
    private static final int ETHERNET = 14;
    private static final int SYN = 2;
    private static final int ACK = 16;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "client-asked-close,           normal-close",
        "client-gives-up-10s,          client-gave-up",
        "client-pool-evicts-30s,       client-idle-timeout",
        "handshake-never-starts-10s,   handshake-timeout",
        "header-timeout-10s,           header-timeout",
        "nginx-75s-default-idle,       server-idle-timeout",
        "no-common-cipher,             handshake-refused",
        "plain-http-to-443,            plaintext-on-tls-port",
        "race-request-after-close,     keepalive-race",
        "read-timeout-504-60s,         response-timeout",
        "sni-refused,                  handshake-refused",
        "waf-120s-idle-unread-rst,     server-idle-timeout",
        "websocket-60s,                server-idle-timeout",
    })
    void whatTheServerDidIsKnownFromTheClientsAcknowledgements(String name, String cause) throws Exception {
        guesses(finding(name, Peer.CLIENT), cause, "who.server");
    }

    @ParameterizedTest
    @CsvSource({
        "client-asked-close,           normal-close",
        "client-distrusts-self-signed, still-open",
        "client-gives-up-10s,          client-gave-up",
        "client-pool-evicts-30s,       client-idle-timeout",
        "handshake-never-starts-10s,   server-idle-timeout",
        "header-timeout-10s,           header-timeout",
        "missing-intermediate,         server-crashed",
        "nginx-75s-default-idle,       server-idle-timeout",
        "path-goes-silent,             still-open",
        "plain-http-to-443,            plaintext-on-tls-port",
        "race-request-after-close,     server-idle-timeout",
        "read-timeout-504-60s,         response-timeout",
        "waf-120s-idle-unread-rst,     server-idle-timeout",
    })
    void whatTheClientDidIsKnownFromTheServersAcknowledgements(String name, String cause) throws Exception {
        guesses(finding(name, Peer.SERVER), cause, "who.client");
    }

    private static void guesses(Finding finding, String cause, String absent) {
        assertThat(finding.id()).isEqualTo(cause);
        assertThat(finding.confidence()).isLessThan(0.6);
        assertThat(finding.evidence().get(0).key()).isEqualTo("evidence.one-sided");
        assertThat(finding.evidence().get(0).arguments().toString()).contains(absent);
        assertThat(finding.evidence())
                .extracting(said -> said.key())
                .doesNotContain("evidence.absent", "evidence.begins-late", "evidence.probes-unanswered");
        assertThat(finding.advice().get(0).key()).isEqualTo("advice.both-ways");
    }

    @ParameterizedTest
    @CsvSource({
        "CLIENT, client-distrusts-self-signed, certificate-rejected:unknown_ca",
        "SERVER, no-common-cipher,             handshake-refused:handshake_failure",
        "CLIENT, path-goes-silent,             path-silent",
    })
    void whatTheOneEndSaysInThePlainOrSendsAgainIsSure(Peer by, String name, String cause) throws Exception {
        var finding = finding(name, by);

        assertThat(finding.id()).isEqualTo(cause);
        assertThat(finding.confidence()).isGreaterThan(0.9);
    }

    @Test
    void whoIsNotAnsweredAtAllIsNotOneSided() throws Exception {
        var finding = finding("syn-unanswered", Peer.CLIENT);

        assertThat(finding.id()).isEqualTo("connect-timeout");
        assertThat(finding.confidence()).isGreaterThan(0.9);
        assertThat(finding.evidence()).extracting(said -> said.key()).doesNotContain("evidence.one-sided");
    }

    @Test
    void theCloseIsWhereItWasAcknowledged() throws Exception {
        var finding = finding("waf-120s-idle-unread-rst", Peer.CLIENT);

        assertThat(finding.closedBy()).contains(Peer.SERVER);
        assertThat(finding.gap().orElseThrow().toMillis()).isBetween(119_900L, 120_100L);
    }

    /** They go out one by one whether each is answered or not. */
    @Test
    void keepAliveProbesWhoseAnswersWereNotCapturedAreNoSilentPath() throws Exception {
        var file = half(Files.readAllBytes(FOLDER.resolve("client-pool-evicts-30s.pcap")), Peer.CLIENT);
        var pcap = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        var records = new ArrayList<Integer>();
        for (int at = FILE_HEADER; at < file.length; at += PACKET_HEADER + pcap.getInt(at + 8)) {
            records.add(at);
        }
        int ack = records.get(records.size() - 3);
        int fin = records.get(records.size() - 2);
        var probe = Arrays.copyOfRange(file, ack, fin);
        var words = ByteBuffer.wrap(probe);
        var sequence = PACKET_HEADER + ETHERNET + 20 + 4;
        words.putInt(sequence, words.getInt(sequence) - 1);
        var probed = new ByteArrayOutputStream();
        probed.write(file, 0, fin);
        for (var i = 0; i < 4; i++) {
            words.order(ByteOrder.LITTLE_ENDIAN).putInt(0, words.getInt(0) + 30);
            probed.write(probe, 0, probe.length);
        }

        var finding = finding("probed", probed.toByteArray());

        assertThat(finding.id()).isEqualTo("still-open");
        assertThat(finding.confidence()).isLessThan(0.6);
    }

    private Finding finding(String name, Peer by) throws Exception {
        return finding(name, half(Files.readAllBytes(FOLDER.resolve(name + ".pcap")), by));
    }

    private Finding finding(String name, byte[] file) throws Exception {
        var half = folder.resolve(name + ".pcap");
        Files.write(half, file);
        var found = new ArrayList<Diagnosis>();
        CaptureReading.read(half, story -> found.add(Diagnosis.of(story)), (bytes, total) -> {});
        return found.get(0).finding();
    }

    /** The packets of one end of the first connection; IPv4 on Ethernet, microseconds, as tcpdump wrote them. */
    private static byte[] half(byte[] file, Peer by) {
        var pcap = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        var half = new ByteArrayOutputStream();
        half.write(file, 0, FILE_HEADER);
        var client = -1;
        var server = -1;
        for (int at = FILE_HEADER; at < file.length; ) {
            var length = PACKET_HEADER + pcap.getInt(at + 8);
            var ip = at + PACKET_HEADER + ETHERNET;
            var tcp = ip + (file[ip] & 15) * 4;
            var from = port(file, tcp);
            if (client < 0 && (file[tcp + 13] & (SYN | ACK)) == SYN) {
                client = from;
                server = port(file, tcp + 2);
            }
            if (from == (by == Peer.CLIENT ? client : server)
                    && port(file, tcp + 2) == (by == Peer.CLIENT ? server : client)) {
                half.write(file, at, length);
            }
            at += length;
        }
        return half.toByteArray();
    }

    private static int port(byte[] file, int at) {
        return (file[at] & 255) << 8 | file[at + 1] & 255;
    }
}
