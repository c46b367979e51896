package io.waflab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.waflab.reproduce.ForgetfulServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C in the middle of what takes long: SIGINT to a process of its own, which tells what it has by then. */
@Tag("wire")
@Timeout(120)
class EarlyEndTest {

    @TempDir
    Path folder;

    /** Processes that must have been started before the signal is sent. */
    private int programs;

    /**
     * @param out what was said on standard output, after which the process had ended
     * @param started what it had started itself by the time of the signal
     */
    private record Ended(int code, String out, String err, List<ProcessHandle> started) {}

    /**
     * @param sign a line of standard error or output with this is there when the signal is sent
     * @param onError whether it is on standard error
     */
    private Ended interrupted(String sign, boolean onError, String... arguments) throws Exception {
        var temporary = Files.createDirectories(folder.resolve("temporary"));
        var other = folder.resolve("other");
        var builder = new ProcessBuilder(command(temporary, arguments));
        builder.environment().put("TMPDIR", temporary.toString());
        var process = onError
                ? builder.redirectOutput(other.toFile()).start()
                : builder.redirectError(other.toFile()).start();
        try (var read = new BufferedReader(new InputStreamReader(
                onError ? process.getErrorStream() : process.getInputStream(), StandardCharsets.UTF_8))) {
            var lines = new StringBuilder();
            var line = read.readLine();
            for (; line != null && !line.contains(sign); line = read.readLine()) {
                lines.append(line).append('\n');
            }
            assertThat(line).as("%s", lines).isNotNull();
            while (process.descendants().count() < programs && process.isAlive()) {
                Thread.onSpinWait();
            }
            var started = process.descendants().toList();
            interrupt(process, started);
            for (; line != null; line = read.readLine()) {
                lines.append(line).append('\n');
            }
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            var rest = Files.readString(other);
            return onError
                    ? new Ended(process.exitValue(), rest, lines.toString(), started)
                    : new Ended(process.exitValue(), lines.toString(), rest, started);
        } finally {
            process.destroyForcibly();
        }
    }

    private static List<String> command(Path temporary, String... arguments) {
        // Whoever is started in the background by a script ignores SIGINT, and so do all that it starts.
        var command = new ArrayList<>(List.of(
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** As a terminal does it: to all at once. */
    private static void interrupt(Process process, List<ProcessHandle> started) throws Exception {
        var command = new ArrayList<>(List.of("kill", "-INT", String.valueOf(process.pid())));
        started.forEach(one -> command.add(String.valueOf(one.pid())));
        new ProcessBuilder(command).start().waitFor();
    }

    /** A server that answers each request, and never ends a connection. */
    private static ForgetfulServer patient() throws IOException {
        return new ForgetfulServer(Duration.ofDays(1), ForgetfulServer.Late.IGNORES);
    }

    @Test
    void measuringTellsWhatIsKnownByThenAndWhatIsNot() throws Exception {
        try (var server = patient()) {
            var profile = folder.resolve("early.conf");
            var ended = interrupted(
                    "idle: good after",
                    true,
                    "client",
                    "--target",
                    "http://127.0.0.1:" + server.port(),
                    "--measure",
                    "idle,age,h2,header",
                    "--limit",
                    "60s",
                    "--save-profile",
                    profile.toString());

            assertThat(ended.out())
                    .containsPattern("idle between two requests +more than 1\\.[0-9]{3} s")
                    .containsPattern("age of a connection in use +more than [01]\\.[0-9]{3} s")
                    .contains("early.conf: waflab run --profile");
            assertThat(ended.err()).contains("stopped early: \"more than\" says only how far it came");
            assertThat(ended.code()).isEqualTo(Main.INTERRUPTED);
            assertThat(profile)
                    .content()
                    .contains("# idle between two requests: more than 1.")
                    .doesNotContain("keepalive_timeout =");
        }
    }

    @Test
    void aRealClientsWireIsToldAsFarAsItCame() throws Exception {
        try (var server = patient()) {
            var ended = interrupted(
                    "the application",
                    false,
                    "client",
                    "--as",
                    "jdk",
                    "--target",
                    "http://127.0.0.1:" + server.port(),
                    "--scenario",
                    "idle-then-request",
                    "--pause",
                    "60s",
                    "--libraries",
                    folder.resolve("clients").toString());

            assertThat(ended.out()).contains("Stopped early: above is what was recorded by then.");
            assertThat(ended.code()).isEqualTo(Main.INTERRUPTED);
        }
    }

    /** A shell starts curl in the background, where it would ignore the signal and outlive everybody. */
    @Test
    void aCurlLeavesNothingBehind() throws Exception {
        programs = 2;
        try (var server = patient()) {
            var ended = interrupted(
                    "the application",
                    false,
                    "client",
                    "--as",
                    "curl",
                    "--target",
                    "http://127.0.0.1:" + server.port(),
                    "--scenario",
                    "race",
                    "--libraries",
                    folder.resolve("clients").toString());

            assumeTrue(!ended.err().contains("which is not on this machine"), ended.err());
            assertThat(ended.out()).contains("Stopped early: above is what was recorded by then.");
            assertThat(ended.started()).hasSizeGreaterThanOrEqualTo(programs);
            for (var one : ended.started()) {
                one.onExit().get(10, TimeUnit.SECONDS);
            }
            assertThat(folder.resolve("temporary")).isEmptyDirectory();
        }
    }

    @Test
    void tuneCountsWhatWasPlayedByThen() throws Exception {
        var ended = interrupted(
                "Ctrl-C tells what was counted by then",
                true,
                "tune",
                "--vary",
                "client.idle=100s,200s",
                "--set",
                "keepalive_timeout=120s",
                "--speed",
                "10",
                "--certs",
                folder.resolve("certs").toString());

        assertThat(ended.out()).contains("Stopped: 0 of 40 requests were counted.");
        assertThat(ended.code()).isEqualTo(Main.INTERRUPTED);
    }

    @Test
    void reproduceKeepsWhatWasRecordedByThen() throws Exception {
        var dir = folder.resolve("lab");
        var ended = interrupted(
                "waiting",
                true,
                "reproduce",
                "src/test/resources/captures/waf-120s-idle-unread-rst.pcap",
                "--speed",
                "1",
                "--dir",
                dir.toString(),
                "--certs",
                folder.resolve("certs").toString());

        assertThat(ended.err()).contains("interrupted").contains(dir.toString());
        assertThat(ended.code()).isEqualTo(Main.INTERRUPTED);
        assertThat(dir.resolve("scenario.conf")).exists();
    }

    @Test
    void aDemoLeavesNoFileNotEvenAnEarlierOnes() throws Exception {
        var dir = Files.createDirectories(folder.resolve("demo"));
        Files.writeString(dir.resolve("idle.txt"), "of an earlier run");
        var ended = interrupted(
                "waiting",
                false,
                "demo",
                "--speed",
                "1",
                "--dir",
                dir.toString(),
                "--certs",
                folder.resolve("certs").toString());

        assertThat(ended.err()).contains("waflab: interrupted: nothing was measured");
        assertThat(ended.code()).isEqualTo(Main.INTERRUPTED);
        assertThat(dir).isEmptyDirectory();
    }

    @Test
    void anOriginWasToServeUntilThen() throws Exception {
        var ended = interrupted("origin on", false, "origin", "--listen", "127.0.0.1:0");

        assertThat(ended.code()).isZero();
        assertThat(ended.err()).isEmpty();
    }

    @Test
    void aProxyWasToServeUntilThen() throws Exception {
        var ended = interrupted(
                "TLS by",
                true,
                "run",
                "--upstream",
                "http://127.0.0.1:1",
                "--listen",
                "0",
                "--certs",
                folder.resolve("certs").toString());

        assertThat(ended.code()).isZero();
    }

    /** A pause ends by the signal; what the script would read behind it is not waited for. */
    @Test
    void aScriptIsToldAsFarAsItCame() throws Exception {
        try (var server = new ServerSocket(0)) {
            var process = new ProcessBuilder(command(
                            folder,
                            "client",
                            "--target",
                            "http://127.0.0.1:" + server.getLocalPort(),
                            "--step",
                            "connect",
                            "--step",
                            "request:/ok",
                            "--step",
                            "pause:600s",
                            "--step",
                            "read-to-end:600s"))
                    .start();
            try (var connection = server.accept()) {
                connection.getInputStream().read();
                interrupt(process, List.of());

                assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                        .contains("open", "the server's end: still-open")
                        .doesNotContain("read-to-end");
                assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo("waflab: interrupted: this is what was seen by then" + System.lineSeparator());
                assertThat(process.waitFor()).isEqualTo(Main.INTERRUPTED);
            } finally {
                process.destroyForcibly();
            }
        }
    }
}
