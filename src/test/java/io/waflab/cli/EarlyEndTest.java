package io.waflab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.waflab.reproduce.ForgetfulServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
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
        var other = folder.resolve("other");
        var builder = new ProcessBuilder(command);
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
            assertThat(ended.code()).isZero();
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
            assertThat(ended.code()).isEqualTo(Main.NO);
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
        assertThat(ended.code()).isZero();
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
        assertThat(ended.code()).isEqualTo(Main.NO);
        assertThat(dir.resolve("scenario.conf")).exists();
    }
}
