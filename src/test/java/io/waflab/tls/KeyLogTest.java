package io.waflab.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyLogTest {

    @Test
    void aFileThatIsThereBecomesItsOwnersAlone(@TempDir Path folder) throws IOException {
        var file = Files.createFile(folder.resolve("keys"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        KeyLog.open(file);
        assertThat(mode(file)).isEqualTo("rw-------");
    }

    /** As a folder, and a device: nobody could use /dev/null any more. */
    @Test
    void whatIsNoFileIsLeftAsItIs(@TempDir Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-x---"));
        assertThatThrownBy(() -> KeyLog.open(folder)).isInstanceOf(IOException.class);
        assertThat(mode(folder)).isEqualTo("rwxr-x---");
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
