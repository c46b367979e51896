package io.waflab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waflab.config.ConfigException;
import io.waflab.config.ConfigReader;
import io.waflab.config.LabConfig;
import io.waflab.config.NginxFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The master in this process; what the launcher makes of signals comes as words. The error log is a pipe to the test. */
@Tag("wire")
@Timeout(60)
class NginxMasterTest {

    private static final long AMPLE_S = 20;

    @TempDir
    Path folder;

    private final BlockingQueue<String> orders = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch ready = new CountDownLatch(1);
    private NginxFile file;
    private NginxMaster master;
    private Future<?> running;

    @BeforeEach
    void makeErrorLog() throws Exception {
        file = new NginxFile(
                folder.resolve("nginx.conf"), folder, List.of("pipe", "info"), "pid master.pid;", NginxFile.PROFILE);
        assertThat(new ProcessBuilder("mkfifo", folder.resolve("pipe").toString())
                        .start()
                        .waitFor())
                .isZero();
    }

    @AfterEach
    void stop() throws Exception {
        if (running != null && !running.isDone()) {
            orders.add(NginxMaster.STOP);
            running.get(AMPLE_S, TimeUnit.SECONDS);
        }
        threads.shutdown();
    }

    private void write(String servers) throws IOException {
        write(2, servers);
    }

    private void write(int workers, String servers) throws IOException {
        Files.writeString(
                folder.resolve("nginx.conf"),
                "worker_processes " + workers + "; events {} http { access_log access.log; " + servers + " }");
    }

    private static String answering(String text) {
        return "server { listen 127.0.0.1:0; location / { return 200 " + text + "; } }";
    }

    private void start() throws Exception {
        start(ConfigReader.read(file, List.of()));
    }

    private void start(LabConfig config) throws Exception {
        threads.submit(() -> {
            try (var lines = Files.lines(folder.resolve("pipe"))) {
                lines.forEach(told::add);
            } catch (IOException | UncheckedIOException closed) {
                // The log is.
            }
        });
        master = new NginxMaster(file, folder.resolve("certs"), orders);
        running = threads.submit(() -> {
            master.run(config, ready::countDown);
            return null;
        });
        assertThat(ready.await(AMPLE_S, TimeUnit.SECONDS)).isTrue();
    }

    private InetSocketAddress address() {
        return master.addresses().get(0);
    }

    /** The next line of the error log that says that. */
    private String awaitLine(String part) throws InterruptedException {
        while (true) {
            var line = told.poll(AMPLE_S, TimeUnit.SECONDS);
            assertThat(line).as(part).isNotNull();
            if (line.contains(part)) {
                return line;
            }
        }
    }

    private static Socket connect(InetSocketAddress to) throws IOException {
        var socket = new Socket(to.getAddress(), to.getPort());
        socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(AMPLE_S));
        return socket;
    }

    private static void ask(Socket socket, String version) throws IOException {
        socket.getOutputStream()
                .write(("GET / HTTP/" + version + "\r\nHost: a\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** One request on a connection of its own. */
    private static String get(InetSocketAddress from) throws IOException {
        try (var socket = connect(from)) {
            ask(socket, "1.0");
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void thePidFileIsThereWhileClientsAreServed() throws Exception {
        write(answering("one"));
        start();
        assertThat(folder.resolve("master.pid"))
                .hasContent(ProcessHandle.current().pid() + "\n");
        assertThat(get(address())).startsWith("HTTP/1.1 200 OK").endsWith("one");
        assertThat(awaitLine("start worker process")).contains(" [notice] ");
        orders.add(NginxMaster.STOP);
        running.get(AMPLE_S, TimeUnit.SECONDS);
        awaitLine("signal 15 (SIGTERM) received, exiting");
        awaitLine("exited with code 0");
        assertThat(folder.resolve("master.pid")).doesNotExist();
        assertThat(Files.readString(folder.resolve("access.log"))).contains("GET / HTTP/1.0");
    }

    @Test
    void aReloadServesTheNewFileOnTheSameSocket() throws Exception {
        write(answering("one"));
        start();
        var before = address();
        write(answering("two"));
        orders.add(NginxMaster.RELOAD);
        awaitLine("reconfiguring");
        assertThat(awaitLine("exited with code 0")).contains("worker process ");
        assertThat(get(before)).endsWith("two");
    }

    @Test
    void aBadFileChangesNothingAndIsSaidAsNginxDoes() throws Exception {
        write(answering("one"));
        start();
        write("\n\nfoo;" + answering("two"));
        orders.add(NginxMaster.RELOAD);
        assertThat(awaitLine("[emerg]")).endsWith(": unknown directive \"foo\" in " + folder + "/nginx.conf:3");
        assertThat(get(address())).endsWith("one");
    }

    @Test
    void anAddressThatIsTakenKeepsTheOldFileRunning() throws Exception {
        write(answering("one"));
        start();
        var taken = address().getPort();
        write(answering("two") + " server { listen 127.0.0.1:" + taken + "; return 204; }");
        orders.add(NginxMaster.RELOAD);
        assertThat(awaitLine("[emerg]"))
                .endsWith(": bind() to 127.0.0.1:" + taken + " failed (98: Address already in use)");
        assertThat(get(address())).endsWith("one");
    }

    @Test
    void aNameThatIsNoneKeepsTheOldFileRunning() throws Exception {
        write(answering("one"));
        start();
        for (var directive : List.of("ssl_certificate", "access_log", "error_log")) {
            write("server {\n" + directive + " a\0b; listen 127.0.0.1:0; return 204; }");
            orders.add(NginxMaster.RELOAD);
            assertThat(awaitLine("[emerg]")).contains("a\\x00b").endsWith(" in " + folder + "/nginx.conf:2");
            assertThat(get(address())).endsWith("one");
        }
    }

    @Test
    void aCertificateThatIsMissingIsRefusedWhereverItsServerListens() throws Exception {
        write(answering("one"));
        start();
        write(answering("two")
                + "\nserver { listen 127.0.0.2:0; ssl_certificate no.pem; ssl_certificate_key no.pem; }");
        orders.add(NginxMaster.RELOAD);
        assertThat(awaitLine("[emerg]")).contains("no.pem").endsWith(" in " + folder + "/nginx.conf:2");
        assertThat(get(address())).endsWith("one");
    }

    @Test
    void aReloadThatMeetsABugKeepsTheOldFileRunning() throws Exception {
        write(answering("one"));
        var read = file;
        file = new NginxFile(null, folder, List.of(), "", NginxFile.PROFILE);
        start(ConfigReader.read(read, List.of()));
        orders.add(NginxMaster.RELOAD);
        assertThat(awaitLine("[alert]")).contains("reconfiguring failed: ");
        assertThat(get(address())).endsWith("one");
        assertThat(running.isDone()).isFalse();
    }

    @Test
    void idleConnectionsAreClosedByAReloadAndUnusedOnesAreServedOnce() throws Exception {
        // One worker: of two, the one may have heard of the reload when the other has not.
        write(1, answering("one"));
        start();
        try (var idle = connect(address());
                var unused = connect(address())) {
            ask(idle, "1.1");
            assertThat(idle.getInputStream().readNBytes(8)).isEqualTo("HTTP/1.1".getBytes(StandardCharsets.US_ASCII));
            get(address());
            write(1, answering("two"));
            orders.add(NginxMaster.RELOAD);
            idle.getInputStream().readAllBytes();
            ask(unused, "1.1");
            assertThat(new String(unused.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .contains("Connection: close")
                    .endsWith("one");
        }
    }

    @Test
    void noRequestFailsWhileTheFileIsReloaded() throws Exception {
        write(answering("one"));
        start();
        var to = address();
        var done = new AtomicBoolean();
        Callable<Integer> client = () -> {
            int answers = 0;
            while (!done.get()) {
                assertThat(get(to)).startsWith("HTTP/1.1 200 OK").contains("\r\n\r\n");
                answers++;
            }
            return answers;
        };
        var clients = new ArrayList<Future<Integer>>();
        for (int i = 0; i < 4; i++) {
            clients.add(threads.submit(client));
        }
        for (int i = 0; i < 5; i++) {
            orders.add(NginxMaster.RELOAD);
            awaitLine("exited with code 0");
        }
        done.set(true);
        for (var each : clients) {
            assertThat(each.get(AMPLE_S, TimeUnit.SECONDS)).isPositive();
        }
    }

    @Test
    void quitClosesTheSocketsAndWaitsForRequests() throws Exception {
        write(answering("one"));
        start();
        var to = address();
        try (var unused = connect(to)) {
            get(to);
            orders.add(NginxMaster.QUIT);
            awaitLine("signal 3 (SIGQUIT) received, shutting down");
            awaitLine("gracefully shutting down");
            assertThat(running.isDone()).isFalse();
            ask(unused, "1.1");
            assertThat(new String(unused.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .endsWith("one");
        }
        running.get(AMPLE_S, TimeUnit.SECONDS);
        assertThatThrownBy(() -> get(to)).isInstanceOf(IOException.class);
    }

    @Test
    void stopDoesNotWaitEvenAfterQuit() throws Exception {
        write(answering("one"));
        start();
        try (var unused = connect(address())) {
            get(address());
            orders.add(NginxMaster.QUIT);
            awaitLine("gracefully shutting down");
            orders.add(NginxMaster.STOP);
            running.get(AMPLE_S, TimeUnit.SECONDS);
            assertThat(unused.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void reopenedLogsAreNewFiles() throws Exception {
        write(answering("one"));
        start();
        get(address());
        Files.move(folder.resolve("access.log"), folder.resolve("old.log"));
        orders.add(NginxMaster.REOPEN);
        awaitLine("reopening logs");
        orders.add("a word that is none");
        get(address());
        orders.add(NginxMaster.STOP);
        running.get(AMPLE_S, TimeUnit.SECONDS);
        assertThat(folder.resolve("access.log")).exists();
    }

    @Test
    void whatCannotStartLeavesNoPidFile() throws Exception {
        write(answering("one"));
        start();
        write("server { listen 127.0.0.1:" + address().getPort() + "; return 204; }");
        var other = new NginxFile(file.file(), folder, List.of("other.log"), "pid other.pid;", NginxFile.PROFILE);
        var config = ConfigReader.read(other, List.of());
        assertThatThrownBy(() -> new NginxMaster(other, folder, new LinkedBlockingQueue<>()).run(config, () -> {}))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("Address already in use");
        assertThat(folder.resolve("other.pid")).doesNotExist();
    }

    @Test
    void whereThePidFileCannotBeIsSaid() throws Exception {
        write(answering("one"));
        var other = new NginxFile(file.file(), folder, List.of("other.log"), "pid no/other.pid;", NginxFile.PROFILE);
        var config = ConfigReader.read(other, List.of());
        assertThatThrownBy(() -> new NginxMaster(other, folder, new LinkedBlockingQueue<>()).run(config, () -> {}))
                .isInstanceOf(IOException.class)
                .hasMessage("open() \"" + folder.resolve("no/other.pid") + "\" failed (2: No such file or directory)");
    }
}
