package io.waflab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a user types it. */
class ReproduceCommandTest {

    private static final Path CAPTURES = Path.of("src/test/resources/captures");

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(Object... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return new Main(new PrintWriter(out, true), new PrintWriter(err, true), false)
                .run(Arrays.stream(args).map(Object::toString).toArray(String[]::new));
    }

    private int play(Object... args) {
        var all = new Object[args.length + 5];
        all[0] = "reproduce";
        all[1] = "--dir";
        all[2] = folder.resolve("out");
        all[3] = "--certs";
        all[4] = folder.resolve("certs");
        System.arraycopy(args, 0, all, 5, args.length);
        return run(all);
    }

    @Test
    void aDryRunShowsTheScenarioAndPlaysNothing() {
        var saved = folder.resolve("case.conf");

        assertThat(play(CAPTURES.resolve("waf-120s-idle-unread-rst.pcap"), "--dry-run", "--save", saved))
                .isEqualTo(Main.DONE);
        assertThat(out.toString()).contains("keepalive_timeout = \"120s\"", "\"pause:134.94884s\"", "speed = 13.5");
        assertThat(saved).hasContent(out.toString());
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void whatCannotBePlayedIsRefusedInOneLine() throws IOException {
        assertThat(play()).isEqualTo(Main.REFUSED);
        assertThat(err.toString()).contains("expected a capture, or --scenario FILE");

        assertThat(play(CAPTURES.resolve("sni-refused.pcap"), "--conn", "7")).isEqualTo(Main.REFUSED);
        assertThat(err.toString()).contains("no connection #7 in it");

        assertThat(play(CAPTURES.resolve("sni-refused.pcap"), "--speed", "0")).isEqualTo(Main.REFUSED);
        assertThat(err.toString()).contains("--speed: \"0\" is no speed (expected 1 to 100)");

        var noise = Files.writeString(folder.resolve("noise.pcap"), "no capture");
        assertThat(play(noise)).isEqualTo(Main.REFUSED);
        assertThat(err.toString()).contains("noise.pcap").hasLineCount(1);

        var conf = scenario("path = \"fly\"");
        assertThat(play("--scenario", conf)).isEqualTo(Main.REFUSED);
        assertThat(err.toString()).contains("s.conf:1: path:").hasLineCount(1);

        assertThat(play("--scenario", scenario("speed = 9"), "--conn", "7")).isEqualTo(Main.REFUSED);
        assertThat(err.toString()).contains("--conn is for a capture");

        assertThat(play(CAPTURES.resolve("sni-refused.pcap"), "--save", folder.resolve("nowhere/s.conf")))
                .isEqualTo(Main.REFUSED);
        assertThat(err.toString()).contains("--save ", ": there is no folder " + folder.resolve("nowhere"));
    }

    /** What is made of half a capture may be half the story. */
    @Test
    void aCaptureThatIsCutShortIsPlayedAsFarAsItGoesAndSaysSo() throws IOException {
        var whole = Files.readAllBytes(CAPTURES.resolve("waf-120s-idle-unread-rst.pcap"));
        var cut = Files.write(folder.resolve("cut.pcap"), Arrays.copyOf(whole, whole.length - 5));

        assertThat(play(cut, "--dry-run")).isEqualTo(Main.DONE);
        assertThat(err.toString()).startsWith("waflab: " + cut + ": packet ").contains("cut short");
        assertThat(out.toString()).contains("Made by waflab reproduce of connection #1");
    }

    private Path scenario(String line) throws IOException {
        return Files.writeString(
                folder.resolve("s.conf"),
                line + "\nclient { steps = [ connect ] }\n"
                        + "expect { cause = still-open, closed_by = neither, how = silence, phase = idle }");
    }

    @Test
    void anotherRunsResultsAreNotLeftBesideThisRunsScenario() throws IOException {
        var out = Files.createDirectories(folder.resolve("out"));
        for (var name : new String[] {"lab.pcap", "lab.keys", "report.txt", "report.html"}) {
            Files.writeString(out.resolve(name), "old");
        }

        assertThat(play("--scenario", scenario("proxy { certificate = none }"))).isEqualTo(Main.REFUSED);
        assertThat(err.toString()).contains("proxy.certificate: none: no certificate of the lab");
        assertThat(out.toFile().list()).containsExactly("scenario.conf");
    }

    @Test
    @Tag("wire")
    void theVerdictIsTheLastLineAndTheExitCode() throws IOException {
        assertThat(play("--no-packets", CAPTURES.resolve("sni-refused.pcap")))
                .as(out + "" + err)
                .isEqualTo(Main.DONE);
        assertThat(out.toString().strip().lines().reduce((first, last) -> last).orElseThrow())
                .startsWith("REPRODUCED: ssl_reject_handshake on, a fatal alert (unrecognized_name)");

        var saved = folder.resolve("out/scenario.conf");
        Files.writeString(saved, Files.readString(saved).replace("ssl_reject_handshake = \"on\"", ""));
        assertThat(play("--no-packets", "--scenario", saved, "--format", "json", "--lang", "zh"))
                .isEqualTo(Main.NO);
        var json = new ObjectMapper().readTree(out.toString());
        assertThat(json.get("reproduced").asBoolean()).isFalse();
        assertThat(json.get("verdict").asText()).startsWith("未复现：原因：应为 handshake-refused:unrecognized_name");
        assertThat(json.get("ends").get(0).get("agreement").asText()).isEqualTo("differs");
        assertThat(json.get("course")).isEmpty();
        assertThat(json.get("notes").toString())
                .containsPattern("TLS 引擎：auto 选用了 (openssl|bctls)")
                .contains("没有要求录制数据包")
                .doesNotContain("took", "not asked");
    }

    @Test
    @Tag("wire")
    void thePageHasBothFlowsAndNothingFromOutside() throws IOException {
        assertThat(play("--no-packets", CAPTURES.resolve("sni-refused.pcap"))).isEqualTo(Main.DONE);

        var page = Files.readString(folder.resolve("out/report.html"));
        assertThat(page.split("<svg class=\"flow\"", -1)).hasSize(3);
        assertThat(page)
                .doesNotContain("<script", "http://", "https://")
                .contains("class=\"sides\"", "<td>handshake-refused:unrecognized_<wbr>name</td>");
        assertThat(Files.readString(folder.resolve("out/report.txt"))).contains("REPRODUCED: ");
    }
}
