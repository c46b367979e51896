package io.waflab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** {@code scripts/waflab nginx}, nginx's master, with a Java that only tells what it is given. */
@Timeout(60)
class NginxLauncherTest {

    /** Tells its orders until one ends it. */
    private static final String OBEYING = """
            echo started
            while read order; do
              echo "$order"
              [ "$order" != stop ] || exit 7
            done
            echo alone >"TEMP/alone"
            """;

    /** Kept: the launcher may still be making an archive in it, beside the test and after it. */
    @TempDir(cleanup = CleanupMode.NEVER)
    Path temp;

    private Path script;

    @BeforeEach
    void makeProject() throws IOException {
        var project = temp.resolve("the project");
        for (var folder : List.of("src/main", "scripts", "conf/profiles", "target")) {
            Files.createDirectories(project.resolve(folder));
        }
        Files.writeString(project.resolve("pom.xml"), "");
        script = project.resolve("scripts/waflab");
        executable(script, Files.readString(Path.of("scripts/waflab")));
        Files.copy(Path.of("scripts/nginx-version"), project.resolve("scripts/nginx-version"));
        Files.writeString(project.resolve("target/waflab.jar"), "");
    }

    private static void executable(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void java(String script) throws IOException {
        Files.createDirectories(temp.resolve("jdk"));
        Files.writeString(temp.resolve("jdk/release"), "JAVA_VERSION=\"17.0.15\"\n");
        executable(
                temp.resolve("jdk/bin/java"),
                "#!/bin/sh\ncase $* in *ArchiveClassesAtExit*) exit 0 ;; esac\n"
                        + script.replace("TEMP", temp.toString()));
    }

    private Process start(String... command) throws IOException {
        var builder = new ProcessBuilder(command).directory(temp.toFile());
        builder.environment().put("JAVA_HOME", temp.resolve("jdk").toString());
        builder.environment().remove("WAFLAB_JAVA_OPTS");
        return builder.start();
    }

    private Process nginx(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(script.toString(), "nginx"));
        command.addAll(List.of(arguments));
        return start(command.toArray(String[]::new));
    }

    private static void kill(String signal, Process process) throws Exception {
        assertThat(new ProcessBuilder("sh", "-c", "kill -" + signal + " " + process.pid())
                        .start()
                        .waitFor())
                .isZero();
    }

    private static int exitCode(Process process) throws InterruptedException {
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private static void assertObeys(Process master, BufferedReader out) throws Exception {
        assertThat(out.readLine()).isEqualTo("started");
        for (var signal : List.of("QUIT quit", "HUP reload", "USR1 reopen", "QUIT quit", "TERM stop")) {
            kill(signal.substring(0, signal.indexOf(' ')), master);
            assertThat(out.readLine()).isEqualTo(signal.substring(signal.indexOf(' ') + 1));
        }
        assertThat(exitCode(master)).isEqualTo(7);
    }

    @Test
    void versionAndHelpNeedNoJava() throws Exception {
        for (var arguments : List.of(List.of("-V"), List.of("-p", "-v", "-qV"), List.of("-cx", "-gy;", "-V"))) {
            var process = nginx(arguments.toArray(String[]::new));
            assertThat(process.inputReader().lines()).isEmpty();
            assertThat(process.errorReader().lines().toList())
                    .isEqualTo(Files.readAllLines(Path.of("scripts/nginx-version")));
            assertThat(exitCode(process)).isZero();
        }
        assertThat(nginx("-v").errorReader().lines().toList())
                .containsExactly("Tengine version: Tengine/3.2.0", "nginx version: nginx/1.31.3");
        assertThat(nginx("-?").errorReader().lines().toList())
                .contains("  -t            : test configuration and exit");
    }

    @Test
    void theNameNginxIsEnough() throws Exception {
        java("printf '%s\\n' \"$@\"");
        var link = Files.createSymbolicLink(temp.resolve("nginx"), script);
        var process = start(link.toString(), "-p", "a b/");
        assertThat(process.inputReader().lines().toList()).containsSubsequence("nginx", "-p", "a b/");
    }

    @Test
    void eachSignalIsHandedOnAndTheEndIsTheOthersOwn() throws Exception {
        java(OBEYING);
        var master = nginx();
        assertObeys(master, master.inputReader());
    }

    @Test
    void signalsThatWereIgnoredBeforeAreHeeded() throws Exception {
        java(OBEYING);
        var master = start("sh", "-c", "trap '' QUIT INT HUP; exec \"$0\" nginx", script.toString());
        assertObeys(master, master.inputReader());
    }

    @Test
    void theMastersNumberIsTold() throws Exception {
        java("printf '%s\\n' \"$@\"");
        var master = nginx();
        assertThat(master.inputReader().lines().toList()).contains("-Dwaflab.master=" + master.pid());
        assertThat(exitCode(master)).isZero();
    }

    @Test
    void whoeverKillsTheMasterEndsTheOtherToo() throws Exception {
        assertThat(new ProcessBuilder("mkfifo", temp.resolve("alone").toString())
                        .start()
                        .waitFor())
                .isZero();
        java(OBEYING);
        var master = nginx();
        assertThat(master.inputReader().readLine()).isEqualTo("started");
        kill("KILL", master);
        assertThat(Files.readString(temp.resolve("alone"))).isEqualTo("alone\n");
    }

    @Test
    void closedDescriptorsAreNoTrouble() throws Exception {
        java("[ -e /proc/self/fd/1 ] && [ -e /proc/self/fd/2 ] && echo started >\"TEMP/there\"; exit 5");
        var master = start("sh", "-c", "exec \"$0\" nginx <&- >&- 2>&-", script.toString());
        assertThat(master.inputReader().readLine()).isNull();
        assertThat(exitCode(master)).isEqualTo(5);
        assertThat(temp.resolve("there")).exists();
    }

    /** The first Java has read the configuration, the second serves; both are told apart by a property. */
    @Test
    void aDaemonIsStartedAgainAndTheFirstEndsOnceItServes() throws Exception {
        java("""
                case $* in
                  *-Dwaflab.daemon=true*) ;;
                  *) exit 80 ;;
                esac
                echo ready
                exec >/dev/null 2>&1
                read order
                echo "$order" >"TEMP/order"
                """);
        var first = nginx("-e", "a b");
        assertThat(first.inputReader().lines()).isEmpty();
        assertThat(exitCode(first)).isZero();
        // The shell that makes the archive of classes meanwhile has the same command line, and heeds no order.
        var daemons = ProcessHandle.allProcesses()
                .filter(each -> each.info()
                        .arguments()
                        .filter(words -> List.of(words).contains(script.toString()))
                        .isPresent())
                .toList();
        assertThat(daemons).isNotEmpty();
        daemons.forEach(ProcessHandle::destroy);
        for (var daemon : daemons) {
            daemon.onExit().get(30, TimeUnit.SECONDS);
        }
        assertThat(temp.resolve("order")).hasContent("stop\n");
    }

    @Test
    void aDaemonThatCannotServeIsAFailure() throws Exception {
        java("case $* in *-Dwaflab.daemon=true*) echo 'nginx: [emerg] no' >&2; exit 1 ;; *) exit 80 ;; esac");
        var first = nginx();
        assertThat(first.errorReader().lines().toList()).containsExactly("nginx: [emerg] no");
        assertThat(exitCode(first)).isEqualTo(1);
    }
}
