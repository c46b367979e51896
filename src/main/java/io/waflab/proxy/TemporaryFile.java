package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A new file for a body. Bodies are the client's secrets: its mode is 0600 and that of a folder that is made for it 0700, as
 * nginx's (ngx_create_paths), where the file system has modes.
 */
final class TemporaryFile {

    /** It goes with the process, however that ends. */
    private static final Set<StandardOpenOption> GOING = Set.of(
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);

    /** Others can open it by its name (client_body_in_file_only). */
    private static final Set<StandardOpenOption> STAYING =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);

    private TemporaryFile() {}

    /** One that is gone when it is closed. Not for event loops. */
    static FileChannel create(Path path) throws IOException {
        return create(path, GOING);
    }

    /** One that stays. Not for event loops. */
    static FileChannel createStaying(Path path) throws IOException {
        return create(path, STAYING);
    }

    private static FileChannel create(Path path, Set<StandardOpenOption> how) throws IOException {
        Files.createDirectories(path.toAbsolutePath().getParent(), mode("rwx------"));
        return FileChannel.open(path, how, mode("rw-------"));
    }

    /** Writes all of a piece behind what the file has. Not for event loops. */
    static void append(ByteBuf piece, FileChannel file) throws IOException {
        while (piece.isReadable()) {
            piece.readBytes(file, file.size(), piece.readableBytes());
        }
    }

    private static FileAttribute<?>[] mode(String mode) {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))}
                : new FileAttribute<?>[0];
    }
}
