package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import io.waflab.rewrite.FileFacts;
import io.waflab.rewrite.FileFacts.Kind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Looks at files and reads them for one exchange, never on its event loop; answers are handed over there, in turn. */
final class Disk {

    /** The kernel's numbers, by what Java says of an error that has no exception of its own. */
    private static final Map<String, String> REASONS = Map.of(
            "Not a directory", "(20: Not a directory)",
            "File name too long", "(36: File name too long)",
            "Too many levels of symbolic links", "(40: Too many levels of symbolic links)",
            "Too many open files", "(24: Too many open files)");

    private final Exchange exchange;

    Disk(Exchange exchange) {
        this.exchange = exchange;
    }

    /**
     * A file found.
     *
     * @param channel open for reading where it is a file
     */
    record Opened(FileFacts facts, Optional<FileChannel> channel) {}

    /** Looks what is at a path, which has one character for each byte. Not answered when the exchange is over by then. */
    void look(String path, Consumer<FileFacts> next) {
        later(() -> facts(path), facts -> {
            if (!exchange.isOver()) {
                next.accept(facts);
            }
        });
    }

    /** Looks what is at a path, and opens it when it is a file. */
    void open(String path, Consumer<Opened> next) {
        later(() -> opened(path), opened -> {
            if (exchange.isOver()) {
                opened.channel().ifPresent(this::close);
            } else {
                next.accept(opened);
            }
        });
    }

    /** Reads a piece; null when it cannot be read. The taker releases it. */
    void read(FileChannel file, long position, int most, Consumer<ByteBuf> next) {
        later(() -> piece(file, position, most), next);
    }

    void close(FileChannel file) {
        exchange.connection().worker().server().files().execute(() -> {
            try {
                file.close();
            } catch (IOException left) {
                // nothing was written
            }
        });
    }

    private <T> void later(Callable<T> work, Consumer<T> next) {
        var connection = exchange.connection();
        var carrier = exchange.carrier();
        carrier.atDisk(true);
        Consumer<T> done = answer -> carrier.soon(() -> {
            next.accept(answer);
            carrier.atDisk(false);
        });
        connection.worker().away(connection.worker().server().files(), work, done, failure -> {
            connection.failed(failure);
            carrier.atDisk(false);
        });
    }

    private ByteBuf piece(FileChannel file, long position, int most) {
        var piece = exchange.connection().channel().alloc().buffer(most);
        try {
            while (piece.isWritable()) {
                int read = piece.writeBytes(file, position + piece.readableBytes(), piece.writableBytes());
                if (read <= 0) {
                    break;
                }
            }
        } catch (IOException unreadable) {
            piece.clear();
        }
        if (piece.readableBytes() == most) {
            return piece;
        }
        piece.release();
        return null;
    }

    private static Opened opened(String path) {
        var facts = facts(path);
        if (facts.kind() != Kind.FILE) {
            return new Opened(facts, Optional.empty());
        }
        try {
            return new Opened(facts, Optional.of(FileChannel.open(path(path), StandardOpenOption.READ)));
        } catch (IOException failed) {
            return new Opened(failed(failed), Optional.empty());
        }
    }

    /** A folder's path with its symbolic links followed; empty when it is not there. */
    static String realPath(String folder) {
        try {
            var bytes = path(folder).toRealPath().toString().getBytes(StandardCharsets.UTF_8);
            return new String(bytes, StandardCharsets.ISO_8859_1);
        } catch (IOException | InvalidPathException none) {
            return "";
        }
    }

    private static Path path(String text) {
        return Path.of(new String(text.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
    }

    private static FileFacts facts(String path) {
        try {
            var file = path(path);
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            var kind = attributes.isRegularFile() ? Kind.FILE : attributes.isDirectory() ? Kind.DIRECTORY : Kind.OTHER;
            return new FileFacts(
                    kind,
                    executable(file),
                    attributes.size(),
                    attributes.lastModifiedTime().to(TimeUnit.SECONDS),
                    "");
        } catch (InvalidPathException nul) {
            return new FileFacts(Kind.NONE, false, 0, 0, "(2: No such file or directory)");
        } catch (IOException failed) {
            return failed(failed);
        }
    }

    private static boolean executable(Path file) throws IOException {
        return Files.getFileStore(file).supportsFileAttributeView("posix")
                && Files.readAttributes(file, PosixFileAttributes.class)
                        .permissions()
                        .contains(PosixFilePermission.OWNER_EXECUTE);
    }

    /** Java 25 says of both ENOENT and ENOTDIR that there is no such file. */
    private static boolean isBelowAFile(Path missing) {
        var above = missing.getParent();
        while (above != null && !Files.exists(above)) {
            above = above.getParent();
        }
        return above != null && !Files.isDirectory(above);
    }

    private static FileFacts failed(IOException failed) {
        if (failed instanceof NoSuchFileException none) {
            var word = isBelowAFile(Path.of(none.getFile())) ? "Not a directory" : "No such file or directory";
            return new FileFacts(Kind.NONE, false, 0, 0, REASONS.getOrDefault(word, "(2: " + word + ")"));
        }
        if (failed instanceof AccessDeniedException) {
            return new FileFacts(Kind.FORBIDDEN, false, 0, 0, "(13: Permission denied)");
        }
        var reason = failed instanceof FileSystemException known ? known.getReason() : failed.getMessage();
        var words = REASONS.getOrDefault(String.valueOf(reason), "(5: " + reason + ")");
        boolean none = words.startsWith("(20:") || words.startsWith("(36:");
        return new FileFacts(none ? Kind.NONE : Kind.UNKNOWN, false, 0, 0, words);
    }
}
