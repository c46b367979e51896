package io.waflab.cli;

import io.waflab.config.ConfigException;
import io.waflab.reproduce.ClientFile;
import io.waflab.reproduce.LabOrigin;
import io.waflab.reproduce.OriginFile;
import io.waflab.reproduce.OriginOptions;
import io.waflab.reproduce.Printable;
import io.waflab.reproduce.Routes;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code waflab origin}: a misbehaving backend, until it is interrupted. */
@Command(
        name = "origin",
        description = "Serves plain HTTP and misbehaves as the request's path, or --behave, says.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:stopped by Ctrl-C or SIGTERM", "2:wrong usage, or an address or a file that cannot be used"})
final class OriginCommand implements Callable<Integer> {

    private static final int UNUSABLE = 2;

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-c", "--conf", "--config"},
            paramLabel = "FILE",
            description = "A HOCON file; options override it.")
    private Path file;

    @Option(names = "--listen", paramLabel = "HOST:PORT", description = "Default 127.0.0.1:8080; port 0 for any.")
    private String listen;

    @Option(names = "--behave", paramLabel = "PATH", description = "Every path behaves so: stall, wait?t=5s, ...")
    private String behave;

    @Option(names = "--speed", paramLabel = "N", description = "What all times are divided by; default 1.")
    private String speed;

    @Option(names = "--connections", paramLabel = "N", description = "Served at once; default 2048.")
    private Integer connections;

    @Override
    public Integer call() {
        var finished = new CountDownLatch(1);
        try (var origin = LabOrigin.start(options())) {
            SignalHook.ofServer(Thread.currentThread()::interrupt, finished);
            var out = spec.commandLine().getOut();
            out.println("origin on " + origin.url());
            out.flush();
            log(origin, out);
            return 0;
        } catch (ConfigException | IllegalArgumentException unusable) {
            return refuse(unusable.getMessage());
        } catch (IOException unusable) {
            return refuse(Complaint.words(unusable));
        } finally {
            finished.countDown();
        }
    }

    private int refuse(String message) {
        Complaint.lines(message, spec.commandLine().getErr());
        return UNUSABLE;
    }

    private static InetAddress address(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException unknown) {
            throw new IllegalArgumentException(
                    "--listen: cannot resolve " + host + " (expected an address of this machine)", unknown);
        }
    }

    private OriginOptions options() throws ConfigException, IOException {
        var written = file == null ? Optional.<OriginFile>empty() : Optional.of(OriginFile.read(file));
        var address = Optional.ofNullable(listen)
                .or(() -> written.flatMap(OriginFile::listen))
                .orElse("127.0.0.1:8080");
        var local = Complaint.named("--listen ", () -> OriginOptions.local().listening(address));
        if (!address(local.host()).isLoopbackAddress()) {
            spec.commandLine().getErr().println("warning: " + address + " can be reached from other machines");
        }
        return local.withRoutes(
                        behave != null
                                ? Routes.everywhere(behave)
                                : written.map(OriginFile::routes).orElse(Routes.builtIn()))
                .withSpeed(Optional.ofNullable(speed)
                        .map(ClientFile::speed)
                        .or(() -> written.flatMap(OriginFile::speed))
                        .orElse(1.0))
                .withConnections(Optional.ofNullable(connections)
                        .or(() -> written.flatMap(OriginFile::connections))
                        .orElse(2048));
    }

    /** One line for each request and each close, until the process is interrupted. */
    private static void log(LabOrigin origin, PrintWriter out) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                origin.awaitEvent(Duration.ofHours(1)).ifPresent(line -> {
                    out.println(Printable.of(line));
                    out.flush();
                });
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
