package io.waflab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.waflab.capture.Capture;
import io.waflab.capture.SocketWatch;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DemoCommandTest {

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @Tag("wire")
    @CsvSource({
        "idle, The customer's case in five observations:, 5",
        "read-timeout, What this shows:, 4",
        "websocket, What this shows:, 3",
        "race, What this shows:, 4",
    })
    void everyStoryIsAsClaimedWithTheSocketsAsItsSource(String story, String heading, int claims) throws Exception {
        assumeTrue(SocketWatch.isPossible(), "this system does not list its sockets");

        assertThat(demo(story, "--no-packets")).as(out + "\n" + err).isZero();
        assertThat(out.toString())
                .contains("no packets recorded: not asked for", "The numbers come from sockets", heading)
                .contains(claims + ".  ")
                .doesNotContain((claims + 1) + ".  ", "DIFFERS");
        assertThat(Files.readString(folder.resolve("demo out").resolve(story + ".txt")))
                .contains(heading, "Files:")
                .doesNotContain("\u001b");
    }

    @ParameterizedTest
    @Tag("wire")
    @ValueSource(strings = {"idle", "race"})
    void whereRecordingIsAllowedTheNumbersComeFromThePackets(String story) throws Exception {
        var code = demo(story);
        assumeTrue(out.toString().contains("packets recorded by"), "no packets can be recorded here");

        assertThat(code).as(out + "\n" + err).isZero();
        assertThat(out.toString())
                .contains("The numbers come from the packets themselves.", "RST", " of silence ")
                .contains("wireshark -o 'tls.keylog_file:", "waflab diagnose '", "then waflab reproduce");
        var capture = Capture.read(folder.resolve("demo out").resolve(story + ".pcap"));
        assertThat(capture.others()).isZero();
        assertThat(capture.conversations()).isNotEmpty();
        var keys = folder.resolve("demo out").resolve(story + ".keys");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(keys)).startsWith("CLIENT_RANDOM ");
    }

    @Test
    @Tag("wire")
    void anEngineWithoutSecretsIsSaidToHaveNone() {
        assertThat(demo("websocket", "--engine", "jdk", "--no-packets"))
                .as(out + "\n" + err)
                .isZero();
        assertThat(out.toString()).contains("secrets   none: only tls_engine openssl gives them");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nap                  | nap: no such story (expected idle, read-timeout, websocket, race)",
                "idle --speed 0.5     | --speed 0.5 (expected: 1 to 100)",
                "idle --speed NaN     | --speed NaN (expected: 1 to 100)",
                "idle --engine boring | tls_engine \"boring\" (expected auto, openssl, bctls or jdk)",
            })
    void wrongUsageIsOneLineAndExitCode2(String arguments, String message) {
        assertThat(run((arguments + " --dir " + folder.resolve("x")).strip().split("\\s+")))
                .isEqualTo(2);
        assertThat(err.toString()).contains(message);
        assertThat(err.toString().strip().lines()).hasSize(1);
    }

    @Test
    void aFolderThatCannotBeMadeIsOneLineAndExitCode2() throws Exception {
        var file = Files.createFile(folder.resolve("file"));

        assertThat(run("idle", "--dir", file.resolve("x").toString())).isEqualTo(2);
        assertThat(err.toString().strip().lines()).hasSize(1);
        assertThat(err.toString()).contains("file");
    }

    /** At speed 60 the 120 s take 2; the folder has a space in its name. */
    private int demo(String story, String... more) {
        var arguments = new ArrayList<>(List.of(story, "--speed", "60"));
        arguments.addAll(List.of("--dir", folder.resolve("demo out").toString()));
        arguments.addAll(List.of("--certs", folder.resolve("certs").toString()));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    private int run(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.add(0, "demo");
        return new Main(new PrintWriter(out), new PrintWriter(err), false).run(all.toArray(String[]::new));
    }
}
