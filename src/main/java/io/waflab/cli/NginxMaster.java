package io.waflab.cli;

import io.waflab.config.ConfigException;
import io.waflab.config.Directive;
import io.waflab.config.FileError;
import io.waflab.config.LabConfig;
import io.waflab.config.NginxFile;
import io.waflab.journal.Journal;
import io.waflab.proxy.Logs;
import io.waflab.proxy.ProxyServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;

/**
 * nginx's master: starts workers from the configuration, writes the pid file, and does what it is told, one order after the
 * other.
 */
final class NginxMaster {

    /** What {@link #run} is told to do, in nginx's words: those behind {@code -s}, and {@code drained}. */
    static final String STOP = "stop";

    static final String QUIT = "quit";
    static final String RELOAD = "reload";
    static final String REOPEN = "reopen";

    private static final String DRAINED = "drained";

    private final NginxFile file;
    private final Path certificates;
    private final BlockingQueue<String> orders;
    private final List<Generation> old = new ArrayList<>();
    private volatile Generation current;
    private Path pidFile;

    /** The workers of one configuration. */
    private record Generation(LabConfig config, Logs logs, ProxyServer server) {}

    /** Starts them, or makes nothing. */
    private interface Start {
        ProxyServer with(Logs logs) throws ConfigException;
    }

    /**
     * @param certificates the lab's own, for servers that name none
     * @param orders what to do; any other word is ignored
     */
    NginxMaster(NginxFile file, Path certificates, BlockingQueue<String> orders) {
        this.file = file;
        this.certificates = certificates;
        this.orders = orders;
    }

    /** The number of the process that takes signals: the launcher's, which started this one. */
    static long number() {
        return Long.getLong("waflab.master", ProcessHandle.current().pid());
    }

    /** The pid file that a configuration names. */
    static Path pidFile(LabConfig config) {
        boolean named = config.main().has(Directive.PID);
        return config.resolve(named ? config.main().text(Directive.PID) : "logs/nginx.pid");
    }

    /**
     * Serves until it is told to stop or to quit.
     *
     * @param config of the file
     * @param ready called once clients are served and the pid file is written
     * @throws ConfigException when a certificate, an address or a log cannot be used
     * @throws IOException when the pid file cannot be written
     */
    void run(LabConfig config, Runnable ready) throws ConfigException, IOException, InterruptedException {
        try (var journal = new Journal(Optional.empty())) {
            current = generation(config, logs -> ProxyServer.start(config, logs, journal, certificates));
            try {
                writePid(pidFile(config));
                begun(current);
                ready.run();
                obey();
                Files.deleteIfExists(pidFile);
            } finally {
                old.forEach(this::end);
                end(current);
            }
        }
    }

    /** Where clients are served. Once it is ready. */
    List<InetSocketAddress> addresses() {
        return current.server().addresses();
    }

    /** Done when the TLS engine is as fast as it will be. Once it is ready. */
    CompletableFuture<Void> warm() {
        return current.server().warm();
    }

    private void begun(Generation generation) {
        for (var note : generation.config().notes()) {
            var level = note.message().startsWith("conflicting") ? "warn" : "notice";
            generation.server().tell(level, note.nginxLine());
        }
        generation.server().tellEventMethod();
        for (var number : generation.server().workerNumbers()) {
            tell("start worker process " + number);
        }
    }

    private void end(Generation generation) {
        generation.server().close();
        generation.server().workerNumbers().forEach(number -> tell("worker process " + number + " exited with code 0"));
        if (generation == current) {
            tell("exit");
        }
        generation.logs().close();
    }

    private static Generation generation(LabConfig config, Start start) throws ConfigException {
        var logs = Logs.open(config);
        try {
            return new Generation(config, logs, start.with(logs));
        } catch (ConfigException | RuntimeException | Error refused) {
            logs.close();
            throw refused;
        }
    }

    private void obey() throws InterruptedException {
        boolean quitting = false;
        while (true) {
            var order = orders.take();
            switch (order) {
                case STOP -> {
                    tell("signal 15 (SIGTERM) received, exiting");
                    return;
                }
                case QUIT -> {
                    tell("signal 3 (SIGQUIT) received, shutting down");
                    if (!quitting) {
                        current.server().stop().thenRun(() -> orders.add(DRAINED));
                    }
                    quitting = true;
                }
                case RELOAD -> {
                    if (!quitting) {
                        reload();
                    }
                }
                case REOPEN -> reopen();
                case DRAINED -> {
                    buryDrained();
                    if (quitting && current.server().connections() == 0 && old.isEmpty()) {
                        return;
                    }
                }
                default -> {}
            }
        }
    }

    /** The new configuration's workers, or all as it was, whatever goes wrong. */
    private void reload() {
        tell("signal 1 (SIGHUP) received, reconfiguring");
        try {
            var config = NginxCommand.read(file);
            replaceBy(generation(config, logs -> current.server().successor(config, logs, certificates)));
        } catch (ConfigException refused) {
            refused.problems().forEach(problem -> current.server().tell("emerg", problem.nginxLine()));
        } catch (IOException failed) {
            current.server().tell("alert", failed.getMessage());
        } catch (RuntimeException | Error unforeseen) {
            current.server().tell("alert", Complaint.printable("reconfiguring failed: " + unforeseen));
        }
    }

    private void replaceBy(Generation next) throws IOException {
        var before = current;
        current = next;
        old.add(before);
        begun(next);
        before.server().stop().thenRun(() -> orders.add(DRAINED));
        if (!pidFile(next.config()).equals(pidFile)) {
            Files.deleteIfExists(pidFile);
            writePid(pidFile(next.config()));
        }
    }

    private void reopen() {
        tell("signal 10 (SIGUSR1) received, reopening logs");
        current.logs().reopen();
        old.forEach(generation -> generation.logs().reopen());
    }

    /** Those of before whose last connection has ended. */
    private void buryDrained() {
        for (var generation : List.copyOf(old)) {
            if (generation.server().connections() == 0) {
                old.remove(generation);
                end(generation);
            }
        }
    }

    private void tell(String message) {
        current.server().tell("notice", message);
    }

    /** Never there half written. */
    private void writePid(Path file) throws IOException {
        var unfinished = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.writeString(unfinished, number() + "\n");
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            throw new IOException(FileError.open(file, failed), failed);
        }
        pidFile = file;
    }
}
