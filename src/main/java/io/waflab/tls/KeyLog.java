package io.waflab.tls;

import io.netty.internal.tcnative.KeyLogCallback;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The secrets of connections in the NSS key log format (SSLKEYLOGFILE), one line each, appended to a file that only its
 * owner may read: whoever has it can decrypt the capture.
 */
final class KeyLog implements KeyLogCallback {

    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");

    private final FileChannel file;

    private KeyLog(FileChannel file) {
        this.file = file;
    }

    /**
     * A file that is there already becomes its owner's alone; what is none, as a device, is left as it is.
     *
     * @throws IOException when the file can be neither made nor appended to, or others may read it
     */
    static KeyLog open(Path path) throws IOException {
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        try {
            if (posix) {
                Files.createFile(path, PosixFilePermissions.asFileAttribute(OWNER));
            } else {
                Files.createFile(path);
            }
        } catch (FileAlreadyExistsException there) {
            if (posix && Files.isRegularFile(path)) {
                Files.setPosixFilePermissions(path, OWNER);
            }
        }
        return new KeyLog(FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.APPEND));
    }

    /**
     * Makes nothing, and changes nothing.
     *
     * @throws IOException as {@link #open} would
     */
    static void tryToOpen(Path path) throws IOException {
        if (Files.exists(path)) {
            FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.APPEND)
                    .close();
            return;
        }
        var folder = path.toAbsolutePath().getParent();
        if (!Files.exists(folder)) {
            throw new NoSuchFileException(path.toString());
        }
        if (!Files.isDirectory(folder)) {
            throw new FileSystemException(path.toString(), null, "Not a directory");
        }
        if (!Files.isWritable(folder)) {
            throw new AccessDeniedException(path.toString());
        }
    }

    /** Called by the engine on the event loop, two to five times in a handshake; the line has no line end. */
    @Override
    public void handle(long ssl, byte[] line) {
        var bytes =
                ByteBuffer.allocate(line.length + 1).put(line).put((byte) '\n').flip();
        try {
            file.write(bytes);
        } catch (IOException full) {
            // A full disk must not break the handshake; the missing line shows as an undecryptable connection.
        }
    }
}
