package io.waflab.cli;

import io.waflab.config.ConfigException;
import io.waflab.config.ConfigReader;
import io.waflab.config.Directive;
import io.waflab.config.LabConfig;
import io.waflab.config.MissingCertificates;
import io.waflab.config.NginxFile;
import io.waflab.proxy.Logs;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Runs as nginx does: its command line, its configuration, its pid file. Signals come as lines from {@code scripts/waflab},
 * which is the process that others see ({@code -v}, {@code -V} and {@code -h} never come here).
 */
@Command(
        name = "nginx",
        description = "Runs as nginx is run: with its command line, its nginx.conf and its signals.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:done", "1:refused, and said so as nginx does"})
final class NginxCommand implements Callable<Integer> {

    /** To the launcher: the configuration says {@code daemon on}, so start this again away from the terminal. */
    static final int DAEMON = 80;

    private static final int REFUSED = 1;

    @Option(
            names = "-p",
            paramLabel = "PREFIX",
            description = "The folder for logs and other files (default: this one).")
    private String prefix = "";

    @Option(
            names = "-c",
            paramLabel = "FILE",
            description = "The configuration, below the prefix (default: conf/nginx.conf).")
    private String conf = "conf/nginx.conf";

    @Option(
            names = "-e",
            paramLabel = "FILE",
            description = "The error log below the prefix, or stderr (default: logs/error.log).")
    private String errorLog = "logs/error.log";

    @Option(names = "-g", paramLabel = "DIRECTIVES", description = "Further directives for the top level.")
    private String parameter = "";

    @Option(names = "-t", description = "Test the configuration and exit.")
    private boolean test;

    @Option(names = "-T", description = "Test the configuration, print it and exit.")
    private boolean dump;

    @Option(names = "-q", description = "With -t, say only what is wrong.")
    private boolean quiet;

    @Option(names = "-s", paramLabel = "SIGNAL", description = "Tell a running master: stop, quit, reopen or reload.")
    private String signal;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            defaultValue = "${env:WAFLAB_PROFILE:-" + NginxFile.PROFILE + "}",
            description = "What is imitated: a file of conf/profiles (default: WAFLAB_PROFILE, or else "
                    + NginxFile.PROFILE + ").")
    private String profile;

    @Option(
            names = "--certs",
            paramLabel = "DIR",
            defaultValue = "${sys:waflab.home:-.}/certs",
            description = "The folder of the lab's certificates (default: certs in waflab's own folder).")
    private Path certificates;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (signal != null && NginxSignal.of(signal).isEmpty()) {
            say("invalid option: \"-s " + signal + "\"");
            return REFUSED;
        }
        var folder = Path.of(prefix).toAbsolutePath();
        var file = new NginxFile(folder.resolve(conf), folder, List.of(errorLog), parameter, profile);
        var errors = new NginxErrors(spec.commandLine().getErr(), folder, errorLog);
        try {
            return run(file, errors);
        } catch (ConfigException refused) {
            errors.refused(refused);
        } catch (IOException failed) {
            errors.say("emerg", failed.getMessage());
        }
        if (test || dump) {
            say("configuration file " + file.file() + " test failed");
        }
        return REFUSED;
    }

    private int run(NginxFile file, NginxErrors errors) throws ConfigException, IOException, InterruptedException {
        var config = read(file);
        if (signal != null) {
            return NginxSignal.of(signal).get().send(NginxMaster.pidFile(config), errors) ? 0 : REFUSED;
        }
        if (test || dump) {
            return tested(file, config);
        }
        boolean launched = System.getProperty("waflab.master") != null;
        if (config.main().flag(Directive.DAEMON) && !Boolean.getBoolean("waflab.daemon")) {
            if (launched) {
                return DAEMON;
            }
            errors.say("warn", "\"daemon on\" needs scripts/waflab: this process stays in the foreground");
        }
        serve(file, config, launched);
        return 0;
    }

    /** What nginx would start with. */
    static LabConfig read(NginxFile file) throws ConfigException {
        var config = ConfigReader.read(file, List.of());
        MissingCertificates.refuse(config);
        return config;
    }

    private int tested(NginxFile file, LabConfig config) throws ConfigException {
        CheckCommand.readCertificates(config);
        Logs.open(config).close();
        if (!quiet) {
            config.notes().forEach(note -> say("[warn] " + note.nginxLine()));
            say("the configuration file " + file.file() + " syntax is ok");
            say("configuration file " + file.file() + " test is successful");
        }
        if (dump) {
            ConfigReader.texts(file)
                    .forEach((name, text) ->
                            spec.commandLine().getOut().println("# configuration file " + name + ":\n" + text));
        }
        return 0;
    }

    private void say(String message) {
        spec.commandLine().getErr().println("nginx: " + Complaint.printable(message));
        spec.commandLine().getErr().flush();
    }

    private void serve(NginxFile file, LabConfig config, boolean launched)
            throws ConfigException, IOException, InterruptedException {
        var orders = new LinkedBlockingQueue<String>();
        var finished = new CountDownLatch(1);
        Optional<LauncherOrders> launcher = launched ? Optional.of(LauncherOrders.to(orders)) : Optional.empty();
        try {
            new NginxMaster(file, certificates, orders).run(config, () -> ready(orders, finished));
        } finally {
            finished.countDown();
            launcher.ifPresent(LauncherOrders::close);
        }
    }

    /** From here on the process may be told to end. */
    private static void ready(BlockingQueue<String> orders, CountDownLatch finished) {
        SignalHook.install(() -> orders.add(NginxMaster.STOP), finished);
        if (Boolean.getBoolean("waflab.daemon")) {
            leaveTerminal();
        }
    }

    /** The launcher that was started from the terminal waits for this word, and for the end of the output. */
    private static void leaveTerminal() {
        System.out.println("ready");
        try {
            new FileOutputStream(FileDescriptor.out).close();
            new FileOutputStream(FileDescriptor.err).close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
