package io.waflab.capture;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Linux's own list of TCP sockets, {@code /proc/net/tcp} and {@code tcp6} (proc(5)), readable without any right. */
final class SocketTable {

    /**
     * One socket.
     *
     * @param unread bytes received and not read by the program; a received FIN counts as one
     */
    record Socket(Endpoint local, Endpoint remote, TcpState state, long unread) {}

    private static final List<Path> FILES = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

    private final List<Path> files;

    SocketTable() {
        this(FILES);
    }

    SocketTable(List<Path> files) {
        this.files = files;
    }

    /** False where the system has no such list. */
    boolean isThere() {
        return files.stream().anyMatch(Files::isReadable);
    }

    /** The socket with these ends, seen from {@code local}; empty when there is none (any more). */
    Optional<Socket> find(Endpoint local, Endpoint remote) throws IOException {
        for (var file : files) {
            if (Files.isReadable(file)) {
                try (var lines = Files.lines(file)) {
                    var found = lines.flatMap(line -> parse(line).stream())
                            .filter(socket -> socket.local().equals(local)
                                    && socket.remote().equals(remote))
                            .findFirst();
                    if (found.isPresent()) {
                        return found;
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** {@code 1: 0100007F:AFCC 0100007F:A4BB 06 00000000:00000000 ...}; empty for the heading and anything else. */
    static Optional<Socket> parse(String line) {
        var words = line.strip().split("\\s+");
        if (words.length < 5 || !words[1].contains(":")) {
            return Optional.empty();
        }
        try {
            var state = TcpState.of(Integer.parseInt(words[3], 16));
            var unread = Long.parseLong(words[4].substring(words[4].indexOf(':') + 1), 16);
            var local = endpoint(words[1]);
            var remote = endpoint(words[2]);
            return state.map(known -> new Socket(local, remote, known, unread));
        } catch (IllegalArgumentException | UnknownHostException otherForm) {
            return Optional.empty();
        }
    }

    /** Addresses are written as 32-bit words in the machine's own byte order. */
    private static Endpoint endpoint(String text) throws UnknownHostException {
        var colon = text.indexOf(':');
        var address = ByteBuffer.wrap(HexFormat.of().parseHex(text.substring(0, colon)));
        var swapped = ByteBuffer.allocate(address.remaining()).order(ByteOrder.nativeOrder());
        while (address.remaining() >= 4) {
            swapped.putInt(address.getInt());
        }
        return new Endpoint(InetAddress.getByAddress(swapped.array()), Integer.parseInt(text.substring(colon + 1), 16));
    }
}
