package io.waflab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TuneCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    private int tune(String... arguments) {
        var all = new ArrayList<>(
                List.of("tune", "--certs", folder.resolve("certs").toString()));
        all.addAll(List.of(arguments));
        return new Main(new PrintWriter(out, true), new PrintWriter(err, true), false).run(all.toArray(new String[0]));
    }

    @Test
    @Tag("wire")
    void theMapIsDrawnAndWrittenAndSaysWhatToSet() throws IOException {
        var html = folder.resolve("map.html");
        int code = tune(
                "--vary",
                "client.idle=10s,200s",
                "--set",
                "keepalive_timeout=60s",
                "--trials",
                "5",
                "--speed",
                "100",
                "--html",
                html.toString());

        assertThat(code).as(err.toString()).isZero();
        assertThat(out.toString().replaceAll("\\s+", " "))
                .contains("keepalive_timeout 60 s: set the client's idle time to 10 s or less; none of 5 raced there")
                .containsPattern("200 s . 5/5");
        assertThat(err.toString())
                .contains("waflab: 10 requests at speed 100, up to 256 at once")
                .contains("  warming up", "  10 of 10");
        assertThat(Files.readString(html)).contains("<td style=\"--share:100%\"><b>5/5</b>");
    }

    @Test
    @Tag("wire")
    void jsonHasEachCell() throws IOException {
        assertThat(tune("--requests-per-minute", "6000", "--trials", "4", "--speed", "10", "--format", "json"))
                .isZero();

        var json = new ObjectMapper().readTree(out.toString());
        assertThat(json.get("rows").textValue()).isEqualTo("client.requests_per_minute");
        assertThat(json.get("counted").intValue()).isEqualTo(4);
        var cell = json.get("cells").get(0);
        assertThat(cell.get("row").doubleValue()).isEqualTo(6000);
        assertThat(cell.get("column").doubleValue()).isEqualTo(120);
        assertThat(cell.get("answered").intValue()).isEqualTo(4);
        assertThat(cell.get("high").doubleValue()).isBetween(0.48, 0.50);
    }

    @Test
    @Tag("wire")
    void whereEveryRequestFailsTheAnswerIsNo() {
        int code = tune("--path", "/short?t=1ms", "--vary", "client.idle=1s", "--trials", "4", "--speed", "100");

        assertThat(code).as(err.toString()).isEqualTo(Main.NO);
        assertThat(out.toString().replaceAll("\\s+", " "))
                .contains("Nothing is known of races: all requests failed (4). The first: the first request: 200"
                        + " connection=keep-alive, 100 bytes, cut short, close_notify")
                .contains("? 0/0 !4")
                .doesNotContain("later than planned");
    }

    @Test
    void whatCannotBePlayedIsRefusedInOneLine() {
        assertRefused(
                "3 things are varied",
                "--vary",
                "client.idle=1",
                "--vary",
                "send_timeout=1",
                "--vary",
                "keepalive_time=1");
        assertRefused("nothing is varied");
        assertRefused("trials: 0 (expected: 1 to 10000)", "--vary", "client.idle=1s", "--trials", "0");
        assertRefused("speed: 0.5 (expected: 1 to 1000)", "--vary", "client.idle=1s", "--speed", "0.5");
        assertRefused("connections: 1001", "--vary", "client.idle=1s", "--connections", "1001");
        assertRefused("no profile \"aws\"", "--vary", "client.idle=1s", "--profile", "aws");
        assertRefused(
                "/silent?t=9s: the origin never answers it whole",
                "--vary",
                "client.idle=1s",
                "--path",
                "/silent?t=9s");
        assertRefused("--idle does nothing where client.idle is varied", "--vary", "client.idle=1s", "--idle", "2s");
        assertRefused(
                "--idle does nothing where client.requests_per_minute is varied",
                "--requests-per-minute",
                "6",
                "--idle",
                "2s");
        assertRefused("--seed does nothing where nothing comes by chance", "--vary", "client.idle=1s", "--seed", "7");
        assertRefused("gzap", "--vary", "client.idle=1s", "--set", "gzap=on");
    }

    /** Before the hours that it may take. */
    @Test
    void aMapWithoutAPlaceIsRefusedBeforeAnythingIsPlayed() {
        var nowhere = folder.resolve("nowhere");
        assertRefused(
                "--html " + nowhere.resolve("map.html") + ": there is no folder " + nowhere,
                "--vary",
                "client.idle=1s",
                "--html",
                nowhere.resolve("map.html").toString());
        assertRefused("--html " + folder + ": is a folder", "--vary", "client.idle=1s", "--html", folder.toString());
        assertThat(out.toString()).isEmpty();
    }

    private void assertRefused(String message, String... arguments) {
        err.getBuffer().setLength(0);
        assertThat(tune(arguments)).isEqualTo(Main.REFUSED);
        assertThat(err.toString().strip()).contains(message).hasLineCount(1);
    }
}
