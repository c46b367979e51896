package io.waflab.cli;

import io.waflab.config.ConfigException;
import io.waflab.config.ConfigReader;
import io.waflab.config.Directive;
import io.waflab.config.LabConfig;
import io.waflab.config.NginxFile;
import io.waflab.journal.Journal;
import io.waflab.proxy.Logs;
import io.waflab.proxy.ProxyServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs as nginx does: its command line, its configuration, its signals, its pid file. */
@Command(name = "nginx", description = "Runs the proxy as nginx is run: with its command line and its nginx.conf.")
final class NginxCommand implements Callable<Integer> {

    @Option(
            names = "-p",
            paramLabel = "PREFIX",
            description = "The folder for logs and other files (default: this one).")
    private String prefix = "";

    @Option(names = "-c", paramLabel = "FILE", description = "The configuration (default: conf/nginx.conf).")
    private String conf = "conf/nginx.conf";

    @Option(names = "-e", paramLabel = "FILE", description = "The error log, or stderr (default: logs/error.log).")
    private String errorLog = "logs/error.log";

    @Option(names = "-g", paramLabel = "DIRECTIVES", description = "Further directives for the top level.")
    private String parameter = "";

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "What is imitated: a file of conf/profiles (default: " + NginxFile.PROFILE + ").")
    private String profile = NginxFile.PROFILE;

    @Option(
            names = "--certs",
            paramLabel = "DIR",
            defaultValue = "${sys:waflab.home:-.}/certs",
            description = "The folder of the lab's certificates (default: certs in waflab's own folder).")
    private Path certificates;

    @Spec
    private CommandSpec spec;

    private final LinkedBlockingQueue<String> orders = new LinkedBlockingQueue<>();

    @Override
    public Integer call() throws IOException, InterruptedException {
        try {
            var folder = Path.of(prefix).toAbsolutePath();
            var file = new NginxFile(folder.resolve(conf), folder, errorLog, parameter, profile);
            serve(ConfigReader.read(file, List.of()));
            return 0;
        } catch (ConfigException refused) {
            refused.problems()
                    .forEach(problem -> spec.commandLine()
                            .getErr()
                            .println("nginx: [emerg] " + problem.message()
                                    + (problem.origin().file().isEmpty() ? "" : " in " + problem.origin())));
            return 1;
        }
    }

    private void serve(LabConfig config) throws ConfigException, IOException, InterruptedException {
        var finished = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            orders.add("stop");
            awaitQuietly(finished);
            Runtime.getRuntime().halt(0);
        }));
        if (System.getProperty("waflab.master") != null) {
            listen(System.in);
        }
        try (var journal = new Journal(Optional.empty());
                var logs = Logs.open(config);
                var server = ProxyServer.start(config, logs, journal, certificates)) {
            var pid = config.resolve(config.main()
                    .find(Directive.PID)
                    .map(setting -> (String) setting.value())
                    .orElse("logs/nginx.pid"));
            writePid(pid);
            obey(server, logs);
            Files.deleteIfExists(pid);
        } finally {
            finished.countDown();
        }
    }

    private void obey(ProxyServer server, Logs logs) throws InterruptedException {
        while (true) {
            switch (orders.take()) {
                case "stop" -> {
                    return;
                }
                case "quit" -> server.stop().thenRun(() -> orders.add("stop"));
                case "reopen" -> logs.reopen();
                default -> {}
            }
        }
    }

    /** The launcher writes a line for each signal; when it is gone, so are its orders, and all ends. */
    private void listen(InputStream launcher) {
        var thread = new Thread(
                () -> {
                    new BufferedReader(new InputStreamReader(launcher, StandardCharsets.US_ASCII))
                            .lines()
                            .forEach(orders::add);
                    orders.add("stop");
                },
                "orders");
        thread.setDaemon(true);
        thread.start();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void writePid(Path pid) throws IOException {
        var master = System.getProperty(
                "waflab.master", String.valueOf(ProcessHandle.current().pid()));
        var unfinished = pid.resolveSibling(pid.getFileName() + ".tmp");
        Files.writeString(unfinished, master + "\n");
        Files.move(unfinished, pid, StandardCopyOption.ATOMIC_MOVE);
    }
}
