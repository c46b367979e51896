package io.waflab.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** A file or folder that a command is asked to write, looked at before the work whose result it is to hold. */
final class OutputFile {

    private OutputFile() {}

    /**
     * @param file null where the option was not given
     * @throws ParameterException where it cannot be written, by the option's name
     */
    static void check(CommandLine command, String option, Path file) {
        if (file == null) {
            return;
        }
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

    /** @throws IOException by the option's name, where it cannot be written or not to its end */
    static void write(String option, Path file, String text) throws IOException {
        try {
            Files.writeString(file, text);
        } catch (IOException failed) {
            throw new IOException(option + " " + file + ": cannot be written whole (is the disk full?)", failed);
        }
    }

    /** Makes the folder that the option names. @throws ParameterException where it cannot be used, by the option's name */
    static void makeFolder(CommandLine command, String option, Path folder) {
        var wrong = "may not be written (expected: a place where you may write)";
        try {
            Files.createDirectories(folder);
            if (Files.isWritable(folder)) {
                return;
            }
        } catch (FileAlreadyExistsException file) {
            wrong = "is a file (expected: a folder, or a name for a new one)";
        } catch (IOException refused) {
            wrong = "cannot be made (expected: a place where you may write)";
        }
        throw new ParameterException(command, option + " " + folder + ": " + wrong);
    }
}
