package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class TemporaryFileTest {

    @TempDir
    Path folder;

    private static String mode(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void theFileAndTheFolderMadeForItAreTheOwnersAlone() throws Exception {
        var path = folder.resolve("client_body_temp/1.body");
        TemporaryFile.createStaying(path).close();
        assertThat(mode(path)).isEqualTo("rw-------");
        assertThat(mode(path.getParent())).isEqualTo("rwx------");
    }

    @Test
    void aFolderThatIsThereKeepsItsMode() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-x---"));
        var path = folder.resolve("1.body");
        TemporaryFile.create(path).close();
        assertThat(mode(folder)).isEqualTo("rwxr-x---");
        assertThat(path).doesNotExist();
    }
}
