package io.waflab.proxy;

import io.waflab.config.ConfigReader;
import io.waflab.connection.Peer;
import io.waflab.journal.Journal;
import io.waflab.journal.LineLog;
import io.waflab.journal.Observation;
import io.waflab.journal.What;
import io.waflab.reproduce.ClientOptions;
import io.waflab.reproduce.LabClient;
import io.waflab.reproduce.LabOrigin;
import io.waflab.reproduce.OriginOptions;
import io.waflab.reproduce.Routes;
import io.waflab.reproduce.TlsOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The proxy in this process with its logs at hand, in front of an origin of its own. */
final class LabProxy implements AutoCloseable {

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final Duration AMPLE = Duration.ofSeconds(20);

    private final Setup setup;
    private final Path folder;
    private final LabOrigin origin;
    private final Logs logs;
    private final Journal journal;
    private final ProxyServer server;
    private final Told told = new Told();
    private final LoopTime time = new LoopTime();

    /**
     * What the proxy is started with.
     *
     * @param folder for logs and certificates; shared by all of a test class, so that certificates are made once
     * @param tls the proxy's engine and the clients' version
     * @param listen the words behind the address
     * @param http lines of the http block; the first is line 7 of test.conf
     * @param server lines of the server block
     * @param locations blocks; everywhere {@code ORIGIN} stands for the origin's URL, {@code PEER} for its address
     * @param routes what the origin does
     * @param sets {@code directive=value}, stronger than all of these
     */
    record Setup(
            Path folder,
            TlsCase tls,
            String listen,
            String http,
            String server,
            String locations,
            Routes routes,
            List<String> sets) {

        /** TLS by the engine that auto takes, everything passed on to the origin. */
        static Setup in(Path folder) {
            return in(folder, TlsCase.AUTO);
        }

        static Setup in(Path folder, TlsCase tls) {
            return new Setup(
                    folder, tls, " ssl", "", "", "\"/\" { proxy_pass = \"ORIGIN\" }", Routes.builtIn(), List.of());
        }

        Setup plain() {
            return new Setup(folder, tls, "", http, server, locations, routes, sets);
        }

        Setup http(String... lines) {
            return new Setup(folder, tls, listen, String.join("\n", lines), server, locations, routes, sets);
        }

        Setup server(String... lines) {
            return new Setup(folder, tls, listen, http, String.join("\n", lines), locations, routes, sets);
        }

        Setup locations(String... blocks) {
            return new Setup(folder, tls, listen, http, server, String.join("\n", blocks), routes, sets);
        }

        Setup routes(Routes other) {
            return new Setup(folder, tls, listen, http, server, locations, other, sets);
        }

        /** As --set. */
        Setup set(String... assignments) {
            return new Setup(folder, tls, listen, http, server, locations, routes, List.of(assignments));
        }

        LabProxy start() throws Exception {
            return new LabProxy(this);
        }

        private String text(Path logs, String origin) {
            return """
                    worker_processes = 1%s
                    tls_engine = %s
                    error_log = "%s/error.log info"
                    http {
                      log_format = { test = "$request|$status|$bytes_sent|$body_bytes_sent|$request_completion|$upstream_addr|$upstream_status" }
                      access_log = "%s/access.log test"
                    %s
                      servers = [ {
                        listen = ["127.0.0.1:0%s"]
                        server_name = "lab.test"
                    %s
                        locations = {
                    %s
                        }
                      } ]
                    }
                    """.formatted(
                            USE.isEmpty() ? "" : ", use = " + USE,
                            tls.engine(),
                            logs,
                            logs,
                            http,
                            listen,
                            server,
                            locations)
                    .replace("ORIGIN", origin)
                    .replace("PEER", origin.substring("http://".length()))
                    .replace("LOGS", logs.toString());
        }
    }

    /** Tests of the wire are run on what a proxy takes by itself, and once more with -Dwaflab.test.use=epoll. */
    static final String USE = System.getProperty("waflab.test.use", "");

    private LabProxy(Setup setup) throws Exception {
        this.setup = setup;
        folder = Files.createDirectories(setup.folder().resolve("proxy-" + NUMBER.incrementAndGet()));
        origin = LabOrigin.start(OriginOptions.local().withRoutes(setup.routes()));
        var config = ConfigReader.read(setup.text(folder, origin.url()), "test.conf", setup.sets());
        logs = Logs.open(config);
        journal = new Journal(Optional.of(LineLog.stream("journal", told)));
        server = ProxyServer.start(
                config, logs, journal, setup.folder().resolve("certs").toAbsolutePath(), time);
    }

    int port() {
        return server.addresses().get(0).getPort();
    }

    ProxyServer server() {
        return server;
    }

    LabOrigin origin() {
        return origin;
    }

    /** Where a client connects, in TLS where the proxy speaks it. */
    ClientOptions options() {
        var plain = ClientOptions.plain("127.0.0.1", port()).withLimit(AMPLE);
        return setup.listen().isEmpty()
                ? plain
                : plain.withTls(TlsOptions.trustingAnyone("lab.test")
                        .withProtocols(setup.tls().version()));
    }

    /** A client past its handshake. */
    LabClient client() throws IOException {
        return client(options());
    }

    /** One past its handshake, which has taken nothing of the proxy's timers: that of client_header_timeout has begun. */
    LabClient client(ClientOptions options) throws IOException {
        return still(() -> new LabClient(options).connect().handshake());
    }

    /** Does that while the proxy's time stands still: however busy the machine is, none of its timers runs out meanwhile. */
    <T, X extends Exception> T still(LoopTime.Deed<T, X> deed) throws X {
        return time.still(deed);
    }

    /** So much of the proxy's time is over at once, and what its timers do then is done. */
    void pass(Duration span) {
        settle();
        time.pass(span);
        settle();
    }

    /** What the worker was at is done, and what is due behind that. */
    private void settle() {
        for (int turns = 0; turns < 2; turns++) {
            server.workers().first().loop().submit(() -> {}).syncUninterruptibly();
        }
    }

    /** Waits until that end of the origin's latest connection has sent so many bytes behind the request's head. */
    void untilOrigin(Peer by, int bytes) {
        long deadline = System.nanoTime() + AMPLE.toNanos();
        while (behindTheHead(by) < bytes) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("the origin saw " + origin.stories());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    /** Waits until the journal has a line in which that is found, and what the proxy did of it is done. */
    void untilTold(String pattern) {
        var wanted = Pattern.compile(pattern);
        long deadline = System.nanoTime() + AMPLE.toNanos();
        while (told.all.stream().noneMatch(line -> wanted.matcher(line).find())) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(
                        "no such line in the journal: " + pattern + "\n" + String.join("\n", told.all));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        settle();
    }

    private long behindTheHead(Peer by) {
        var stories = origin.stories();
        return stories.stream()
                .skip(Math.max(0, stories.size() - 1))
                .flatMap(List::stream)
                .dropWhile(one -> one.what() != What.REQUEST)
                .filter(one -> one.by() == by && one.what() == What.DATA)
                .mapToLong(Observation::size)
                .sum();
    }

    /** A client that has not begun its handshake. */
    LabClient connected() throws IOException {
        return new LabClient(options()).connect();
    }

    /** The error log's line of how the client's connection ended, without date and address; every time is {@code T}. */
    String ending(LabClient client) throws Exception {
        var name = ": 127.0.0.1:" + client.localPort() + " ended by ";
        var line = awaitLine("error.log", one -> one.contains(name));
        return line.substring(line.indexOf(" ended by ") + 1).replaceFirst("after \\d+\\.\\d{3} s", "after T s");
    }

    /** The first line of the access log that says that, once it is there. */
    String access(String part) throws Exception {
        return line("access.log", part);
    }

    /** The first line of a log that says that, once it is there. */
    String line(String log, String part) throws Exception {
        return awaitLine(log, line -> line.contains(part));
    }

    /** What the error log says so far. */
    List<String> errors() throws Exception {
        return lines("error.log");
    }

    private List<String> lines(String log) throws Exception {
        logs.drain();
        return Files.readAllLines(folder.resolve(log));
    }

    private String awaitLine(String log, Predicate<String> wanted) throws Exception {
        long deadline = System.nanoTime() + AMPLE.toNanos();
        while (true) {
            var found = lines(log).stream().filter(wanted).findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            if (!told.await(deadline - System.nanoTime())) {
                throw new AssertionError("no such line in " + log + ", which says " + String.join("\n", lines(log)));
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        journal.close();
        logs.close();
        origin.close();
    }

    /** The journal's file: each line wakes who waits for a line of a log. */
    private static final class Told extends OutputStream {

        private final List<String> all = new CopyOnWriteArrayList<>();
        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        @Override
        public void write(int octet) {
            if (octet == '\n') {
                all.add(line.toString(StandardCharsets.UTF_8));
                lines.add("");
                line.reset();
            } else {
                line.write(octet);
            }
        }

        /** Whether something happened. A log's line may come a moment after its observation, so no wait is long. */
        boolean await(long nanos) throws InterruptedException {
            if (nanos > 0) {
                lines.poll(Math.min(nanos, TimeUnit.MILLISECONDS.toNanos(5)), TimeUnit.NANOSECONDS);
            }
            return nanos > 0;
        }
    }
}
