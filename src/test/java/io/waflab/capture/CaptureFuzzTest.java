package io.waflab.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever the bytes: a result or a CaptureException of one line, and an end. The seeds run with the tests, and some
 * thousand random changes of them; {@code scripts/fuzz} runs each target for minutes, guided by coverage.
 */
public class CaptureFuzzTest {

    private static final Path FOLDER = Path.of("src/test/resources/captures");
    private static final int BLOCK = 1 << 16;
    private static final int ROUNDS = 20_000;

    /** For {@code scripts/fuzz}. */
    public static final class FileTarget {

        private FileTarget() {}

        public static void fuzzerTestOneInput(byte[] bytes) {
            readFile(bytes);
        }
    }

    /** For {@code scripts/fuzz}. */
    public static final class PacketTarget {

        private PacketTarget() {}

        public static void fuzzerTestOneInput(byte[] bytes) {
            readPackets(bytes);
        }
    }

    /** Writes a target's seeds as files: its name, and the folder. For {@code scripts/fuzz}. */
    public static void main(String[] args) throws IOException {
        var seeds = args[0].equals("FileTarget") ? files().toList() : packets().toList();
        for (var i = 0; i < seeds.size(); i++) {
            Files.write(Path.of(args[1], "seed-" + i), seeds.get(i));
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void aFileGivesAResultOrOneLine(byte[] bytes) {
        readFile(bytes);
    }

    @ParameterizedTest
    @MethodSource("packets")
    void packetsOfEveryLinkAreReadOrCounted(byte[] bytes) {
        readPackets(bytes);
    }

    @Test
    void randomChangesOfFilesDoNoHarm() {
        change(files().toList(), CaptureFuzzTest::readFile);
    }

    @Test
    void randomChangesOfPacketsDoNoHarm() {
        change(packets().toList(), CaptureFuzzTest::readPackets);
    }

    private static void change(List<byte[]> seeds, Consumer<byte[]> target) {
        var random = new Random(7);
        for (var round = 0; round < ROUNDS; round++) {
            var seed = seeds.get(random.nextInt(seeds.size()));
            var broken =
                    Arrays.copyOf(seed, seed.length - (random.nextBoolean() ? 0 : random.nextInt(seed.length + 1)));
            for (var i = random.nextInt(8); i > 0 && broken.length > 0; i--) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt();
            }
            target.accept(broken);
        }
    }

    static void readFile(byte[] bytes) {
        try (var file = CaptureFile.open("x", new ByteArrayInputStream(bytes), BLOCK)) {
            var loop = new ReadingLoop(
                    connection -> assertThat(connection.story().observations()).isNotNull());
            loop.run(ArrivalSource.of(file.reader())).ifPresent(CaptureFuzzTest::assertOneLine);
        } catch (CaptureException refused) {
            assertOneLine(refused.getMessage());
        }
    }

    /** Each packet behind one byte for its link type, and two for its length. */
    static void readPackets(byte[] bytes) {
        var in = ByteBuffer.wrap(bytes);
        var frame = new int[1];
        var loop = new ReadingLoop(connection -> assertThat(connection.story()).isNotNull());
        var problem = loop.run(ArrivalSource.of(() -> {
            if (in.remaining() < 3) {
                return Optional.empty();
            }
            var types = LinkType.values();
            var type = types[(in.get() & 0xff) % types.length];
            var length = Math.min(in.getShort() & 0x7ff, in.remaining());
            var packet = in.duplicate().limit(in.position() + length);
            in.position(in.position() + length);
            frame[0]++;
            return Optional.of(new Packet(frame[0], frame[0] * 7_000_000_000L, type, packet, length + frame[0] % 3));
        }));
        assertThat(problem).isEmpty();
    }

    private static void assertOneLine(String message) {
        assertThat(message).matches("[^\\n]*at byte \\d+[^\\n]*");
    }

    static Stream<byte[]> files() {
        var seeds = new ArrayList<byte[]>();
        try (Stream<Path> all = Files.list(FOLDER)) {
            for (var file :
                    all.filter(path -> path.toString().endsWith(".pcap")).toList()) {
                seeds.add(Files.readAllBytes(file));
            }
            var tcp = Packets.ipv4(IpPacket.TCP, Packets.tcp(5_000, 443, 100, TcpSegment.SYN));
            var file = new Pcapng().section(ByteOrder.LITTLE_ENDIAN);
            file.capturedOn(LinkType.RAW, 96, file.option(2, "eth0"), file.option(9, (byte) 9))
                    .packet(0, 5, tcp, file.option(1, "a comment"))
                    .simplePacket(40, tcp)
                    .oldPacket(0, 6, tcp)
                    .secrets(0x544c534b, "CLIENT_RANDOM 01 02\n");
            seeds.add(file.bytes());
            seeds.add(Packets.pcap(ByteOrder.BIG_ENDIAN, true, LinkType.RAW, List.of(tcp, tcp)));
            var packed = new ByteArrayOutputStream();
            try (var gzip = new GZIPOutputStream(packed)) {
                gzip.write(file.bytes());
            }
            seeds.add(packed.toByteArray());
            var zstd = new ByteArrayOutputStream();
            try (var packing = new ZstdOutputStream(zstd)) {
                packing.write(file.bytes());
            }
            seeds.add(zstd.toByteArray());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return seeds.stream();
    }

    static Stream<byte[]> packets() {
        var tcp = Packets.tcp(5_000, 443, 100, 0x18, Packets.record(22, Packets.hex("0100000403030000")));
        var four = Packets.ipv4(IpPacket.TCP, tcp);
        var six = Packets.ipv6(44, Packets.join(Packets.hex("0600000100000007"), tcp));
        var mac = Packets.hex("000000000000 000000000000");
        return Stream.of(
                seed(LinkType.ETHERNET, Packets.join(mac, Packets.hex("8100 0007 88a8 0001 0800"), four)),
                seed(LinkType.ETHERNET, Packets.join(mac, Packets.hex("8847 00001100"), four)),
                seed(LinkType.ETHERNET, Packets.join(mac, Packets.hex("8864 1100 0001 0006 0021"), four)),
                seed(LinkType.PPP, Packets.join(Packets.hex("ff03 0057"), six)),
                seed(LinkType.LINUX_SLL2, Packets.join(Packets.hex("86dd"), new byte[18], six)),
                seed(LinkType.NULL, Packets.join(Packets.hex("02000000"), four)),
                seed(LinkType.RAW, Packets.ipv4(4, four)),
                seed(
                        LinkType.RAW,
                        Packets.ipv4(47, Packets.join(Packets.hex("b000 0800 12340000 00000007 00000001"), four))),
                seed(
                        LinkType.RAW,
                        Packets.ipv4(
                                17, Packets.join(Packets.hex("1234 12b5 0000 0000 08000000 00000700"), mac, four))),
                Packets.join(
                        seed(LinkType.RAW, FragmentsTest.fragment(7, 0, true, Arrays.copyOf(tcp, 24))),
                        seed(
                                LinkType.RAW,
                                FragmentsTest.fragment(7, 24, false, Arrays.copyOfRange(tcp, 24, tcp.length)))));
    }

    private static byte[] seed(LinkType type, byte[] packet) {
        return ByteBuffer.allocate(3 + packet.length)
                .put((byte) type.ordinal())
                .putShort((short) packet.length)
                .put(packet)
                .array();
    }
}
