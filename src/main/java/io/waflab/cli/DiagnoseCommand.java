package io.waflab.cli;

import io.waflab.capture.CaptureException;
import io.waflab.report.Language;
import io.waflab.report.Style;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads a customer's capture and says of each connection who ended it, how, after what silence, and why. */
@Command(
        name = "diagnose",
        description = {
            "Says what ended each connection of a capture, and why.",
            "",
            "FILE is a pcap or pcapng file, packed by gzip or zstd or not; - for standard input. A second FILE is a"
                    + " capture of the same connections from a place farther from the client: the hop is named where a FIN, an"
                    + " RST or a loss began.",
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:done",
            "1:no connection fits --conn, --filter, --port or --server",
            "2:not a capture, or damaged; what could be read before that is reported"
        })
final class DiagnoseCommand implements Callable<Integer> {

    /** What is printed. */
    enum Format {
        TEXT,
        JSON,
        HTML;

        /** What a file's name says: .json, .html or .htm, else text. */
        static Format ofName(Path file) {
            var name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
            if (name.endsWith(".json")) {
                return JSON;
            }
            return name.endsWith(".html") || name.endsWith(".htm") ? HTML : TEXT;
        }
    }

    @Parameters(paramLabel = "FILE", arity = "1..2", description = "The capture; a second one from farther away.")
    private List<Path> files;

    @Option(
            names = "--format",
            paramLabel = "text|json|html",
            description = "Default: what the name of --out says (.json, .html), else text.")
    private Format format;

    @Option(names = "--lang", paramLabel = "en|zh", defaultValue = "en", description = "Default: en.")
    private Language language;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "Write the report there; default: standard output.")
    private Path out;

    @Option(names = "--conn", paramLabel = "N", description = "Only the connection of this number.")
    private Integer number;

    @Option(names = "--port", paramLabel = "PORT", description = "Only connections to this port of the server.")
    private Integer port;

    @Option(names = "--server", paramLabel = "ADDRESS", description = "Only connections to this server.")
    private String server;

    @Option(
            names = "--filter",
            paramLabel = "TERM",
            description = "Only connections for which this holds: cause=ID, closed_by=client|server|neither, how=HOW,"
                    + " phase=PHASE, sni=NAME, client=ADDRESS, server=ADDRESS, port=PORT, conn=N,"
                    + " gap>TIME, gap<TIME. May be repeated: all must hold.")
    private List<String> filter = List.of();

    @Option(
            names = "--keylog",
            paramLabel = "FILE",
            description =
                    "TLS secrets as SSLKEYLOGFILE gives them: tshark then decrypts, which settles what is otherwise a"
                            + " guess. Secrets in a pcapng are used by themselves.")
    private Path keyLog;

    @Option(names = "--all", description = "Show every connection whole, not only those worth opening.")
    private boolean all;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        var wanted = wanted();
        if (format == null) {
            format = out == null ? Format.TEXT : Format.ofName(out);
        }
        refuseOtherFiles();
        refuseKeysForAPipe();
        if (keyLog != null && (!Files.isReadable(keyLog) || Files.isDirectory(keyLog))) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--keylog " + keyLog + ": cannot be read (expected: a key log, as SSLKEYLOGFILE names it)");
        }
        if (out == null) {
            return report(wanted, spec.commandLine().getOut());
        }
        refuseToReplaceAnInput();
        OutputFile.check(spec.commandLine(), "--out", out);
        if (!isReplaceable()) {
            return write(wanted, out);
        }
        // Written beside its name and moved there whole: nobody finds half a report.
        var file = Files.exists(out) ? out.toRealPath() : out;
        var unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        try {
            var result = write(wanted, unfinished);
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
            return result;
        } catch (FileSystemException failed) {
            if (!unfinished.toString().equals(failed.getFile())) {
                throw failed;
            }
            throw new IOException(
                    "--out " + out + ": no file can be made there (expected: a place where you may write)", failed);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /** A device, a pipe, or a link to what is not there yet stays what it is, and is written to. */
    private boolean isReplaceable() {
        return Files.isRegularFile(out) || !Files.exists(out, LinkOption.NOFOLLOW_LINKS);
    }

    private int write(Wanted wanted, Path to) throws IOException {
        try (var file = new PrintWriter(Files.newBufferedWriter(to, StandardCharsets.UTF_8))) {
            var result = report(wanted, file);
            file.flush();
            if (file.checkError()) {
                throw new IOException(out + ": cannot be written whole (is the disk full?)");
            }
            return result;
        }
    }

    /** Of a list picocli bounds each piece, not the whole. */
    private void refuseOtherFiles() {
        if (files.size() > 2) {
            throw new ParameterException(
                    spec.commandLine(),
                    files.size() + " captures (expected one, or two of the same connections; others one by one)");
        }
        if (files.size() == 2 && files.stream().allMatch(file -> file.toString().equals("-"))) {
            throw new ParameterException(
                    spec.commandLine(), "- -: standard input is one capture (expected a file for the other)");
        }
    }

    /** tshark reads it a second time. */
    private void refuseKeysForAPipe() {
        for (var file : files) {
            var isPipe = file.toString().equals("-")
                    || Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file);
            if (keyLog != null && isPipe) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--keylog: " + file + " can be read only once (expected: a file, which tshark reads too)");
            }
        }
    }

    private void refuseToReplaceAnInput() throws IOException {
        var inputs = new ArrayList<>(files);
        if (keyLog != null) {
            inputs.add(keyLog);
        }
        for (var input : inputs) {
            if (Files.exists(out) && Files.exists(input) && Files.isSameFile(out, input)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--out " + out + ": is what is to be read, and would be lost (expected: another file)");
            }
        }
    }

    private int report(Wanted wanted, PrintWriter to) throws IOException {
        var err = spec.commandLine().getErr();
        var options = new DiagnosisRun.Options(
                format, language, all, Optional.ofNullable(keyLog), out == null ? Terminal.style() : Style.FILE);
        try {
            var run = new DiagnosisRun(options, wanted, to, err);
            return files.size() == 1 ? run.report(files.get(0)) : run.report(files.get(0), files.get(1));
        } catch (CaptureException unreadable) {
            new Complaint(err, false).say(unreadable.getMessage());
            return Main.REFUSED;
        }
    }

    private Wanted wanted() {
        var terms = new ArrayList<>(filter);
        if (number != null) {
            terms.add("conn=" + number);
        }
        if (server != null) {
            terms.add("server=" + server);
        }
        try {
            if (port != null) {
                Wanted.number("--port " + port, String.valueOf(port), Wanted.MOST_PORT);
                terms.add("port=" + port);
            }
            return Wanted.of(terms);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), wrong.getMessage());
        }
    }
}
