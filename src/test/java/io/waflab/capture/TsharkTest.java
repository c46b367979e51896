package io.waflab.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.waflab.journal.What;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every capture of the tests, read by tshark as well: the same packets, connections, bytes and alerts. */
class TsharkTest {

    private static final Path FOLDER = Path.of("src/test/resources/captures");

    @BeforeAll
    static void tsharkIsHere() throws InterruptedException {
        try {
            var status = new ProcessBuilder("tshark", "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            assumeTrue(status == 0, "tshark ended with " + status);
        } catch (IOException none) {
            assumeTrue(false, "tshark is not installed: apt-get install tshark (" + none.getMessage() + ")");
        }
    }

    /** What tshark says of a file. */
    private static final class Seen {

        private int packets;
        private final Set<String> streams = new HashSet<>();
        private final Map<String, Long> bytes = new TreeMap<>();
        private final Set<Integer> alerts = new TreeSet<>();
    }

    @ParameterizedTest
    @MethodSource("captures")
    void bothReadTheSame(Path file) throws IOException, InterruptedException, CaptureException {
        var theirs = tshark(file);
        var alerts = new TreeSet<Integer>();

        var summary = CaptureReading.read(
                file,
                story -> story.observations().stream()
                        .filter(seen ->
                                seen.what() == What.ALERT && !seen.detail().contains("encrypted"))
                        .forEach(seen -> alerts.add(seen.frame())),
                (bytes, total) -> {});

        assertThat(summary.packets()).isEqualTo(theirs.packets);
        assertThat(summary.connections()).isEqualTo(theirs.streams.size());
        assertThat(bytes(file)).isEqualTo(theirs.bytes);
        assertThat(alerts).isEqualTo(theirs.alerts);
    }

    private static Seen tshark(Path file) throws IOException, InterruptedException {
        var process = new ProcessBuilder(
                        "tshark",
                        "-n",
                        "-r",
                        file.toString(),
                        "-T",
                        "fields",
                        "-E",
                        "separator=|",
                        "-e",
                        "frame.number",
                        "-e",
                        "tcp.stream",
                        "-e",
                        "ip.src",
                        "-e",
                        "ipv6.src",
                        "-e",
                        "tcp.srcport",
                        "-e",
                        "tcp.len",
                        "-e",
                        "tls.alert_message.desc")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        var seen = new Seen();
        for (var line : text.lines().toList()) {
            var fields = line.split("\\|", -1);
            seen.packets++;
            if (!fields[1].isEmpty()) {
                seen.streams.add(fields[1]);
                seen.bytes.merge(fields[2] + fields[3] + " " + fields[4], Long.parseLong(fields[5]), Long::sum);
            }
            if (!fields[6].isEmpty()) {
                seen.alerts.add(Integer.parseInt(fields[0]));
            }
        }
        return seen;
    }

    /** Bytes of payload for each sending end, repetitions too, as they come out of the layers. */
    private static Map<String, Long> bytes(Path file) throws CaptureException {
        var bytes = new TreeMap<String, Long>();
        var layers = new PacketLayers();
        try (var opened = CaptureFile.open(file, (read, total) -> {})) {
            for (var next = opened.reader().next();
                    next.isPresent();
                    next = opened.reader().next()) {
                if (layers.read(next.get()) == PacketLayers.Kind.TCP) {
                    var ip = layers.ip();
                    var from = Endpoint.of(ip.sourceHigh(), ip.sourceLow(), layers.sourcePort());
                    var length = Packets.segment(layers, next.get()).length();
                    bytes.merge(from.address().getHostAddress() + " " + from.port(), (long) length, Long::sum);
                }
            }
        }
        return bytes;
    }

    static Stream<Path> captures() throws IOException {
        try (var files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".pcap")).sorted().toList().stream();
        }
    }
}
