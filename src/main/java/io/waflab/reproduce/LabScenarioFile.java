package io.waflab.reproduce;

import com.typesafe.config.ConfigValue;
import io.waflab.config.ConfigException;
import io.waflab.connection.Cause;
import io.waflab.connection.Phase;
import io.waflab.diagnose.How;
import io.waflab.diagnose.Outcome;
import io.waflab.reproduce.LabScenario.ClientPart;
import io.waflab.reproduce.LabScenario.OriginPart;
import io.waflab.reproduce.LabScenario.ProxyPart;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads a {@link LabScenario} from HOCON, as {@link LabScenarioText} writes it and people edit it. */
public final class LabScenarioFile {

    private static final Map<String, Set<String>> KEYS = Map.of(
            "client", Set.of("protocol", "cipher", "alpn", "sni", "rejects", "limit", "steps"),
            "proxy", Set.of("profile", "tls", "certificate", "directives", "conf"),
            "origin", Set.of("listens", "paths"),
            "expect", Set.of("cause", "closed_by", "how", "phase", "gap", "client_how", "client_after"));

    private static final List<String> CAUSES =
            Arrays.stream(Cause.values()).map(Cause::id).toList();
    private static final List<String> CLOSERS = List.of("client", "server", "neither");
    private static final List<String> HOWS =
            Arrays.stream(How.values()).map(How::word).toList();
    private static final List<String> PHASES =
            Arrays.stream(Phase.values()).map(Phase::word).distinct().toList();
    private static final List<String> PARTINGS =
            Stream.of(How.NOTIFY_FIN, How.FIN, How.RST).map(How::word).toList();

    private final Path file;
    private final ScriptFile from;

    private LabScenarioFile(Path file, ScriptFile from) {
        this.file = file;
        this.from = from;
    }

    /** One whose {@code expect} and steps may be missing. @throws ConfigException with every problem of the file */
    public static LabScenario read(Path file) throws ConfigException {
        return read(file, LabScenarioFile::scenario);
    }

    /** One that can be played and judged: its client connects, and {@code expect} says how it has to end. */
    public static LabScenario readToPlay(Path file) throws ConfigException {
        return read(file, LabScenarioFile::whole);
    }

    private static LabScenario read(Path file, Function<LabScenarioFile, LabScenario> part) throws ConfigException {
        var from = ScriptFile.of(file, Set.of("speed", "path", "client", "proxy", "origin", "expect"));
        KEYS.forEach((block, keys) -> from.block(block).forEach((key, value) -> from.refuseOther(key, value, keys)));
        var scenario = part.apply(new LabScenarioFile(file, from));
        from.done();
        return scenario;
    }

    private LabScenario whole() {
        var read = scenario();
        if (read.client().steps().stream().noneMatch(step -> step.kind() == StepKind.CONNECT)) {
            from.refuse("client.steps", "no step \"connect\" (expected one before all that needs a connection)");
        }
        for (var key : List.of("cause", "closed_by", "how", "phase")) {
            if (!from.has("expect." + key)) {
                from.refuse(
                        "expect",
                        "no " + key + " in it (expected cause, closed_by, how and phase: what has to come out)");
            }
        }
        return read;
    }

    private LabScenario scenario() {
        var read = new LabScenario(
                from.value("speed", LabScenarioFile::speed).orElse(1.0),
                client(),
                proxy(),
                new OriginPart(
                        from.value("origin.listens", LabScenarioFile::flag).orElse(true), paths()),
                from.value("path", PathDeed::parse).orElse(PathDeed.PASS),
                expect());
        return from.has("client.limit") ? read : read.patient();
    }

    private ClientPart client() {
        return new ClientPart(
                from.value("client.protocol", orNone(TlsOptions::protocol)).orElse(""),
                from.value("client.cipher", orNone(TlsOptions::cipher)).orElse(""),
                from.values("client.alpn", TlsOptions::alpn),
                from.value("client.sni", TlsOptions::serverName).orElse(""),
                from.value("client.rejects", RejectingTrust::alert).orElse(""),
                from.value("client.limit", LabClock::parse).orElse(ClientPart.LIMIT),
                from.values("client.steps", Step::parse));
    }

    private ProxyPart proxy() {
        var directives = new LinkedHashMap<String, String>();
        from.block("proxy.directives")
                .forEach((key, value) ->
                        from.read(key, value, Function.identity()).ifPresent(text -> directives.put(key, text)));
        return new ProxyPart(
                from.value("proxy.profile", text -> text).orElse("tengine-3.2"),
                from.value("proxy.tls", LabScenarioFile::flag).orElse(true),
                word("proxy.certificate"),
                directives,
                from.value("proxy.conf", text -> file.resolveSibling(text)));
    }

    private Map<String, Behaviour> paths() {
        var paths = new HashMap<String, Behaviour>();
        for (Map.Entry<String, ConfigValue> entry : from.block("origin.paths").entrySet()) {
            OriginFile.path(from, entry.getKey(), entry.getValue())
                    .ifPresent(behaviour -> paths.put(entry.getKey(), behaviour));
        }
        return paths;
    }

    private Outcome expect() {
        var parting = from.value("expect.client_how", oneOf(PARTINGS))
                .map(how -> new Outcome.Parting(
                        how, from.value("expect.client_after", LabClock::parse).orElse(Duration.ZERO)));
        return new Outcome(
                from.value("expect.cause", LabScenarioFile::cause).orElse(""),
                from.value("expect.closed_by", oneOf(CLOSERS)).orElse(""),
                from.value("expect.how", oneOf(HOWS)).orElse(""),
                from.value("expect.phase", oneOf(PHASES)).orElse(""),
                from.value("expect.gap", LabClock::parse),
                parting);
    }

    private static Function<String, String> orNone(Function<String, String> read) {
        return text -> text.isEmpty() ? text : read.apply(text);
    }

    private static Function<String, String> oneOf(List<String> words) {
        return text -> {
            if (!words.contains(text)) {
                throw new IllegalArgumentException(
                        "\"" + Printable.of(text) + "\" (expected one of: " + String.join(", ", words) + ")");
            }
            return text;
        };
    }

    /** Behind a cause of the handshake its alert may stand. */
    private static String cause(String text) {
        oneOf(CAUSES).apply(text.split(":", 2)[0]);
        return text;
    }

    private String word(String key) {
        return from.value(key, text -> text).orElse("");
    }

    /** @throws IllegalArgumentException when it is none; one line */
    public static double speed(String text) {
        double speed = text.matches("\\d{1,3}(\\.\\d{1,6})?") ? Double.parseDouble(text) : 0;
        if (!(speed >= 1 && speed <= 100)) {
            throw new IllegalArgumentException("\"" + Printable.of(text) + "\" is no speed (expected 1 to 100)");
        }
        return speed;
    }

    private static boolean flag(String text) {
        if (!Set.of("true", "false").contains(text)) {
            throw new IllegalArgumentException("\"" + Printable.of(text) + "\" (expected true or false)");
        }
        return text.equals("true");
    }
}
