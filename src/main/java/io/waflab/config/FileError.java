package io.waflab.config;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Why a file cannot be opened, in nginx's words. */
public final class FileError {

    private FileError() {}

    /** {@code open() "/x" failed (2: No such file or directory)}. */
    public static String open(Path file, IOException failure) {
        return "open() \"" + file + "\" failed (" + reason(failure) + ")";
    }

    private static String reason(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "2: No such file or directory";
        }
        if (failure instanceof AccessDeniedException) {
            return "13: Permission denied";
        }
        var said = failure instanceof FileSystemException file ? file.getReason() : failure.getMessage();
        return "Is a directory".equals(said) ? "21: Is a directory" : String.valueOf(said);
    }
}
