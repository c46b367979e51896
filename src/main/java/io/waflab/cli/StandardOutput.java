package io.waflab.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Standard output, which remembers why it could not be written: whoever prints to it hears nothing of that. */
final class StandardOutput extends OutputStream {

    private static final int TYPE = 0170000;
    private static final int PIPE = 0010000;
    private static final int SOCKET = 0140000;

    private final OutputStream file = new FileOutputStream(FileDescriptor.out);
    private String failure = "";

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        try {
            file.write(bytes, from, length);
        } catch (IOException failed) {
            failure = String.valueOf(failed.getMessage());
            throw failed;
        }
    }

    /** In one line; empty where all was written, or where whoever read it has heard enough, as head(1) has. */
    Optional<String> failure() {
        return Optional.of(failure)
                .filter(said -> !said.isEmpty() && !isRead())
                .map(said -> "standard output: " + said + " (expected: a place where all of it can be written)");
    }

    private static boolean isRead() {
        try {
            int type = (int) Files.getAttribute(Path.of("/dev/stdout"), "unix:mode") & TYPE;
            return type == PIPE || type == SOCKET;
        } catch (IOException | UnsupportedOperationException unknown) {
            return false;
        }
    }
}
