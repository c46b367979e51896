package io.waflab.cli;

import io.waflab.cli.Commands.Entry;
import io.waflab.proxy.ProxyServer;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * waflab's command line. Only the command that was asked for is made: picocli and the commands' classes cost more of the
 * start than all the rest.
 *
 * <p>Exit codes: {@value #DONE} done, {@value #NO} the answer is "no", {@value #REFUSED} wrong usage or unreadable
 * input, said in one line on standard error, {@value #INTERRUPTED} a job that was interrupted ({@link SignalHook}).
 * {@code WAFLAB_DEBUG=1} adds the stack trace.
 */
public final class Main {

    static final int DONE = 0;
    static final int NO = 1;
    static final int REFUSED = 2;
    static final int INTERRUPTED = 130;

    /** The commands that start a proxy. */
    private static final Set<String> SERVING = Set.of("nginx", "run", "demo");

    /** Those whose standard error is a log. */
    private static final Set<String> LOGGING = Set.of("nginx", "run");

    private static final int USAGE_WIDTH = 110;

    private final PrintWriter out;
    private final PrintWriter err;
    private final Complaint complaint;

    Main(PrintWriter out, PrintWriter err, boolean debug) {
        this.out = out;
        this.err = err;
        this.complaint = new Complaint(err, debug);
    }

    public static void main(String[] args) {
        // Of the machine's own language the digits of a status, of a size or of a port could be others than ASCII's.
        Locale.setDefault(Locale.ROOT);
        OwnLog.use(args.length > 0 && LOGGING.contains(args[0]));
        var debug = "1".equals(System.getenv("WAFLAB_DEBUG"));
        var stdout = new StandardOutput();
        var out = new PrintWriter(new OutputStreamWriter(stdout, Terminal.charset()), true);
        var main = new Main(out, new PrintWriter(System.err, true), debug);
        var exitCode = main.run(args);
        // nginx itself does not mind what becomes of what it prints.
        var minds = args.length == 0 || !args[0].equals("nginx");
        System.exit(!minds || main.isWritten(stdout) ? exitCode : REFUSED);
    }

    private boolean isWritten(StandardOutput stdout) {
        var failure = stdout.failure();
        failure.ifPresent(complaint::say);
        return failure.isEmpty();
    }

    /** Does what the arguments say. @return the exit code */
    int run(String... args) {
        var rest = args.length == 0 ? args : Arrays.copyOfRange(args, 1, args.length);
        var exitCode = switch (args.length == 0 ? "help" : args[0]) {
            case "help", "-h", "--help" -> help(rest);
            case "version", "-V", "--version" -> version();
            default -> execute(args[0], rest);
        };
        out.flush();
        err.flush();
        return exitCode;
    }

    private int version() {
        out.println("waflab " + versionWord() + " (Java " + System.getProperty("java.version") + ")");
        return DONE;
    }

    private static String versionWord() {
        var packaged = Main.class.getPackage().getImplementationVersion();
        return packaged == null ? "(unpackaged)" : packaged;
    }

    private int help(String... names) {
        if (names.length == 0) {
            new Help(out).print(Commands.ALL);
            return DONE;
        }
        var entry = Commands.find(names[0]);
        if (entry.isEmpty()) {
            return unknown(names[0]);
        }
        commandLine(entry.get()).usage(out);
        return DONE;
    }

    private int execute(String name, String... args) {
        if (SERVING.contains(name) && !isSignal(name, args)) {
            ProxyServer.prepare();
        }
        if (name.equals("nginx") && !List.of(args).contains("--help")) {
            return nginx(args);
        }
        var entry = Commands.find(name);
        if (entry.isEmpty()) {
            return unknown(name);
        }
        return execute(entry.get(), args);
    }

    int execute(Entry entry, String... args) {
        try {
            return commandLine(entry).execute(args);
        } catch (OutOfMemoryError failure) {
            return complaint.about(failure);
        }
    }

    /**
     * {@code nginx -s}: what serves is another process. (This class knows picocli, which is too old for a class-data archive;
     * so are its lambdas then, and a stream would take 7 ms of each start.)
     */
    private static boolean isSignal(String name, String... args) {
        var signal = false;
        for (var arg : args) {
            signal |= arg.startsWith("-s");
        }
        return signal && name.equals("nginx");
    }

    /** Whoever drives it looks for nginx's words and its exit code. */
    private int nginx(String... args) {
        try {
            return new NginxCommand(NginxOptions.read(args), out, err).run();
        } catch (IllegalArgumentException wrong) {
            err.println("nginx: " + Complaint.printable(wrong.getMessage()));
            return NO;
        } catch (Exception failure) {
            return complaint.about(failure);
        }
    }

    private int unknown(String name) {
        var what = name.startsWith("-") ? "unknown option" : "no such command";
        complaint.say(what + ": '" + name + "' (expected one of: " + String.join(", ", Commands.names())
                + "; see: waflab help)");
        return REFUSED;
    }

    private CommandLine commandLine(Entry entry) {
        var line = new CommandLine(entry.make().get());
        line.setCommandName("waflab " + entry.name());
        line.getCommandSpec().version("waflab " + versionWord());
        addHelp(line);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpWidth(USAGE_WIDTH);
        line.setOut(out);
        line.setErr(err);
        line.setParameterExceptionHandler((wrong, args) -> wrongUsage(wrong));
        line.setExecutionExceptionHandler((failure, failed, parsed) -> complaint.about(failure));
        return line;
    }

    private static void addHelp(CommandLine line) {
        var spec = line.getCommandSpec();
        if (spec.findOption("--help") == null) {
            var names = spec.findOption("-h") == null ? List.of("-h", "--help") : List.of("--help");
            spec.addOption(OptionSpec.builder(names.toArray(String[]::new))
                    .usageHelp(true)
                    .description("Show this help and exit.")
                    .build());
        }
    }

    private int wrongUsage(ParameterException wrong) {
        var name = wrong.getCommandLine().getCommandSpec().qualifiedName().replaceFirst("^waflab ", "");
        complaint.say(wrong.getMessage() + " (see: waflab help " + name + ")");
        return REFUSED;
    }
}
