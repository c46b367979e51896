package io.waflab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command as a user types it, on captures whose cause is known. */
class DiagnoseCommandTest {

    private static final Path CAPTURES = Path.of("src/test/resources/captures");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(Object... args) {
        return new Main(new PrintWriter(out, true), new PrintWriter(err, true), false)
                .run(Arrays.stream(args).map(Object::toString).toArray(String[]::new));
    }

    private JsonNode json() throws IOException {
        return JSON.readTree(out.toString());
    }

    @Test
    void everyKnownCaptureIsDiagnosedAsWhatItIs() throws IOException {
        var wrong = new ArrayList<String>();
        for (var known : JSON.readTree(CAPTURES.resolve("truth.json").toFile())) {
            out.getBuffer().setLength(0);
            var name = known.get("file").asText();
            assertThat(run("diagnose", "--format", "json", CAPTURES.resolve(name)))
                    .as(name)
                    .isEqualTo(Main.DONE);
            var found = json().get("connections").get(0);
            var truth = known.get("truth");
            for (var field : List.of("cause", "closed_by", "how", "phase")) {
                if (!found.get(field).equals(truth.get(field))) {
                    wrong.add(name + ": " + field + " " + found.get(field) + ", in truth " + truth.get(field));
                }
            }
            if (!truth.get("gap_s").isNull()
                    && Math.abs(found.get("gap_s").asDouble()
                                    - truth.get("gap_s").asDouble())
                            > Math.max(0.3, truth.get("gap_s").asDouble() / 100)) {
                wrong.add(name + ": gap_s " + found.get("gap_s") + ", in truth " + truth.get("gap_s"));
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void theCustomersCaptureIsToldFromTheFindingToTheWire() {
        assertThat(run("diagnose", CAPTURES.resolve("waf-120s-idle-unread-rst.pcap")))
                .isEqualTo(Main.DONE);
        assertThat(out.toString())
                .contains(
                        "20 packets, 1\nconnection",
                        "server-idle-timeout, ",
                        "Alibaba Cloud WAF 3.0",
                        "RFC 2525",
                        "120.001 s of silence");
        assertThat(out.toString().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    }

    @Test
    void inChineseNoSentenceIsEnglish() {
        for (var name : List.of("waf-120s-idle-unread-rst.pcap", "websocket-60s.pcap", "path-goes-silent.pcap")) {
            assertThat(run("diagnose", "--lang", "zh", CAPTURES.resolve(name))).isEqualTo(Main.DONE);
        }
        assertThat(out.toString())
                .contains("服务器的空闲定时器到期", "隧道", "线路上的全过程")
                .doesNotContain("the client", "the server", "What ", " of silence");
    }

    @Test
    void aFileCutShortTellsWhatCameBeforeAndWhere() throws IOException {
        var whole = Files.readAllBytes(CAPTURES.resolve("waf-120s-idle-unread-rst.pcap"));
        var cut = Files.write(folder.resolve("cut.pcap"), Arrays.copyOf(whole, whole.length - 7));

        assertThat(run("diagnose", "--format", "json", cut)).isEqualTo(Main.REFUSED);
        assertThat(json().get("packets").asInt()).isEqualTo(19);
        assertThat(json().get("connections")).hasSize(1);
        assertThat(err.toString().lines()).singleElement().asString().contains(cut.toString(), "at byte ");
    }

    @Test
    void whatIsNoCaptureIsRefusedInOneLine() throws IOException {
        var text = Files.writeString(folder.resolve("notes.txt"), "No.  Time  Source\n");

        assertThat(run("diagnose", text)).isEqualTo(Main.REFUSED);
        assertThat(err.toString().lines()).singleElement().asString().contains(text.toString());
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void onlyWhatIsAskedForIsTold() throws IOException {
        var capture = CAPTURES.resolve("nginx-75s-default-idle.pcap");

        assertThat(run("diagnose", "--filter", "gap>60", "--filter", "cause=server-idle-timeout", capture))
                .isEqualTo(Main.DONE);
        assertThat(run("diagnose", "--filter", "gap>2m", capture)).isEqualTo(Main.NO);
        assertThat(out.toString()).contains("0 of 1 connections fit");
        assertThat(run("diagnose", "--conn", "2", capture)).isEqualTo(Main.NO);
        assertThat(run("diagnose", "--filter", "colour=red", capture)).isEqualTo(Main.REFUSED);
        assertThat(err.toString()).contains("\"colour=red\": expected cause=ID");
    }

    @Test
    void theHelpNamesTheTermsThatAFilterMayHave() {
        run("diagnose", "--filter", "colour=red", CAPTURES.resolve("sni-refused.pcap"));
        run("diagnose", "--help");
        var help = out.toString().replaceAll("\\s+", "");
        help = help.substring(help.indexOf("--filter=TERMOnly"), help.indexOf("--format=text|json|htmlDefault"));
        var expected = err.toString().lines().findFirst().orElseThrow().replaceAll(".*: expected | \\(see.*", "");
        for (var term : expected.split(", | or ")) {
            assertThat(help).contains(term);
        }
    }

    @Test
    void aReportFileIsThereWholeOrNotAtAll() throws IOException {
        var report = folder.resolve("report.html");

        assertThat(run("diagnose", "--format", "html", "-o", report, CAPTURES.resolve("sni-refused.pcap")))
                .isEqualTo(Main.DONE);
        assertThat(Files.readString(report))
                .startsWith("<!DOCTYPE html>")
                .endsWith("</html>\n")
                .contains("<svg");
        assertThat(out.toString()).isEmpty();
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(report);
        }
    }

    @ParameterizedTest
    @CsvSource({"x.html, <!DOCTYPE", "x.HTM, <!DOCTYPE", "x.json, {", "x.txt, x.txt"})
    void theNameOfAReportFileDecidesItsFormat(String name, String begins) throws IOException {
        var capture = CAPTURES.resolve("sni-refused.pcap");
        assertThat(run("diagnose", "-o", folder.resolve(name), capture)).isEqualTo(Main.DONE);
        assertThat(Files.readString(folder.resolve(name))).startsWith(begins.replace("x.txt", capture.toString()));

        run("diagnose", "--format", "text", "-o", folder.resolve(name), capture);
        assertThat(Files.readString(folder.resolve(name))).startsWith(capture.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "json", "html"})
    void aReportFileHoldsWhatWouldBePrinted(String format) throws IOException {
        var report = folder.resolve("report");
        var capture = CAPTURES.resolve("sni-refused.pcap");

        assertThat(run("diagnose", "--format", format, "-o", report, capture))
                .as(err.toString())
                .isEqualTo(Main.DONE);
        assertThat(out.toString()).isEmpty();
        assertThat(run("diagnose", "--format", format, capture)).isEqualTo(Main.DONE);
        assertThat(report).hasContent(out.toString());
    }

    @Test
    void aLinkStaysALinkAndItsFileIsReplaced() throws IOException {
        var report = Files.writeString(folder.resolve("report.txt"), "an older one");
        var link = Files.createSymbolicLink(folder.resolve("latest"), report);
        var dangling = Files.createSymbolicLink(folder.resolve("next"), folder.resolve("new.txt"));

        for (var name : List.of(link, dangling)) {
            assertThat(run("diagnose", "-o", name, CAPTURES.resolve("sni-refused.pcap")))
                    .isEqualTo(Main.DONE);
            assertThat(name).isSymbolicLink();
            assertThat(Files.readString(name)).contains("handshake-refused");
        }
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactlyInAnyOrder(report, link, dangling, folder.resolve("new.txt"));
        }
    }

    @Test
    void aPipeIsWrittenToAndNotReplaced() throws Exception {
        var pipe = folder.resolve("pipe");
        assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0, "there is mkfifo");
        // Opened for both, so that neither end waits for the other.
        try (var reader = new RandomAccessFile(pipe.toFile(), "rw")) {
            assertThat(run("diagnose", "-o", pipe, CAPTURES.resolve("sni-refused.pcap")))
                    .isEqualTo(Main.DONE);
            assertThat(Files.readAttributes(pipe, BasicFileAttributes.class).isOther())
                    .isTrue();
            var report = new byte[4096];
            assertThat(new String(report, 0, reader.read(report), StandardCharsets.UTF_8))
                    .contains("handshake-refused");
        }
    }

    /** As bash's <(zcat FILE) names one. */
    @Test
    @Timeout(60)
    void aPipeIsReadOnce() throws Exception {
        var pipe = folder.resolve("pipe");
        assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0, "there is mkfifo");
        var writer =
                new ProcessBuilder("cp", CAPTURES.resolve("sni-refused.pcap").toString(), pipe.toString()).start();
        try {
            assertThat(run("diagnose", pipe)).isEqualTo(Main.DONE);
            assertThat(out.toString()).contains("handshake-refused");
            assertThat(writer.waitFor()).isZero();
        } finally {
            writer.destroy();
        }
        assertThat(run("diagnose", "--keylog", Files.createFile(folder.resolve("empty")), pipe))
                .isEqualTo(Main.REFUSED);
        assertThat(err.toString()).contains("--keylog: " + pipe + " can be read only once (expected: a file");
    }

    @Test
    void aReportWhereNoFileCanBeMadeIsRefusedByTheOption() {
        assumeTrue(Files.isWritable(Path.of("/proc")), "a folder that says it can be written to, and cannot");

        assertThat(run("diagnose", "-o", "/proc/waflab-x", CAPTURES.resolve("sni-refused.pcap")))
                .isEqualTo(Main.REFUSED);
        assertThat(err.toString())
                .isEqualToIgnoringNewLines("waflab: --out /proc/waflab-x: no file can be made there"
                        + " (expected: a place where you may write)");
    }

    @Test
    void theFirstScreenNamesTheFramesOfTheSilenceAndTheEnd() {
        var capture = CAPTURES.resolve("waf-120s-idle-unread-rst.pcap");
        run("diagnose", capture);
        assertThat(out.toString()).contains("\n    last data: frame 14; the end begins: frame 16\n");
        run("diagnose", "--format", "html", capture);
        assertThat(out.toString()).contains("<p class=\"frames\">last data: frame 14; the end begins: frame 16</p>");
        run("diagnose", "--lang", "zh", capture);
        assertThat(out.toString()).contains("最后的数据：第 14 帧；结束始于：第 16 帧");
    }

    @Test
    void aReportWithoutAPlaceIsRefusedByTheFoldersName() {
        var capture = CAPTURES.resolve("sni-refused.pcap");

        assertThat(run("diagnose", "-o", folder.resolve("nowhere/x.txt"), capture))
                .isEqualTo(Main.REFUSED);
        assertThat(err.toString()).contains("there is no folder " + folder.resolve("nowhere") + " (expected: ");
        assertThat(run("diagnose", "-o", folder, capture)).isEqualTo(Main.REFUSED);
        assertThat(err.toString())
                .contains("--out " + folder + ": is a folder (expected: ")
                .doesNotContain("unfinished");
    }

    /** As another machine would have captured it: its clock an hour ahead, and without the packets from {@code first} on. */
    private Path elsewhere(Path capture, int first) throws IOException {
        var bytes = ByteBuffer.wrap(Files.readAllBytes(capture)).order(ByteOrder.LITTLE_ENDIAN);
        var at = 24;
        for (var frame = 1; at < bytes.limit() && frame < first; frame++) {
            bytes.putInt(at, bytes.getInt(at) + 3600);
            at += 16 + bytes.getInt(at + 8);
        }
        return Files.write(folder.resolve("far.pcap"), Arrays.copyOf(bytes.array(), at));
    }

    @Test
    void twoCapturesOfOneConnectionNameTheHop() throws IOException {
        var near = CAPTURES.resolve("waf-120s-idle-unread-rst.pcap");

        assertThat(run("diagnose", near, elsewhere(near, 20))).isEqualTo(Main.DONE);
        assertThat(out.toString())
                .contains(
                        "1 of 1 connections are in both captures",
                        "clock is 3600 s ahead",
                        "RST of the client (frame 20) is in the near capture alone. If the far",
                        "its last packet 14.91 s earlier, and may have been stopped before.");
    }

    /** Both are of one place: no way lies between them that would tell which is which. */
    @Test
    void aCaptureThatWentOnShowsThatTheHopLostOrMadeIt() throws IOException {
        var near = CAPTURES.resolve("waf-120s-idle-unread-rst.pcap");
        var bytes = Files.readAllBytes(elsewhere(near, 20));
        // One packet more of nothing, an hour later.
        var longer = ByteBuffer.wrap(Arrays.copyOf(bytes, bytes.length + 16)).order(ByteOrder.LITTLE_ENDIAN);
        longer.putInt(bytes.length, longer.getInt(24) + 3600);
        var far = Files.write(folder.resolve("longer.pcap"), longer.array());

        assertThat(run("diagnose", near, far)).isEqualTo(Main.DONE);
        assertThat(out.toString())
                .contains(
                        "RST of the client (frame 20) is in the near capture alone; whether it was",
                        "depends on which of them is nearer");
    }

    /** Recorded at a client and at a server behind a router that dropped what the server sent; the server's clock is behind. */
    @Test
    void whatWasSentAndWhatArrivedDecideTogether() {
        var places = Path.of("src/test/resources/two-places");

        run("diagnose", places.resolve("lostfin.client.pcap"));
        assertThat(out.toString()).contains("client-idle-timeout");
        out.getBuffer().setLength(0);

        assertThat(run("diagnose", places.resolve("lostfin.client.pcap"), places.resolve("lostfin.server.pcap")))
                .isEqualTo(Main.DONE);
        assertThat(out.toString())
                .contains(
                        "path-silent",
                        "closed the connection after 6 s of silence, but the client never",
                        "FIN of the server (frame 16 of the far capture) was lost",
                        "clock is 12.25 s behind");
        out.getBuffer().setLength(0);

        assertThat(run("diagnose", places.resolve("lostanswer.client.pcap"), places.resolve("lostanswer.server.pcap")))
                .isEqualTo(Main.DONE);
        assertThat(out.toString())
                .contains(
                        "path-silent", "5146 bytes of the server were sent again and again", "Segments of up to 1448");
    }

    /** The other capture's end is known only when that has been read: the near one's at the end. */
    @Test
    void twoCapturesInJson() throws IOException {
        var near = CAPTURES.resolve("waf-120s-idle-unread-rst.pcap");

        assertThat(run("diagnose", "--format", "json", near, elsewhere(near, 20)))
                .isEqualTo(Main.DONE);
        assertThat(json().get("connections")).hasSize(1);
        assertThat(json().at("/connections/0/evidence").toString()).contains("RST of the client (frame 20)");
        assertThat(json().at("/far/file").asText()).endsWith("far.pcap");
        assertThat(json().at("/far/matched").asInt()).isEqualTo(1);
        assertThat(json().at("/far/looked_for").asInt()).isEqualTo(1);
        assertThat(json().at("/far").has("problem")).isFalse();
    }

    @Test
    void connectionsThatAreInOneCaptureOnlyAreCounted() {
        assertThat(run(
                        "diagnose",
                        CAPTURES.resolve("waf-120s-idle-unread-rst.pcap"),
                        CAPTURES.resolve("nginx-75s-default-idle.pcap")))
                .isEqualTo(Main.DONE);
        assertThat(out.toString())
                .contains("None of the 1 connections is among the 1 of the second capture: nothing is")
                .doesNotContain("ahead");
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .contains("nginx-75s-default-idle.pcap: has no connection of ", "waf-120s-idle-unread-rst.pcap");
    }

    /** As a shell's *.pcap gives them: the third would have been left out without a word. */
    @Test
    void moreThanTwoCapturesAreRefused() {
        var capture = CAPTURES.resolve("sni-refused.pcap");
        assertThat(run("diagnose", capture, capture, capture)).isEqualTo(Main.REFUSED);
        assertThat(err.toString())
                .hasLineCount(1)
                .contains("3 captures (expected one, or two of the same connections; others one by one)");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void standardInputIsNotBothCaptures() {
        assertThat(run("diagnose", "-", "-")).isEqualTo(Main.REFUSED);
        assertThat(err.toString()).hasLineCount(1).contains("standard input is one capture");
    }

    @Test
    void noSymptomIsOfAnotherAlertNameOrLength() throws IOException {
        for (var name : List.of("sni-refused", "no-common-cipher", "missing-intermediate", "read-timeout-504-60s")) {
            out.getBuffer().setLength(0);
            run("diagnose", "--format", "json", CAPTURES.resolve(name + ".pcap"));
            var found = json().at("/connections/0");
            var others = Stream.of("unrecognized_name", "handshake_failure")
                    .filter(alert -> !found.get("cause").asText().endsWith(":" + alert))
                    .toList();
            assertThat(found.get("symptoms").findValuesAsText("text"))
                    .as(name)
                    .isNotEmpty()
                    .noneMatch(text -> text.contains("notexist") || text.contains("N s"))
                    .noneMatch(text -> others.stream().anyMatch(text.replace(' ', '_')::contains));
        }
    }

    @Test
    void aLateAnswerIsNoSilenceBeforeTheClose() {
        for (var format : List.of("text", "html")) {
            out.getBuffer().setLength(0);
            run("diagnose", "--format", format, CAPTURES.resolve("read-timeout-504-60s.pcap"));
            assertThat(out.toString())
                    .contains("60.01 s from request to answer")
                    .doesNotContain("after 60.01 s of silence");
        }
    }

    @Test
    void anAnswerThatCameInTheEndIsNotSaidToBeMissing() {
        run("diagnose", CAPTURES.resolve("path-goes-silent.pcap"));
        assertThat(out.toString().replaceAll("\\s+", " "))
                .contains("nothing was heard until frame 24, 54.96 s later")
                .doesNotContain("never acknowledged");
    }

    @Test
    void onlyWhatFitsTheCaptureIsNamedWithAFinding() throws IOException {
        run("diagnose", "--format", "json", CAPTURES.resolve("waf-120s-idle-unread-rst.pcap"));
        assertThat(json().at("/connections/0/symptoms").findValuesAsText("text"))
                .contains("Encrypted Alert, then FIN, then RST, later")
                .noneMatch(text -> text.contains("TLS 1.3") || text.contains("unexpected eof"));
        out.getBuffer().setLength(0);
        run("diagnose", "--format", "json", CAPTURES.resolve("client-asked-close.pcap"));
        assertThat(json().at("/connections/0/symptoms")).isEmpty();
    }

    @Test
    void keysThatCannotBeReadAreRefused() throws IOException {
        var capture = CAPTURES.resolve("nginx-75s-default-idle.pcap");

        for (var format : List.of("text", "json")) {
            for (var none : List.of(folder.resolve("none"), folder)) {
                assertThat(run("diagnose", "--format", format, "--keylog", none, capture))
                        .isEqualTo(Main.REFUSED);
            }
        }
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().lines()).first().asString().contains("none: cannot be read (expected: a key log");
        assertThat(run("diagnose", "--keylog", Files.createFile(folder.resolve("empty")), "-"))
                .isEqualTo(Main.REFUSED);
    }

    @Test
    void keysOfOtherConnectionsAreSaid() throws IOException {
        var keys = Files.writeString(folder.resolve("keys"), "# of nothing\n");
        var capture = CAPTURES.resolve("nginx-75s-default-idle.pcap");

        assertThat(run("diagnose", "--keylog", keys, "--format", "json", capture))
                .isEqualTo(Main.DONE);
        assertThat(json().get("decrypted").asInt()).isZero();
        assertThat(json().get("not_decrypted").asText()).isNotEmpty();
        out.getBuffer().setLength(0);
        assertThat(run("diagnose", "--keylog", keys, capture)).isEqualTo(Main.DONE);
        assertThat(out.toString()).contains("Not decrypted: ");
    }

    /** SYNs of as many clients, a second between two of them; raw IPv4. */
    private Path unanswered(int clients) throws IOException {
        var bytes = ByteBuffer.allocate(24 + clients * 56).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(0xa1b2c3d4).putInt(0x00040002).putLong(0).putInt(65_535).putInt(101);
        for (int i = 0; i < clients; i++) {
            bytes.putInt(1_000_000 + i).putInt(0).putInt(40).putInt(40);
            bytes.put(HexFormat.of().parseHex("4500002800000000400600000a0000010a0000029c%02x01bb".formatted(i)));
            bytes.put(HexFormat.of().parseHex("00000001000000005002ffff00000000"));
        }
        return Files.write(folder.resolve("many.pcap"), bytes.array());
    }

    @ParameterizedTest
    @CsvSource({"en, --all shows every one, of 6 connections are shown whole", "zh, --all 显示全部, 共 6 条连接"})
    void aPageOfAFewOfManyConnectionsSaysHowToSeeAll(String language, String all, String many) throws IOException {
        var capture = unanswered(6);

        assertThat(run("diagnose", "--format", "html", "--lang", language, capture))
                .isEqualTo(Main.DONE);
        assertThat(out.toString()).contains(all, many);
        out.getBuffer().setLength(0);
        assertThat(run("diagnose", "--format", "html", "--all", "--lang", language, capture))
                .isEqualTo(Main.DONE);
        assertThat(out.toString()).doesNotContain(all);
    }

    @Test
    void aCaptureIsNotReplacedByItsReport() throws IOException {
        var capture = Files.copy(CAPTURES.resolve("sni-refused.pcap"), folder.resolve("customer.pcap"));
        var other = Files.createSymbolicLink(folder.resolve("link.pcap"), capture);
        var bytes = Files.readAllBytes(capture);

        for (var report : List.of(capture, other)) {
            assertThat(run("diagnose", capture, "-o", report)).isEqualTo(Main.REFUSED);
            assertThat(run("diagnose", CAPTURES.resolve("sni-refused.pcap"), capture, "-o", report))
                    .isEqualTo(Main.REFUSED);
        }
        assertThat(capture).hasBinaryContent(bytes);
        assertThat(err.toString()).contains("customer.pcap: is what is to be read, and would be lost");
    }
}
