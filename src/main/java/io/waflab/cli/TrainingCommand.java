package io.waflab.cli;

import io.waflab.config.ConfigException;
import io.waflab.config.ConfigReader;
import io.waflab.config.NginxFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Loads the classes that the commands use, by using them: {@code scripts/waflab} runs this once to make the class-data
 * archive that later starts map into memory.
 */
@Command(name = "training", hidden = true, description = "Loads the classes of a start.")
final class TrainingCommand implements Callable<Integer> {

    /**
     * Runs beyond the help of every command, in the project's directory; each must end by itself within a few seconds and
     * leave nothing behind.
     */
    private static final List<List<String>> RUNS =
            List.of(List.of("--version"), List.of("help"), List.of("check", "-c", "conf/waflab.conf", "--effective"));

    private static final String NGINX_CONF = String.join(
            "\n",
            "pid pid; events { worker_connections 1024; USE } http { access_log a.log; sendfile on; gzip on; gzip_min_length 1;",
            "gzip_types text/plain; upstream u { server 127.0.0.1:PORT; keepalive 8; } proxy_set_header Connection \"\";",
            "server { listen 127.0.0.1:PORT http2 backlog=511; listen 127.0.0.1:0 ssl; server_name a b; keepalive_timeout 1s;",
            "ssl_protocols TLSv1.2 TLSv1.3; ssl_session_cache shared:a:1m; default_type text/plain;",
            "location / { return 204; } location /text { return 200 text; } location /missing { root none; }",
            "location /refused { proxy_pass http://127.0.0.1:1; } location /proxied { proxy_pass http://u/text; } } }");

    @Option(names = "--libraries", paramLabel = "DIR", description = "Where native libraries are copied to.")
    private Path libraries;

    @Parameters(arity = "0..1", paramLabel = "nginx", description = "Only what a proxy as nginx needs.")
    private String only = "";

    @Override
    public Integer call() throws IOException {
        var folder = Files.createTempDirectory("waflab-training");
        nginx(folder, "auto", "");
        nginx(folder, "auto", "use epoll;");
        launched();
        if (!only.equals("nginx")) {
            nginx(folder, "bctls", "");
            nginx(folder, "jdk", "");
            demo(folder);
            commands();
        }
        delete(folder);
        if (libraries != null) {
            NativeLibraries.copy(libraries);
        }
        return Main.DONE;
    }

    private static void commands() {
        var runs = new ArrayList<>(RUNS);
        Commands.names().forEach(name -> runs.add(List.of("help", name)));
        for (var run : runs) {
            new Main(silence(), silence(), false).run(run.toArray(String[]::new));
        }
    }

    /** What happens until an nginx.conf is served and the engine is warm, and at its end. */
    private static void nginx(Path folder, String engine, String use) throws IOException {
        var port = freePort();
        var conf = NGINX_CONF.replace("PORT", String.valueOf(port)).replace("USE", use);
        Files.writeString(folder.resolve("nginx.conf"), conf);
        new Main(silence(), silence(), false)
                .run("nginx", "-p", folder.toString(), "-c", "nginx.conf", "-e", "e.log", "-t");
        var file = new NginxFile(
                folder.resolve("nginx.conf"),
                folder,
                List.of("e.log"),
                "tls_engine " + engine + ";",
                NginxFile.PROFILE);
        var orders = new LinkedBlockingQueue<String>();
        try {
            var master = new NginxMaster(file, folder.resolve("certs"), orders);
            master.run(
                    ConfigReader.read(file, List.of()),
                    () -> master.warm().thenRunAsync(() -> {
                        try {
                            TrainingTraffic.play(port);
                        } catch (IOException unanswered) {
                            throw new UncheckedIOException(unanswered);
                        } finally {
                            orders.add(NginxMaster.STOP);
                        }
                    }));
        } catch (ConfigException | InterruptedException failed) {
            throw new IOException(failed);
        }
    }

    /** What a process of {@code scripts/waflab} has beyond. */
    private static void launched() {
        SignalHook.ofServer(() -> {}, new CountDownLatch(0));
        LauncherOrders.to(new LinkedBlockingQueue<>()).close();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The proxy, the client and the origin at work; a hundred times as fast as the customers' cases. */
    private static void demo(Path folder) {
        for (var story : List.of("idle", "read-timeout", "websocket", "race")) {
            new Main(silence(), silence(), false)
                    .run(
                            "demo",
                            story,
                            "--speed",
                            "100",
                            "--no-packets",
                            "--dir",
                            folder + "/demo",
                            "--certs",
                            folder + "/certs");
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static PrintWriter silence() {
        return new PrintWriter(Writer.nullWriter());
    }
}
