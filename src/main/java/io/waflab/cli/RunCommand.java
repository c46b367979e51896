package io.waflab.cli;

import io.waflab.config.ConfigException;
import io.waflab.config.ConfigReader;
import io.waflab.config.LabConfig;
import io.waflab.config.NginxFile;
import io.waflab.journal.Journal;
import io.waflab.journal.LineLog;
import io.waflab.proxy.Logs;
import io.waflab.proxy.ProxyServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the proxy until Ctrl-C or SIGTERM. */
@Command(
        name = "run",
        description = "Runs the proxy: from a file, or in front of one backend with --upstream.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:stopped by Ctrl-C or SIGTERM", "2:a configuration or an address that cannot be used"})
final class RunCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-c", "--conf"},
            paramLabel = "FILE",
            description = "The configuration (default: conf/waflab.conf).")
    private Path conf;

    @Option(names = "--upstream", paramLabel = "URL", description = "Without a file: proxy everything to this URL.")
    private String upstream;

    @Option(
            names = "--listen",
            paramLabel = "ADDRESS",
            description =
                    "With --upstream: where to listen with TLS, 127.0.0.1:8443 by default. A bare port is on 127.0.0.1.")
    private String listen;

    @Option(
            names = "--profile",
            paramLabel = "NAME|FILE",
            description = "For an nginx.conf and --upstream: what holds where nothing is said, a name of conf/profiles "
                    + "or a file, as waflab client --measure writes it (default: " + NginxFile.PROFILE
                    + "; with --upstream aliyun-waf-3).")
    private String profile;

    @Option(
            names = "--set",
            paramLabel = "DIRECTIVE=VALUE",
            description = "Overrides a directive wherever it is set, for example keepalive_timeout=120s. Repeatable.")
    private List<String> sets = List.of();

    @Mixin
    private LabFolder certs = new LabFolder();

    @Option(
            names = "--journal",
            paramLabel = "FILE",
            description = "Keeps every observation of every connection in this file, one JSON object a line.")
    private Path journalFile;

    @Override
    public Integer call() throws IOException, InterruptedException {
        OutputFile.check(spec.commandLine(), "--journal", journalFile);
        try {
            return run(config());
        } catch (ConfigException refused) {
            spec.commandLine().getErr().println(refused.getMessage());
            return 2;
        }
    }

    private LabConfig config() throws ConfigException {
        if (upstream == null) {
            if (listen != null) {
                throw new ParameterException(
                        spec.commandLine(), "--listen goes with --upstream (a file has its own listen)");
            }
            return ConfigReader.read(conf == null ? DefaultConf.file() : conf, Optional.ofNullable(profile), sets);
        }
        if (conf != null) {
            throw new ParameterException(spec.commandLine(), "give either -c FILE or --upstream URL");
        }
        return ConfigReader.ofUpstream(upstream, listen == null ? "8443" : listen, Optional.ofNullable(profile), sets);
    }

    private int run(LabConfig config) throws ConfigException, IOException, InterruptedException {
        var finished = new CountDownLatch(1);
        try {
            serve(config, finished);
            return 0;
        } finally {
            finished.countDown();
        }
    }

    /** Serves until the process is asked to end; the shutdown hook waits until all is written. */
    private void serve(LabConfig config, CountDownLatch finished)
            throws ConfigException, IOException, InterruptedException {
        Optional<LineLog> file = journalFile == null ? Optional.empty() : Optional.of(journal());
        try (var journal = new Journal(file);
                var logs = Logs.open(config);
                var server = ProxyServer.start(config, logs, journal, certs.certificates)) {
            var stopped = new CountDownLatch(1);
            SignalHook.ofServer(stopped::countDown, finished);
            say(server, config);
            server.tellEventMethod();
            stopped.await();
            server.stop().join();
        }
    }

    private LineLog journal() throws IOException {
        try {
            return LineLog.file(journalFile);
        } catch (IOException failed) {
            throw new IOException("--journal " + journalFile + " cannot be written: " + failed.getMessage(), failed);
        }
    }

    private void say(ProxyServer server, LabConfig config) {
        PrintWriter err = spec.commandLine().getErr();
        server.addresses()
                .forEach(address -> err.println(
                        "waflab: listening on " + address.getAddress().getHostAddress() + ":" + address.getPort()));
        err.println("waflab: TLS by " + server.engine().reason());
        config.notes().forEach(note -> err.println("waflab: " + note));
        err.flush();
    }
}
