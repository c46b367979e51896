package io.waflab.cli;

import io.waflab.config.ConfigException;
import io.waflab.reproduce.ClientFile;
import io.waflab.reproduce.ClientOptions;
import io.waflab.reproduce.ClientScript;
import io.waflab.reproduce.LabClock;
import io.waflab.reproduce.Scenario;
import io.waflab.reproduce.SocketWords;
import io.waflab.reproduce.Step;
import io.waflab.reproduce.StepKind;
import io.waflab.reproduce.TlsOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code waflab client}: plays one connection and tells its story. */
@Command(
        name = "client",
        description = "Plays one connection step by step and tells every record, FIN and RST of it.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:played, and every expect was met; measured; with --as: it came as expected",
            "1:an expect was not met, or the script stopped early; with --as: it did not come as expected",
            "2:wrong usage, an unusable file or name, or nobody there",
            "130:interrupted by Ctrl-C, and told what was seen by then"
        })
final class ClientCommand implements Callable<Integer> {

    private static final int AS_EXPECTED = 0;
    private static final int UNUSABLE = 2;

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-c", "--conf", "--config"},
            paramLabel = "FILE",
            description = "A HOCON file; options override it.")
    private Path file;

    @Option(names = "--target", paramLabel = "URL", description = "https://HOST:PORT or http://HOST:PORT")
    private String target;

    @Option(
            names = "--scenario",
            paramLabel = "NAME",
            description =
                    "A named script: one-request, idle-unread, ...; idle-until-closed without --pause is --measure.")
    private String scenario;

    @Option(names = "--path", paramLabel = "TARGET", description = "What the scenario asks for.")
    private String path;

    @Option(names = "--pause", paramLabel = "TIME", description = "The scenario's one long wait.")
    private String pause;

    @Option(names = "--step", paramLabel = "STEP", description = "A step of an own script; may be repeated.")
    private List<String> steps = List.of();

    @Option(names = "--steps", description = "List all steps and scenarios.")
    private boolean listSteps;

    @Option(
            names = "--host",
            paramLabel = "NAME",
            description = "The Host header; default: the server name or the target's host.")
    private String host;

    @Option(names = "--sni", paramLabel = "NAME", description = "The server name; empty for none.")
    private String serverName;

    @Option(names = "--protocol", paramLabel = "NAME", split = ",", description = "TLSv1.2, TLSv1.3; default both.")
    private List<String> protocols = List.of();

    @Option(names = "--cipher", paramLabel = "NAME", split = ",", description = "Cipher suites by their IANA names.")
    private List<String> ciphers = List.of();

    @Option(names = "--alpn", paramLabel = "NAME", split = ",", description = "Protocols offered, as in http/1.1.")
    private List<String> alpn = List.of();

    @Option(names = "--cacert", paramLabel = "PEM", description = "Trust only these; default: anyone.")
    private Path authorities;

    @Option(names = "--speed", paramLabel = "N", description = "What all times are divided by; default 1.")
    private String speed;

    @Option(names = "--receive-buffer", paramLabel = "BYTES", description = "SO_RCVBUF, set before connecting.")
    private Integer receiveBuffer;

    @Option(
            names = "--limit",
            paramLabel = "TIME",
            description = "Longest wait for the next byte, and all of --measure; default 300s.")
    private String limit;

    @Option(
            names = "--format",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "text, or json for JSON lines.")
    private String format;

    @Mixin
    private Measurement measurement = new Measurement();

    @Mixin
    private LibraryOptions library = new LibraryOptions();

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        var given = spec.commandLine().getParseResult().matchedOptions().stream()
                .map(option -> option.longestName())
                .toList();
        var way = library.as != null
                ? ClientWay.LIBRARY
                : measurement.wanted() || isMeasuring() ? ClientWay.MEASURE : ClientWay.SCRIPT;
        var refused = way.refusal(given);
        if (refused.isPresent()) {
            complain(refused.get());
            return UNUSABLE;
        }
        if (library.as != null) {
            return library(out);
        }
        if (listSteps) {
            list(out);
            return AS_EXPECTED;
        }
        try {
            if (measurement.wanted() || isMeasuring()) {
                return measure(out);
            }
            var script = script();
            warn(script.options());
            return new ScriptRun(format.equals("json"), out, spec.commandLine().getErr()).play(script);
        } catch (ConfigException | IllegalArgumentException unusable) {
            complain(unusable.getMessage());
            return UNUSABLE;
        } catch (IOException unusable) {
            complain(Complaint.words(unusable));
            return UNUSABLE;
        }
    }

    /** A server's own idle time is not known before: without one's own {@code --pause} it is measured, not waited for. */
    private boolean isMeasuring() {
        return Scenario.IDLE_UNTIL_CLOSED.word().equals(scenario) && pause == null && steps.isEmpty();
    }

    private int measure(PrintWriter out) throws ConfigException, IOException {
        if (!steps.isEmpty() || scenario != null && Scenario.named(scenario) != Scenario.IDLE_UNTIL_CLOSED) {
            throw new IllegalArgumentException(
                    "--measure goes without --step and with no scenario but " + Scenario.IDLE_UNTIL_CLOSED.word());
        }
        checkFormat();
        var written = file == null ? Optional.<ClientFile>empty() : Optional.of(ClientFile.read(file));
        var options = options(written);
        warn(options);
        return measurement.run(
                options,
                first(path, written.flatMap(ClientFile::path)).orElse("/"),
                options.limit(),
                format.equals("json"),
                out,
                spec.commandLine().getErr());
    }

    private void checkFormat() {
        if (!format.equals("text") && !format.equals("json")) {
            throw new IllegalArgumentException("--format: expected text or json");
        }
    }

    private int library(PrintWriter out) {
        try {
            checkFormat();
            var uri = target == null ? null : uri(target);
            if (uri != null) {
                warn(ClientOptions.plain(host(uri), port(uri)));
            }
            return new LibraryRun(
                            library,
                            new LibraryRun.Asked(
                                    uri, scenario, path, pause, speed, limit, authorities, format.equals("json")))
                    .play(out);
        } catch (ConfigException | IllegalArgumentException unusable) {
            complain(unusable.getMessage());
            return UNUSABLE;
        } catch (IOException unusable) {
            complain(Complaint.words(unusable));
            return UNUSABLE;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Main.INTERRUPTED;
        }
    }

    private void complain(String message) {
        Complaint.lines(message, spec.commandLine().getErr());
    }

    private ClientScript script() throws ConfigException, IOException {
        checkFormat();
        var written = file == null ? Optional.<ClientFile>empty() : Optional.of(ClientFile.read(file));
        var options = options(written);
        if (!steps.isEmpty()
                || scenario == null && written.filter(f -> !f.steps().isEmpty()).isPresent()) {
            var own = steps.isEmpty()
                    ? written.orElseThrow().steps().stream().map(Step::toString).toList()
                    : steps;
            return ClientScript.of(options, own);
        }
        if (pause != null) {
            time("--pause", pause);
        }
        var named = Optional.ofNullable(scenario)
                .map(Scenario::named)
                .or(() -> written.flatMap(ClientFile::scenario))
                .orElse(Scenario.ONE_REQUEST);
        return ClientScript.of(
                options,
                named.steps(
                        first(path, written.flatMap(ClientFile::path)).orElse(""),
                        first(pause, written.flatMap(ClientFile::pause)).orElse("")));
    }

    private ClientOptions options(Optional<ClientFile> written) throws IOException {
        var url = first(target, written.flatMap(ClientFile::target))
                .orElseThrow(() -> new IllegalArgumentException("--target is missing (expected https://HOST:PORT)"));
        var uri = uri(url);
        boolean secure = uri.getScheme().equals("https");
        var address = host(uri);
        var name = first(serverName, written.flatMap(ClientFile::serverName)).orElse(isAddress(address) ? "" : address);
        var options = ClientOptions.plain(address, port(uri))
                .withHostHeader(first(host, written.flatMap(ClientFile::hostHeader))
                        .orElse(name.isEmpty() ? uri.getAuthority() : name))
                .withSpeed(Optional.ofNullable(speed)
                        .map(ClientFile::speed)
                        .or(() -> written.flatMap(ClientFile::speed))
                        .orElse(1.0))
                .withReceiveBuffer(receiveBuffer(written))
                .withLimit(Optional.ofNullable(limit)
                        .map(text -> time("--limit", text))
                        .or(() -> written.flatMap(ClientFile::limit))
                        .orElse(Duration.ofSeconds(300)));
        if (!secure) {
            return options;
        }
        checkOffered();
        var tls = tls(name, written);
        tls.check();
        return options.withTls(tls);
    }

    private static Duration time(String option, String text) {
        return Complaint.named(option + ": ", () -> LabClock.parse(text));
    }

    private int receiveBuffer(Optional<ClientFile> written) {
        if (receiveBuffer != null && receiveBuffer < 1) {
            throw new IllegalArgumentException("--receive-buffer: " + receiveBuffer + " (expected 1 or more bytes)");
        }
        return Optional.ofNullable(receiveBuffer)
                .or(() -> written.flatMap(ClientFile::receiveBuffer).map(Math::toIntExact))
                .orElse(0);
    }

    /** A file's own are refused with their lines. */
    private void checkOffered() {
        check("--protocol", protocols, TlsOptions::protocol);
        check("--cipher", ciphers, TlsOptions::cipher);
        check("--alpn", alpn, TlsOptions::alpn);
        check("--sni", serverName == null ? List.of() : List.of(serverName), TlsOptions::serverName);
    }

    private static void check(String option, List<String> values, UnaryOperator<String> check) {
        values.forEach(value -> Complaint.named(option + ": ", () -> check.apply(value)));
    }

    private static List<String> offered(List<String> options, Optional<List<String>> written) {
        return options.isEmpty() ? written.orElse(List.of()) : options;
    }

    private TlsOptions tls(String name, Optional<ClientFile> written) {
        return new TlsOptions(
                offered(protocols, written.map(ClientFile::protocols)),
                offered(ciphers, written.map(ClientFile::ciphers)),
                name,
                offered(alpn, written.map(ClientFile::alpn)),
                Optional.ofNullable(authorities).or(() -> written.flatMap(ClientFile::authorities)),
                "");
    }

    private static URI uri(String url) {
        return Complaint.named("--target ", () -> ClientFile.url(url));
    }

    static String host(URI uri) {
        return uri.getHost().replace("[", "").replace("]", "");
    }

    /** Not a name, which could be sent as SNI. */
    static boolean isAddress(String host) {
        return host.matches("[0-9.]+|.*:.*");
    }

    static int port(URI uri) {
        return uri.getPort() > 0 ? uri.getPort() : uri.getScheme().equals("https") ? 443 : 80;
    }

    private static Optional<String> first(String option, Optional<String> written) {
        return Optional.ofNullable(option).or(() -> written);
    }

    private void warn(ClientOptions options) throws IOException {
        if (!options.address().getAddress().isLoopbackAddress()) {
            var server = SocketWords.place(options.host(), options.port());
            spec.commandLine().getErr().println("warning: this talks to " + server + ", which is not this machine");
        }
    }

    private static void list(PrintWriter out) {
        out.println("steps:");
        for (var kind : StepKind.values()) {
            var form = kind.word() + (kind.form().isEmpty() ? "" : ":" + kind.form());
            out.println("  " + form + "\n      " + kind.meaning());
        }
        out.println("scenarios:");
        for (var named : Scenario.values()) {
            out.println("  " + named.word() + "\n      " + String.join(" | ", named.steps()));
        }
        out.flush();
    }
}
