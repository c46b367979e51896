package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FileErrorTest {

    private static String said(IOException failure) {
        return FileError.open(Path.of("/x"), failure);
    }

    @Test
    void failuresAreNumberedAsTheKernelDoes() {
        assertThat(said(new NoSuchFileException("/x")))
                .isEqualTo("open() \"/x\" failed (2: No such file or directory)");
        assertThat(said(new AccessDeniedException("/x"))).isEqualTo("open() \"/x\" failed (13: Permission denied)");
        assertThat(said(new FileSystemException("/x", null, "Is a directory")))
                .isEqualTo("open() \"/x\" failed (21: Is a directory)");
        assertThat(said(new IOException("Is a directory"))).isEqualTo("open() \"/x\" failed (21: Is a directory)");
    }

    @Test
    void anyOtherFailureIsToldInItsOwnWords() {
        assertThat(said(new FileSystemException("/x", null, "No space left on device")))
                .isEqualTo("open() \"/x\" failed (No space left on device)");
        assertThat(said(new IOException())).isEqualTo("open() \"/x\" failed (null)");
    }
}
