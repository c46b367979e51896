package io.waflab.proxy;

import io.waflab.config.ConfigReader;
import io.waflab.journal.Journal;
import io.waflab.journal.Story;
import io.waflab.reproduce.ClientOptions;
import io.waflab.reproduce.LabClient;
import io.waflab.reproduce.TlsOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** The proxy in this process with one server of stream, in front of an origin whose sockets the test has in its hands. */
final class StreamLab implements AutoCloseable {

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final int AMPLE = 20_000;

    private final Path folder;
    private final Path certificates;
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final BlockingQueue<Socket> accepted = new LinkedBlockingQueue<>();
    private final Logs logs;
    private final Journal journal;
    private final ProxyServer server;
    private final LoopTime time = new LoopTime();

    /**
     * @param shared folder of a test class, so that certificates are made once
     * @param stream what stands in the block; {@code LISTEN} is its address, {@code ORIGIN} the origin's
     * @param sets as of {@code --set}
     */
    StreamLab(Path shared, String stream, String... sets) throws Exception {
        folder = Files.createDirectories(shared.resolve("stream-" + NUMBER.incrementAndGet()));
        var text = "error_log " + folder
                + "/error.log info; events { " + (LabProxy.USE.isEmpty() ? "" : "use " + LabProxy.USE + ";")
                + " }\nstream { log_format t '$status $bytes_received $bytes_sent"
                + " $upstream_addr $ssl_preread_server_name'; access_log " + folder + "/access.log t;\n"
                + stream.replace("LISTEN", "127.0.0.1:0")
                        .replace("ORIGIN", "127.0.0.1:" + listener.getLocalPort())
                        .replace("FOLDER", folder.toString())
                + "\n}";
        var config = ConfigReader.read(
                Files.writeString(folder.resolve("nginx.conf"), text), Optional.empty(), List.of(sets));
        logs = Logs.open(config);
        journal = new Journal(Optional.empty());
        certificates = shared.resolve("certs").toAbsolutePath();
        server = ProxyServer.start(config, logs, journal, certificates, time);
        var thread = new Thread(this::accept, "stream origin");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                accepted.add(listener.accept());
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    /** Serves that in the place of what it has served, on the same socket; closed by the test. */
    ProxyServer reload(String stream) throws Exception {
        var text = "events {} stream { " + stream.replace("LISTEN", "127.0.0.1:0") + " }";
        var next = ConfigReader.read(Files.writeString(folder.resolve("next.conf"), text), Optional.empty(), List.of());
        var successor = server.successor(next, logs, certificates);
        server.stop();
        return successor;
    }

    /** As of {@link LabProxy#still}. */
    <T, X extends Exception> T still(LoopTime.Deed<T, X> deed) throws X {
        return time.still(deed);
    }

    /** For sockets of the tests. */
    Path folder() {
        return folder;
    }

    int port() {
        return server.addresses().get(0).getPort();
    }

    ProxyServer server() {
        return server;
    }

    /** A client in the plain. */
    Socket client() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port());
        socket.setSoTimeout(AMPLE);
        return socket;
    }

    /** A client past its handshake, of TLS 1.2. */
    LabClient tlsClient() throws IOException {
        return tlsClient("TLSv1.2");
    }

    LabClient tlsClient(String version) throws IOException {
        return new LabClient(ClientOptions.plain("127.0.0.1", port())
                        .withLimit(Duration.ofMillis(AMPLE))
                        .withTls(TlsOptions.trustingAnyone("lab.test").withProtocols(version)))
                .connect()
                .handshake();
    }

    /** The next connection to the origin. */
    Socket origin() throws Exception {
        var socket = accepted.poll(AMPLE, TimeUnit.MILLISECONDS);
        if (socket == null) {
            throw new AssertionError("nobody connected to the origin");
        }
        socket.setSoTimeout(AMPLE);
        return socket;
    }

    /** Whether nobody connected to the origin so far. */
    boolean isUntouched() {
        return accepted.isEmpty();
    }

    static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** So many bytes. */
    static String hear(Socket socket, int bytes) throws IOException {
        return new String(socket.getInputStream().readNBytes(bytes), StandardCharsets.ISO_8859_1);
    }

    /** All that comes, and FIN or RST. */
    static String rest(Socket socket) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var end = "FIN";
        try {
            socket.getInputStream().transferTo(bytes);
        } catch (SocketException reset) {
            end = "RST";
        }
        return bytes.toString(StandardCharsets.ISO_8859_1) + end;
    }

    static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** How the session ended, as the error log has it, without dates and times. */
    String ending() throws Exception {
        var line = line("error.log", " ended by ");
        return line.substring(line.indexOf(" ended by ") + 1).replaceFirst("after \\d+\\.\\d{3} s", "after T s");
    }

    /** The access log's first line. */
    String access() throws Exception {
        return line("access.log", " ");
    }

    /** The first line of a log that says that, once it is there. */
    String line(String log, String part) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(AMPLE);
        while (System.nanoTime() < deadline) {
            logs.drain();
            var file = folder.resolve(log);
            var found = Files.exists(file)
                    ? Files.readAllLines(file).stream()
                            .filter(line -> line.contains(part))
                            .findFirst()
                    : Optional.<String>empty();
            if (found.isPresent()) {
                return found.get();
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        throw new AssertionError("no such line in " + log);
    }

    /** The story of the first session that has ended. */
    Story story() {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(AMPLE);
        while (journal.finished().isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("no session has ended");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        return journal.finished().get(0);
    }

    @Override
    public void close() throws IOException {
        server.close();
        journal.close();
        logs.close();
        listener.close();
    }
}
