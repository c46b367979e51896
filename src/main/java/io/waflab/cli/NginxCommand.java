package io.waflab.cli;

import io.waflab.config.ConfigException;
import io.waflab.config.ConfigReader;
import io.waflab.config.Directive;
import io.waflab.config.LabConfig;
import io.waflab.config.MissingCertificates;
import io.waflab.config.NginxFile;
import io.waflab.proxy.Logs;
import io.waflab.proxy.TlsCheck;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Runs as nginx does: its command line, its configuration, its pid file. Signals come as lines from {@code scripts/waflab},
 * which is the process that others see ({@code -v}, {@code -V} and {@code -h} never come here).
 */
@Command(
        name = "nginx",
        description = "Runs as nginx is run: with its command line, its nginx.conf and its signals.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:done", "1:refused, and said so as nginx does"})
final class NginxCommand {

    /** To the launcher: the configuration says {@code daemon on}, so start this again away from the terminal. */
    static final int DAEMON = 80;

    private static final int REFUSED = 1;

    @Mixin
    private final NginxOptions options;

    private final PrintWriter out;
    private final PrintWriter err;

    /** Says nothing: for its help. */
    NginxCommand() {
        this(new NginxOptions(), new PrintWriter(Writer.nullWriter()), new PrintWriter(Writer.nullWriter()));
    }

    NginxCommand(NginxOptions options, PrintWriter out, PrintWriter err) {
        this.options = options;
        this.out = out;
        this.err = err;
    }

    /** @return the exit code */
    int run() throws InterruptedException {
        if (options.signal != null && NginxSignal.of(options.signal).isEmpty()) {
            say("invalid option: \"-s " + options.signal + "\"");
            return REFUSED;
        }
        var folder = Path.of(options.prefix).toAbsolutePath();
        var file = new NginxFile(
                folder.resolve(options.conf), folder, List.of(options.errorLog), options.parameter, options.profile);
        var errors = new NginxErrors(err, folder, options.errorLog);
        try {
            return run(file, errors);
        } catch (ConfigException refused) {
            errors.refused(refused);
        } catch (IOException failed) {
            errors.say("emerg", failed.getMessage());
        }
        if (options.test || options.dump) {
            say("configuration file " + file.file() + " test failed");
        }
        return REFUSED;
    }

    private int run(NginxFile file, NginxErrors errors) throws ConfigException, IOException, InterruptedException {
        var config = read(file);
        if (options.signal != null) {
            return NginxSignal.of(options.signal).get().send(NginxMaster.pidFile(config), errors) ? 0 : REFUSED;
        }
        if (options.test || options.dump) {
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
        var notes = TlsCheck.read(config);
        Logs.open(config).close();
        if (!options.quiet) {
            config.notes().forEach(note -> say("[warn] " + note.nginxLine()));
            notes.forEach(note -> say("[warn] " + note.nginxLine()));
            say("the configuration file " + file.file() + " syntax is ok");
            say("configuration file " + file.file() + " test is successful");
        }
        if (options.dump) {
            ConfigReader.texts(file)
                    .forEach((name, text) -> out.println("# configuration file " + name + ":\n" + text));
        }
        return 0;
    }

    private void say(String message) {
        err.println("nginx: " + Complaint.printable(message));
        err.flush();
    }

    private void serve(NginxFile file, LabConfig config, boolean launched)
            throws ConfigException, IOException, InterruptedException {
        var orders = new LinkedBlockingQueue<String>();
        var finished = new CountDownLatch(1);
        Optional<LauncherOrders> launcher = launched ? Optional.of(LauncherOrders.to(orders)) : Optional.empty();
        try {
            new NginxMaster(file, options.certificates, orders).run(config, () -> ready(orders, finished));
        } finally {
            finished.countDown();
            launcher.ifPresent(LauncherOrders::close);
        }
    }

    /** From here on the process may be told to end. */
    private static void ready(BlockingQueue<String> orders, CountDownLatch finished) {
        SignalHook.ofServer(() -> orders.add(NginxMaster.STOP), finished);
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
