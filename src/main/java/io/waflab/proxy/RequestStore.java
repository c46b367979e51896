package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.waflab.config.Directive;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * A whole request body: in memory up to client_body_buffer_size, in a temporary file beyond it. Files are written and read
 * on the disk thread, never on an event loop. Used from one event loop.
 *
 * <p>Bounded: the client is not read while more than {@value #MOST_UNWRITTEN} bytes wait for the disk.
 */
final class RequestStore {

    /** What a request without a body has. */
    static final RequestStore EMPTY = new RequestStore();

    private static final int MOST_UNWRITTEN = 256 << 10;

    private final Carrier carrier;
    private final ProxyConnection connection;
    private final String inFileOnly;
    private final Consumer<Path> noticed;
    private final long inMemory;
    private final String folder;
    private final KeptPieces pieces = new KeptPieces();
    private long length;
    private long unwritten;
    /** Of the file that the body is in, from the first piece on that is handed to the disk thread; null before. */
    private Path path;
    /** Of the disk thread. */
    private FileChannel file;

    private Runnable whenWritten;
    private boolean released;

    private RequestStore() {
        carrier = null;
        connection = null;
        inFileOnly = "off";
        noticed = file -> {};
        inMemory = 0;
        folder = "";
    }

    private RequestStore(Exchange exchange, long inMemory) {
        carrier = exchange.carrier();
        connection = carrier.connection();
        inFileOnly = "off";
        noticed = file -> {};
        this.inMemory = inMemory;
        folder = "";
    }

    /** One without a file; whoever adds to it knows the bound. */
    static RequestStore inMemory(Exchange exchange) {
        return new RequestStore(exchange, Long.MAX_VALUE);
    }

    RequestStore(Exchange exchange) {
        carrier = exchange.carrier();
        connection = carrier.connection();
        var settings = exchange.route().settings();
        inFileOnly = settings.text(Directive.CLIENT_BODY_IN_FILE_ONLY);
        inMemory = inFileOnly.equals("off") ? settings.size(Directive.CLIENT_BODY_BUFFER_SIZE) : 0;
        noticed = file -> exchange.log(
                inFileOnly.equals("off") ? "warn" : "notice",
                "a client request body is buffered to a temporary file " + file);
        folder = settings.find(Directive.CLIENT_BODY_TEMP_PATH)
                .map(setting -> setting.lines().get(0).get(0))
                .orElse(System.getProperty("java.io.tmpdir"));
    }

    long length() {
        return length;
    }

    boolean inFile() {
        return path != null;
    }

    /** The body where it is in memory, one character for each byte; else empty. */
    String text() {
        var text = new StringBuilder();
        pieces.all().forEach(piece -> text.append(piece.toString(StandardCharsets.ISO_8859_1)));
        return text.toString();
    }

    /** The file that the body is in; empty where it is in none. */
    String path() {
        return path == null ? "" : path.toString();
    }

    /** The pieces in memory, each retained for the caller. */
    List<ByteBuf> pieces() {
        return pieces.isEmpty()
                ? List.of()
                : pieces.all().stream().map(ByteBuf::retainedDuplicate).toList();
    }

    /** Takes a piece. */
    void add(ByteBuf piece) {
        length += piece.readableBytes();
        if (path == null && length <= inMemory) {
            pieces.add(piece);
            return;
        }
        if (path == null) {
            toFile();
        }
        write(piece);
    }

    /** All of it was taken: client_body_in_file_only has a file even for nothing. */
    void end() {
        if (path == null && !inFileOnly.equals("off")) {
            toFile();
            write(Unpooled.EMPTY_BUFFER);
        }
    }

    private void toFile() {
        path = connection.worker().server().temporaryFile(folder);
        noticed.accept(path);
        pieces.taken().forEach(this::write);
    }

    private void write(ByteBuf piece) {
        unwritten += piece.readableBytes();
        if (unwritten > MOST_UNWRITTEN) {
            carrier.pause(true);
        }
        connection.worker().away(disk(), () -> writeNow(piece), this::written, connection::failed);
    }

    private Executor disk() {
        return connection.worker().server().disk();
    }

    /** On the disk thread. */
    private int writeNow(ByteBuf piece) throws IOException {
        int size = piece.readableBytes();
        try {
            if (file == null) {
                file = inFileOnly.equals("off") ? TemporaryFile.create(path) : TemporaryFile.createStaying(path);
            }
            TemporaryFile.append(piece, file);
        } finally {
            piece.release();
        }
        return size;
    }

    private void written(int size) {
        unwritten -= size;
        if (unwritten <= MOST_UNWRITTEN / 2) {
            carrier.pause(false);
        }
        if (unwritten == 0 && whenWritten != null && !released) {
            var next = whenWritten;
            whenWritten = null;
            next.run();
        }
    }

    /** Runs when all that was added is stored; at once when it is. */
    void whenWritten(Runnable next) {
        if (unwritten == 0) {
            next.run();
        } else {
            whenWritten = next;
        }
    }

    /** Reads a piece of the file; handed over on the event loop. */
    void read(long position, int most, Consumer<ByteBuf> next) {
        connection.worker().away(disk(), () -> readNow(position, most), next, connection::failed);
    }

    private ByteBuf readNow(long position, int most) throws IOException {
        var piece = connection.channel().alloc().buffer(most);
        try {
            piece.writeBytes(file, position, (int) Math.min(most, length - position));
            return piece;
        } catch (IOException | RuntimeException failed) {
            piece.release();
            throw failed;
        }
    }

    void release() {
        if (released) {
            return;
        }
        released = true;
        pieces.release();
        if (path != null) {
            disk().execute(this::closeFile);
        }
    }

    private void closeFile() {
        try {
            if (file != null) {
                file.close();
            }
            if (!inFileOnly.equals("on")) {
                Files.deleteIfExists(path);
            }
        } catch (IOException left) {
            connection.failed(left);
        }
    }
}
