package io.waflab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.capture.CaptureReading;
import io.waflab.diagnose.Diagnosis;
import io.waflab.diagnose.Finding;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Labelled captures in simple packet blocks of pcapng, which have no time. */
class UntimedCapturesTest {

    private static final Path FOLDER = Path.of("src/test/resources/captures");
    private static final int FILE_HEADER = 24;
    private static final int PACKET_HEADER = 16;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "waf-120s-idle-unread-rst,     server-idle-timeout",
        "client-pool-evicts-30s,       client-idle-timeout",
        "websocket-60s,                tunnel-idle-timeout",
        "handshake-never-starts-10s,   handshake-timeout",
        "header-timeout-10s,           header-timeout",
    })
    void aTimerThatMayHaveRunOutIsNeitherNamedNorLeftOut(String name, String cause) throws Exception {
        var finding = finding(name);

        assertThat(finding.confidence()).isLessThanOrEqualTo(0.5);
        assertThat(finding.gap()).isEmpty();
        assertThat(finding.alternatives()).extracting(Finding.Alternative::id).contains(cause);
        assertThat(finding.sentence().key()).isEqualTo("finding.untimed");
        assertThat(finding.evidence().get(0).key()).isEqualTo("evidence.untimed");
    }

    @Test
    void whatAnAlertSaysNeedsNoTime() throws Exception {
        var finding = finding("sni-refused");

        assertThat(finding.id()).isEqualTo("handshake-refused:unrecognized_name");
        assertThat(finding.confidence()).isGreaterThan(0.9);
        assertThat(finding.evidence().get(0).key()).isEqualTo("evidence.untimed");
    }

    @Test
    void noDateIsSaid() throws Exception {
        var out = new StringWriter();
        var main = new Main(new PrintWriter(out, true), new PrintWriter(new StringWriter()), false);

        assertThat(main.run("diagnose", simple("sni-refused").toString())).isEqualTo(Main.DONE);
        assertThat(out.toString()).contains("it does not say when").doesNotContain("1970");
    }

    private Finding finding(String name) throws Exception {
        var found = new ArrayList<Diagnosis>();
        CaptureReading.read(simple(name), story -> found.add(Diagnosis.of(story)), (bytes, total) -> {});
        return found.get(0).finding();
    }

    private Path simple(String name) throws Exception {
        var pcap = ByteBuffer.wrap(Files.readAllBytes(FOLDER.resolve(name + ".pcap")))
                .order(ByteOrder.LITTLE_ENDIAN);
        var file = new ByteArrayOutputStream();
        file.writeBytes(block(0x0a0d0d0a, words(16).putInt(0x1a2b3c4d).putInt(1).putLong(-1)));
        file.writeBytes(block(1, words(8).putInt(1).putInt(0)));
        for (int at = FILE_HEADER; at < pcap.capacity(); at += PACKET_HEADER + pcap.getInt(at + 8)) {
            var length = pcap.getInt(at + 8);
            var packet = words(4 + (length + 3 & ~3)).putInt(length);
            file.writeBytes(block(3, packet.put(pcap.array(), at + PACKET_HEADER, length)));
        }
        return Files.write(folder.resolve(name + ".pcapng"), file.toByteArray());
    }

    private static ByteBuffer words(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] block(int type, ByteBuffer body) {
        var size = 12 + body.capacity();
        return words(size)
                .putInt(type)
                .putInt(size)
                .put(body.array())
                .putInt(size)
                .array();
    }
}
