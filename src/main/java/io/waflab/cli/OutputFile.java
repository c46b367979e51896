package io.waflab.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** A file that a command is asked to write, looked at before the work whose result it is to hold. */
final class OutputFile {

    private OutputFile() {}

    /** @throws ParameterException where it cannot be written, by the option's name */
    static void check(CommandLine command, String option, Path file) {
        if (Files.isDirectory(file)) {
            throw new ParameterException(command, option + " " + file + ": is a folder (expected: the name of a file)");
        }
        var folder = file.getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw new ParameterException(
                    command, option + " " + file + ": there is no folder " + folder + " (expected: one that exists)");
        }
        var written = Files.exists(file) ? file : file.toAbsolutePath().getParent();
        if (!Files.isWritable(written)) {
            throw new ParameterException(
                    command, option + " " + file + ": may not be written (expected: a place where you may write)");
        }
    }
}
