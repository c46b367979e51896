package io.waflab.clients;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The program that uses a library, made ready in a folder: Maven fetches the jars, javac compiles, once for each version of
 * the program. The folder's name has a sum of all that went into it.
 */
final class LibraryProgram {

    private static final String SHARED = "Application.java";
    private static final String COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies";
    private static final long MINUTES = 5;
    private static final int SUM_LETTERS = 12;

    /** The oldest Java that waflab runs on: a folder serves whatever Java comes next. */
    private static final String RELEASE = "17";

    private final Library library;
    private final Path folder;

    private LibraryProgram(Library library, Path folder) {
        this.library = library;
        this.folder = folder;
    }

    /**
     * Makes it, where it is not there yet.
     *
     * @param home where folders of programs lie; made when missing
     * @throws IOException when Maven or javac is missing or fails, in one line
     */
    static LibraryProgram in(Path home, Library library) throws IOException, InterruptedException {
        var folder = home.resolve(library.word() + "-" + sum(library)).toAbsolutePath();
        var program = new LibraryProgram(library, folder);
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(home);
            var draft = Files.createTempDirectory(home.toAbsolutePath(), "new-");
            try {
                new LibraryProgram(library, draft).make();
                publish(draft, folder);
            } finally {
                remove(draft);
            }
        }
        return program;
    }

    private static void publish(Path draft, Path folder) throws IOException {
        try {
            Files.move(draft, folder);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException another) {
            // Another first use was faster; its folder has the same.
        }
    }

    /** A folder and all in it, where it is there. */
    static void remove(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var files = Files.walk(folder)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static String sum(Library library) throws IOException {
        try {
            var sum = MessageDigest.getInstance("SHA-256");
            for (var name : resources(library)) {
                sum.update(read(name));
            }
            if (library.isJava()) {
                sum.update(RELEASE.getBytes(StandardCharsets.US_ASCII));
            }
            return HexFormat.of().formatHex(sum.digest()).substring(0, SUM_LETTERS);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private static List<String> resources(Library library) {
        var names = new ArrayList<>(List.of(library.program()));
        if (library.isJava()) {
            names.add(SHARED);
        }
        if (LibraryProgram.class.getResource(pom(library)) != null) {
            names.add(pom(library));
        }
        return names;
    }

    private static String pom(Library library) {
        return library.word() + ".pom.xml";
    }

    private static byte[] read(String name) throws IOException {
        try (InputStream in = LibraryProgram.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }

    private void make() throws IOException, InterruptedException {
        for (var name : resources(library)) {
            Files.write(folder.resolve(name), read(name));
        }
        if (Files.exists(folder.resolve(pom(library)))) {
            run(List.of(
                    "mvn",
                    "-q",
                    "-B",
                    "-f",
                    pom(library),
                    COPY,
                    "-DincludeScope=runtime",
                    "-DoutputDirectory=" + folder.resolve("lib")));
        }
        if (library.isJava()) {
            run(List.of(
                    tool("javac"),
                    "--release",
                    RELEASE,
                    "-d",
                    "classes",
                    "-cp",
                    "lib" + File.separator + "*",
                    SHARED,
                    library.program()));
        }
    }

    private void run(List<String> command) throws IOException, InterruptedException {
        var log = folder.resolve("build.log");
        var name = Path.of(command.get(0)).getFileName();
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException missing) {
            throw new IOException(library.word() + " needs " + name + ", which is not on this machine", missing);
        }
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IOException(name + " took more than " + MINUTES + " minutes for " + library.word());
        }
        if (process.exitValue() != 0) {
            throw new IOException(name + " could not make " + library.word() + " ready: " + firstError(log));
        }
    }

    private static String firstError(Path log) throws IOException {
        return Files.readAllLines(log, StandardCharsets.UTF_8).stream()
                .map(line -> line.replaceAll("\u001b\\[[0-9;]*m", ""))
                .filter(line -> line.contains("rror"))
                .findFirst()
                .orElse("without a word");
    }

    private static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    /**
     * The command that starts it, without the program's arguments.
     *
     * @param trust a PKCS#12 store of the authorities to trust; empty for the machine's own
     * @param hosts a file of names for Java; empty for the machine's own
     */
    List<String> command(Optional<Path> trust, Optional<Path> hosts) {
        if (library.isJava()) {
            var command = new ArrayList<>(List.of(tool("java"), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
            trust.ifPresent(store -> command.addAll(List.of(
                    "-Djavax.net.ssl.trustStore=" + store, "-Djavax.net.ssl.trustStorePassword=" + Trust.PASSWORD)));
            hosts.ifPresent(file -> command.add("-Djdk.net.hosts.file=" + file));
            command.add("-cp");
            command.add(folder.resolve("classes") + File.pathSeparator + folder.resolve("lib") + File.separator + "*");
            command.add(library.program().replace(".java", ""));
            return command;
        }
        return List.of(interpreter(), folder.resolve(library.program()).toString());
    }

    private String interpreter() {
        return switch (library.program().replaceAll(".*\\.", "")) {
            case "mjs" -> "node";
            case "py" -> "python3";
            default -> "sh";
        };
    }
}
