package io.waflab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.waflab.config.ConfigException;
import io.waflab.config.Origin;
import io.waflab.config.Problem;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Command;

class MainTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void versionIsOneLineOnStandardOutput() {
        assertThat(run("--version")).isEqualTo(Main.DONE);
        assertThat(out.toString()).startsWith("waflab ").hasLineCount(1);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void helpNamesEveryCommandOnceWithItsLine() {
        assertThat(run("help")).isEqualTo(Main.DONE);
        for (var name : Commands.names()) {
            assertThat(out.toString().lines().filter(line -> line.matches("  " + name + " +\\S.*")))
                    .as(name)
                    .hasSize(1);
        }
        assertThat(out.toString()).doesNotContain("training");
    }

    @Test
    void nothingAskedIsAnsweredWithTheHelp() {
        assertThat(run()).isEqualTo(Main.DONE);
        assertThat(out.toString()).contains("waflab help COMMAND");
    }

    @Test
    void everyCommandExplainsItself() {
        for (var entry : Commands.ALL) {
            assertThat(run(entry.name(), "--help")).as(entry.name()).isEqualTo(Main.DONE);
            assertThat(run("help", entry.name())).as(entry.name()).isEqualTo(Main.DONE);
            assertThat(out.toString())
                    .as("%s names values, not waflab's own fields", entry.name())
                    .contains("Usage: waflab " + entry.name())
                    .doesNotContain("=<");
        }
    }

    @Test
    void everyCommandNamesItsExitCodes() {
        for (var name : Commands.names()) {
            out.getBuffer().setLength(0);
            run("help", name);
            assertThat(out.toString()).as(name).containsPattern("Exit codes:\\R +\\d+ +\\S");
        }
    }

    @Test
    void unknownCommandIsRefusedInOneLineThatNamesTheKnownOnes() {
        assertThat(run("chekc")).isEqualTo(Main.REFUSED);
        assertThat(err.toString())
                .hasLineCount(1)
                .contains("no such command: 'chekc'", String.join(", ", Commands.names()), "see: waflab help");
    }

    @Test
    void wrongOptionIsRefusedInOneLineThatPointsToTheHelp() {
        assertThat(run("training", "--bogus")).isEqualTo(Main.REFUSED);
        assertThat(err.toString()).hasLineCount(1).contains("'--bogus'", "(see: waflab help training)");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void controlCharactersOfAnArgumentDoNotReachTheTerminal() {
        run("a\u001b[31m\nb\u009b");
        assertThat(err.toString()).hasLineCount(1).contains("a\\x1b[31m b\\x9b");
    }

    @Test
    void everyProblemOfAConfigurationHasItsLine() {
        var refused = new ConfigException(List.of(
                new Problem(Origin.DEFAULT, "keepalive_timout: unknown"),
                new Problem(Origin.DEFAULT, "listen: missing")));
        assertThat(complain(refused, false)).isEqualTo(Main.REFUSED);
        assertThat(err.toString()).hasLineCount(2).contains("keepalive_timout: unknown", "listen: missing");
    }

    @Test
    void fileProblemsSayTheFileAndWhatIsWrongWithIt() {
        complain(new NoSuchFileException("conf/none.conf"), false);
        complain(new UncheckedIOException(new AccessDeniedException("certs/server.key")), false);
        assertThat(err.toString().lines())
                .containsExactly("waflab: conf/none.conf: no such file", "waflab: certs/server.key: permission denied");
    }

    @Test
    void ownBugsAreOneLineAndTheStackTraceIsOnlyShownWhenAskedFor() {
        assertThat(complain(new IllegalStateException("two\nlines"), false)).isEqualTo(Main.REFUSED);
        assertThat(err.toString())
                .isEqualToNormalizingNewlines("waflab: internal error: java.lang.IllegalStateException: two lines"
                        + " (WAFLAB_DEBUG=1 shows the stack trace)\n");
        complain(new IllegalStateException("again"), true);
        assertThat(err.toString()).contains("at io.waflab.cli.MainTest.");
    }

    /** Exit 1 would say that the answer is no. */
    @Test
    void whoRunsOutOfMemoryIsToldHowToGiveMore() {
        @Command
        final class Hungry implements Callable<Integer> {

            @Override
            public Integer call() {
                throw new OutOfMemoryError("Java heap space");
            }
        }
        var main = new Main(new PrintWriter(out, true), new PrintWriter(err, true), false);

        assertThat(main.execute(new Commands.Entry(Commands.LAB, "hungry", Hungry::new)))
                .isEqualTo(Main.REFUSED);
        assertThat(err.toString())
                .matches(
                        "waflab: out of memory: Java heap space, of [0-9]+ MiB \\(give more: WAFLAB_JAVA_OPTS=-Xmx1g\\)\\R");
    }

    private int run(String... args) {
        return new Main(new PrintWriter(out, true), new PrintWriter(err, true), false).run(args);
    }

    private int complain(Exception failure, boolean debug) {
        return new Complaint(new PrintWriter(err, true), debug).about(failure);
    }

    @Test
    void whatNginxDoesNotTakeIsRefusedInItsWordsWithItsExitCode() {
        assertThat(run("nginx", "-tx")).isEqualTo(Main.NO);
        assertThat(err.toString()).isEqualTo("nginx: invalid option: \"x\"\n");
    }

    @Test
    void nginxDoesNotStartWithoutACertificateToShow(@TempDir Path folder) throws IOException {
        Files.writeString(
                folder.resolve("nginx.conf"),
                "events {} http {\n server { listen 127.0.0.1:8443 ssl; location / { return 204; } } }");
        assertThat(run("nginx", "-p", folder + "/", "-c", "nginx.conf", "-t")).isEqualTo(Main.NO);
        assertThat(err.toString())
                .contains("no \"ssl_certificate\" is defined for the \"listen ... ssl\" directive in "
                        + folder.resolve("nginx.conf") + ":2\n");
    }

    /** picocli breaks lines where a sentence might end. */
    @Test
    void noHelpBreaksALineInANumber() {
        Commands.names().forEach(name -> run("help", name));

        assertThat(out.toString()).doesNotContainPattern("[0-9]\\.\\R *[0-9]");
    }

    @Test
    void aConfigurationIsConfInEveryCommandThatTakesOne() {
        for (var name : List.of("run", "check", "client", "origin", "reproduce", "tune")) {
            run("help", name);
            assertThat(out.toString()).as(name).containsPattern("(?m)^ *-c, --conf");
            out.getBuffer().setLength(0);
        }
    }

    /** Where something is to be written that cannot be, the option is named before anything begins. */
    @Test
    void aPlaceThatCannotBeWrittenIsRefusedByItsOption(@TempDir Path folder) throws IOException {
        var file = Files.createFile(folder.resolve("file")).toString();
        var capture = "src/test/resources/captures/header-timeout-10s.pcap";
        refused("--dir " + file + ": is a file (expected: a folder", "demo", "--dir", file);
        refused("--dir " + file + ": is a file (expected: a folder", "reproduce", capture, "--dir", file);
        refused(
                "--journal " + folder + ": is a folder",
                "run",
                "--upstream",
                "http://x",
                "--journal",
                folder.toString());
        refused(
                file + ": is not a folder (expected: a folder where you may write; --certs DIR names another)",
                "run",
                "--upstream",
                "http://127.0.0.1:1",
                "--listen",
                "0",
                "--certs",
                file);
        refused(
                "--save-profile " + folder + ": is a folder",
                "client",
                "--target",
                "http://127.0.0.1:1",
                "--save-profile",
                folder.toString());
        refused("--port 70000: expected a number from 1 to 65535", "diagnose", capture, "--port", "70000");
    }

    @Test
    void aFullDiskIsToldByTheOption() {
        assumeTrue(Files.exists(Path.of("/dev/full")), "this system has no /dev/full");
        refused(
                "--save /dev/full: cannot be written whole",
                "reproduce",
                "src/test/resources/captures/header-timeout-10s.pcap",
                "--dry-run",
                "--save",
                "/dev/full");
    }

    private void refused(String words, String... arguments) {
        err.getBuffer().setLength(0);
        assertThat(run(arguments)).as("%s", err).isEqualTo(Main.REFUSED);
        assertThat(err.toString()).hasLineCount(1).contains(words);
    }
}
