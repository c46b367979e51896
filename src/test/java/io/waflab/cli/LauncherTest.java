package io.waflab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code scripts/waflab} in a project of its own, with a Java and a Maven that only say how they were called. */
class LauncherTest {

    private static final String NO_JAVA =
            "waflab: no Java 17 or newer found (looked at JAVA_HOME and PATH): install one,"
                    + " for example: apt-get install openjdk-17-jdk-headless";

    /** What the script needs besides Java and Maven. */
    private static final List<String> TOOLS =
            List.of("sh", "find", "flock", "mkdir", "mv", "readlink", "rm", "sed", "touch", "wc");

    private record Result(int exitCode, List<String> out, List<String> err) {}

    @TempDir
    Path temp;

    private Path project;
    private Path jdk;
    private Path bin;

    @BeforeEach
    void makeProject() throws IOException {
        project = Files.createDirectories(temp.resolve("the project"));
        Files.createDirectories(project.resolve("src/main"));
        Files.createDirectories(project.resolve("scripts"));
        Files.copy(Path.of("scripts/waflab"), project.resolve("scripts/waflab"));
        executable(project.resolve("scripts/waflab"), Files.readString(Path.of("scripts/waflab")));
        Files.writeString(project.resolve("pom.xml"), "");
        bin = Files.createDirectories(temp.resolve("bin"));
        for (var tool : TOOLS) {
            executable(bin.resolve(tool), "#!/bin/sh\nexec " + installed(tool) + " \"$@\"\n");
        }
        maven(": >target/waflab.jar");
        jdk = jdk("jdk", "17.0.15");
    }

    @Test
    void withoutAnyJavaOneLineSaysWhatToInstall() throws Exception {
        var result = launch(null, "--version");
        assertThat(result).isEqualTo(new Result(Main.REFUSED, List.of(), List.of(NO_JAVA)));
    }

    @Test
    void javaThatIsTooOldIsPassedOverForTheOneOnPath() throws Exception {
        var old = jdk("old", "1.8.0_412");
        assertThat(launch(old, "--version").err()).containsExactly(NO_JAVA);
        Files.createSymbolicLink(bin.resolve("java"), Path.of("../jdk/bin/java"));
        var result = launch(old, "--version");
        assertThat(result.exitCode()).isZero();
        assertThat(result.out().get(0)).isEqualTo(jdk.toRealPath() + "/bin/java");
    }

    @Test
    void linksOfTheJavaOnPathAreFollowedOnceUntilTheyLeadElsewhere() throws Exception {
        var java = Files.createSymbolicLink(bin.resolve("java"), Path.of("../jdk/bin/java"));
        launch(null);
        launch(null);
        var readlink = Files.readString(bin.resolve("readlink"));
        executable(bin.resolve("readlink"), "#!/bin/sh\nexit 1\n");
        assertThat(launch(null).out()).startsWith(jdk.toRealPath() + "/bin/java");
        var other = jdk("other", "21.0.4");
        Files.delete(java);
        Files.createSymbolicLink(java, Path.of("../other/bin/java"));
        assertThat(launch(null).err()).containsExactly(NO_JAVA);
        executable(bin.resolve("readlink"), readlink);
        assertThat(launch(null).out()).startsWith(other.toRealPath() + "/bin/java");
    }

    @Test
    void theCallersDirectoryStaysWhereverTheScriptIs() throws Exception {
        launch(jdk);
        var there = Files.createDirectories(temp.resolve("there"));
        for (var script : List.of("../the project/scripts/waflab", "../bin/../the project/scripts/waflab")) {
            var builder = builder(jdk, Path.of(script)).directory(there.toFile());
            builder.command().set(0, script);
            for (var pwd : List.of(there.toString(), "/nowhere", "")) {
                builder.environment().put("PWD", pwd);
                var out = end(builder.start()).out();
                assertThat(out).contains("in " + there, "-Dwaflab.home=" + project.toRealPath());
            }
        }
    }

    @Test
    void missingJarIsBuiltAndSaidOnce() throws Exception {
        assertThat(launch(jdk).err()).containsExactly("waflab: building (first run or sources are newer) ...");
        assertThat(launch(jdk).err()).isEmpty();
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void newerSourceOrADeletedOneIsBuiltAgain() throws Exception {
        var source = Files.writeString(project.resolve("src/main/A.java"), "");
        launch(jdk);
        later(source);
        launch(jdk);
        assertThat(builds()).isEqualTo(2);
        age(source);
        later(project.resolve("src/main"));
        launch(jdk);
        assertThat(builds()).isEqualTo(3);
    }

    /** Each start tells the test that it is about to wait for the lock; the first Maven waits until all three have. */
    @Test
    @Timeout(30)
    void firstStartsAtTheSameTimeBuildOnce() throws Exception {
        fifo("arrivals");
        fifo("gate");
        executable(bin.resolve("flock"), """
                #!/bin/sh
                case $* in 9) echo here >"TEMP/arrivals" ;; esac
                exec FLOCK "$@"
                """.replace("TEMP", temp.toString())
                .replace("FLOCK", installed("flock").toString()));
        maven("[ -f target/waflab.jar ] || read go <'" + temp + "/gate'", ": >target/waflab.jar");
        var starts = new ArrayList<Process>();
        for (var i = 0; i < 3; i++) {
            starts.add(start(jdk, project.resolve("scripts/waflab")));
        }
        for (var here = 0L; here < 3; ) {
            here += Files.readString(temp.resolve("arrivals")).lines().count();
        }
        Files.writeString(temp.resolve("gate"), "go\n");
        for (var start : starts) {
            assertThat(end(start).exitCode()).isZero();
        }
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void sourceThatChangedWhileTheBuildRanIsBuiltNextTime() throws Exception {
        maven("touch -d '30 seconds' src/main/A.java", "touch -d '60 seconds' target/waflab.jar");
        launch(jdk);
        launch(jdk);
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void failedBuildShowsWhatMavenSaidAndRefuses() throws Exception {
        executable(bin.resolve("mvn"), "#!/bin/sh\necho '[ERROR] Foo.java:[3,7] cannot find symbol'\nexit 1\n");
        var result = launch(jdk);
        assertThat(result.exitCode()).isEqualTo(Main.REFUSED);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("[ERROR] Foo.java:[3,7] cannot find symbol");
    }

    @Test
    void withoutMavenOrCompilerOneLineSaysWhatToInstallAndOnlyWhenABuildIsNeeded() throws Exception {
        Files.delete(bin.resolve("mvn"));
        assertThat(launch(jdk).err()).hasSize(1).first().asString().contains("apt-get install maven");
        Files.delete(jdk.resolve("bin/javac"));
        assertThat(launch(jdk).err()).hasSize(1).first().asString().contains("javac", "openjdk-17-jdk-headless");
        Files.createDirectories(project.resolve("target"));
        Files.writeString(project.resolve("target/waflab.jar"), "");
        assertThat(launch(jdk).exitCode()).isZero();
    }

    @Test
    void argumentsAndDirectoryArriveAsTheCallerGaveThem() throws Exception {
        var link = Files.createSymbolicLink(temp.resolve("a link"), Path.of("the project/scripts/waflab"));
        var result = end(start(jdk, link, "a b", "", "*"));
        assertThat(result.exitCode()).isZero();
        var jars = project + "/target/waflab-classes.jar:" + project + "/target/waflab.jar";
        assertThat(result.out()).endsWith("-cp", jars, "io.waflab.cli.Main", "a b", "", "*", "in " + temp);
        assertThat(result.out()).contains("-Dwaflab.home=" + project);
    }

    @Test
    void folderWithAColonIsNoClassPath() throws Exception {
        var moved = Files.move(project, temp.resolve("the:project"));
        var result = end(start(jdk, moved.resolve("scripts/waflab"), "--version"));
        assertThat(result.out()).endsWith("-jar", moved + "/target/waflab.jar", "--version", "in " + temp);
    }

    @Test
    void optionsOfTheUserComeLastAndOustTheCollectorTheyReplace() throws Exception {
        var out = launch(jdk).out();
        assertThat(out).contains("-XX:+UseSerialGC");
        var process = builder(jdk, project.resolve("scripts/waflab"));
        process.environment().put("WAFLAB_JAVA_OPTS", "-XX:+UseG1GC -Xmx64m");
        out = end(process.start()).out();
        assertThat(out).doesNotContain("-XX:+UseSerialGC").containsSubsequence("-XX:+UseG1GC", "-Xmx64m", "-cp");
    }

    @Test
    void proxyHasTheParallelCollectorUnlessTheUserNamesOne() throws Exception {
        var script = project.resolve("scripts/waflab");
        var parallel = new String[] {"-XX:+UseParallelGC", "-XX:ParallelGCThreads=1", "-XX:MinSurvivorRatio=10"};
        assertThat(end(start(jdk, script, "run")).out()).contains(parallel).doesNotContain("-XX:+UseSerialGC");
        var process = builder(jdk, script, "run");
        process.environment().put("WAFLAB_JAVA_OPTS", "-XX:+UseSerialGC");
        assertThat(end(process.start()).out())
                .containsOnlyOnce("-XX:+UseSerialGC")
                .doesNotContain(parallel);
    }

    @Test
    void proxysHeapBeginsSmallUnlessTheUserBoundsIt() throws Exception {
        var script = project.resolve("scripts/waflab");
        assertThat(end(start(jdk, script, "run")).out()).contains("-Xms96m");
        var process = builder(jdk, script, "run");
        process.environment().put("WAFLAB_JAVA_OPTS", "-Xmx48m");
        assertThat(end(process.start()).out()).contains("-Xmx48m").doesNotContain("-Xms96m");
    }

    @Test
    void onlyAJavaThatWarnsOfUnsafeAndNativeLibrariesIsAskedToAllowThem() throws Exception {
        var allowed = new String[] {"--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED"};
        assertThat(launch(jdk).out()).doesNotContain(allowed);
        assertThat(launch(jdk("new", "25")).out()).contains(allowed);
    }

    @Test
    void archiveIsMadeOnceForEachJavaAndItsFailureDoesNotMatter() throws Exception {
        assertThat(launch(jdk).out()).anyMatch(word -> word.startsWith("-XX:SharedArchiveFile="));
        launch(jdk);
        launch(jdk("other", "21.0.4"));
        assertThat(Files.readAllLines(temp.resolve("archives"))).hasSize(2);
        var broken = jdk("broken", "22");
        executable(
                broken.resolve("bin/java"),
                "#!/bin/sh\ncase $* in *' training '*) echo broken >>'" + temp
                        + "/archives'; exit 1 ;; esac\necho fine\n");
        for (var i = 0; i < 2; i++) {
            assertThat(launch(broken)).isEqualTo(new Result(0, List.of("fine"), List.of()));
        }
        assertThat(Files.readAllLines(temp.resolve("archives"))).containsOnlyOnce("broken");
    }

    @Test
    void archiveAndLibrariesThatAreOlderThanTheJarAreMadeAnew() throws Exception {
        var libraries = project.resolve("target/class-data/17.0.15-jdk-libraries");
        assertThat(launch(jdk).out()).contains("-Djava.library.path=" + libraries);
        assertThat(libraries.resolve("made")).hasContent("1");
        launch(jdk);
        assertThat(libraries.resolve("made")).hasContent("1");
        try (var made = Files.list(libraries.getParent())) {
            made.forEach(LauncherTest::age);
        }
        Files.writeString(project.resolve("target/waflab.jar"), "");
        launch(jdk);
        assertThat(libraries.resolve("made")).hasContent("2");
        assertThat(Files.readAllLines(temp.resolve("archives"))).hasSize(2);
    }

    @Test
    void signalsReachTheJavaVirtualMachine() throws Exception {
        executable(
                jdk.resolve("bin/java"),
                "#!/bin/sh\ncase \"$*\" in *' training '*) exit ;; esac\ntrap 'echo stopped; exit 7' TERM\necho $$\n"
                        + "while :; do read line || exit; done\n");
        var process = start(jdk, project.resolve("scripts/waflab"));
        var pid = process.inputReader().readLine();
        assertThat(pid).isEqualTo(String.valueOf(process.pid()));
        process.toHandle().destroy();
        assertThat(process.inputReader().readLine()).isEqualTo("stopped");
        assertThat(process.waitFor()).isEqualTo(7);
    }

    private Result launch(Path javaHome, String... args) throws Exception {
        return end(start(javaHome, project.resolve("scripts/waflab"), args));
    }

    private Process start(Path javaHome, Path script, String... args) throws IOException {
        return builder(javaHome, script, args).start();
    }

    private ProcessBuilder builder(Path javaHome, Path script, String... args) {
        var command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(args));
        var builder = new ProcessBuilder(command).directory(temp.toFile());
        builder.environment().keySet().removeIf(name -> !name.equals("HOME"));
        builder.environment().put("PATH", bin.toString());
        if (javaHome != null) {
            builder.environment().put("JAVA_HOME", javaHome.toString());
        }
        return builder;
    }

    private static Result end(Process process) throws Exception {
        var out = process.inputReader().lines().toList();
        var err = process.errorReader().lines().toList();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), out, err);
    }

    private void maven(String... lines) throws IOException {
        var head = "#!/bin/sh\necho built >>'" + temp + "/builds'\n";
        executable(bin.resolve("mvn"), head + String.join("\n", lines) + "\n");
    }

    private void fifo(String name) throws Exception {
        assertThat(new ProcessBuilder("mkfifo", temp.resolve(name).toString())
                        .start()
                        .waitFor())
                .isZero();
    }

    /** A Java that prints its own path, its arguments and its directory, each in a line. */
    private Path jdk(String name, String version) throws IOException {
        var home = Files.createDirectories(temp.resolve(name + "/bin")).getParent();
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"N/A\"\nJAVA_VERSION=\"" + version + "\"\n");
        executable(home.resolve("bin/javac"), "#!/bin/sh\n");
        executable(home.resolve("bin/java"), """
                #!/bin/sh
                for word; do
                  case $word in
                    -XX:ArchiveClassesAtExit=*) echo archive >"${word#*=}"; echo "$word" >>"TEMP/archives" ;;
                  esac
                  case ${before:-} in
                    --libraries) mkdir "$word" && wc -l <"TEMP/archives" >"$word/made" ;;
                  esac
                  before=$word
                done
                echo "$0"
                printf '%s\\n' "$@"
                echo "in $PWD"
                """.replace("TEMP", temp.toString()));
        return home;
    }

    private static Path installed(String tool) {
        var inUsr = Path.of("/usr/bin", tool);
        return Files.exists(inUsr) ? inUsr : Path.of("/bin", tool);
    }

    private long builds() throws IOException {
        return Files.readAllLines(temp.resolve("builds")).size();
    }

    private static void executable(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void later(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(60)));
    }

    private static void age(Path file) {
        try {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
