package io.waflab.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.waflab.connection.Peer;
import io.waflab.diagnose.Diagnosis;
import io.waflab.journal.Observation;
import io.waflab.journal.What;
import io.waflab.report.Language;
import io.waflab.report.Reproduction;
import io.waflab.report.Sentences;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Causes of which there is no public capture: a scenario written here makes the first connection, its diagnosis the second
 * scenario, and that the second connection, which has to be as the first.
 */
@Tag("wire")
class OtherCausesTest {

    private static final int AT_ONCE = 3;
    /** A machine that is busy with other tests can be later than what 20 times as fast allows. */
    private static final int TRIES = 3;

    /** Behind a cause, what else is so of a case. */
    private static final String BUT = ", ";

    private static final Map<String, String> WRITTEN = new LinkedHashMap<>();
    /** What is changed in the second scenario so that something else comes out. */
    private static final Map<String, UnaryOperator<LabScenario>> WRONG = new LinkedHashMap<>();

    private static final Map<String, CompletableFuture<Twice>> RUNS = new LinkedHashMap<>();

    @TempDir
    static Path folder;

    private static ExecutorService threads;

    /** @param cause of the first @param verdict on the second @param story of the second, as its client saw it */
    private record Twice(String cause, boolean reproduced, String verdict, LabScenario made, List<Observation> story) {}

    /** Keyed by the cause that the first connection has to have. */
    private static void write(String name, String client, String directives, String path) {
        write(name, client, "directives { " + directives + " }", "", path);
    }

    private static void write(String name, String client, String proxy, String origin, String path) {
        WRITTEN.put(
                name,
                String.join(
                        "\n",
                        // What no timer takes is told apart in life's own tenths of seconds.
                        "speed = " + (name.equals("server-crashed") ? 4 : 20),
                        "client { sni = lab.test, limit = 9s, " + client + " }",
                        "proxy { " + proxy + " }",
                        "origin { " + origin + " }",
                        "path = \"" + path + "\"",
                        "expect { cause = \"" + cause(name)
                                + "\", closed_by = neither, how = silence, phase = idle }"));
    }

    private static String cause(String name) {
        return name.split(BUT)[0];
    }

    /** A case whose second connection does not come out when this is changed. */
    private static void wrong(String name, UnaryOperator<LabScenario> change) {
        WRONG.put(name, change);
    }

    private static UnaryOperator<LabScenario> setting(String name, String value) {
        return made -> {
            var directives = new HashMap<>(made.proxy().directives());
            assertThat(directives.put(name, value)).as(name).isNotNull();
            return new LabScenario(
                    made.speed(),
                    made.client(),
                    new LabScenario.ProxyPart(
                            made.proxy().profile(),
                            made.proxy().tls(),
                            "",
                            directives,
                            made.proxy().conf()),
                    made.origin(),
                    made.path(),
                    made.expect());
        };
    }

    private static LabScenario step(LabScenario made, StepKind kind, String instead) {
        var client = made.client();
        var steps = client.steps().stream()
                .map(step -> step.kind() == kind ? Step.parse(instead) : step)
                .toList();
        assertThat(steps).isNotEqualTo(client.steps());
        return new LabScenario(
                made.speed(),
                new LabScenario.ClientPart(
                        client.protocol(), client.cipher(), client.alpn(), client.sni(), "", client.limit(), steps),
                made.proxy(),
                made.origin(),
                made.path(),
                made.expect());
    }

    private static LabScenario path(LabScenario made, PathDeed deed) {
        assertThat(made.path()).isNotEqualTo(deed);
        return new LabScenario(made.speed(), made.client(), made.proxy(), made.origin(), deed, made.expect());
    }

    private static LabScenario listening(LabScenario made) {
        assertThat(made.origin().listens()).isFalse();
        return new LabScenario(
                made.speed(),
                made.client(),
                made.proxy(),
                new LabScenario.OriginPart(true, made.origin().paths()),
                made.path(),
                made.expect());
    }

    private static String tls(String version, String steps) {
        return "protocol = " + version + ", steps = [ connect, handshake, " + steps + " ]";
    }

    static {
        write("connect-refused", "steps = [ connect ]", "", "refuse");
        write(
                "handshake-refused:protocol_version",
                tls("TLSv1.2", "\"read-to-end:99s\", fin"),
                "ssl_protocols = TLSv1.3",
                "pass");
        write(
                "certificate-rejected:certificate_expired",
                "rejects = certificate_expired, " + tls("TLSv1.2", "fin"),
                "",
                "pass");
        write(
                "certificate-rejected:bad_certificate",
                "rejects = bad_certificate, " + tls("TLSv1.2", "fin"),
                "",
                "pass");
        write(
                "handshake-aborted-by-client",
                "protocol = TLSv1.2, steps = [ connect, hello, \"pause:1s\", rst ]",
                "",
                "pass");
        write(
                "handshake-timeout",
                "protocol = TLSv1.2, steps = [ connect, hello, \"read-to-end:100s\", fin ]",
                "client_header_timeout = 20s",
                "pass");
        write(
                "unused-connection-timeout",
                tls("TLSv1.3", "\"read-to-end:100s\", close-notify, fin"),
                "client_header_timeout = 40s",
                "pass");
        write(
                "server-max-requests",
                tls(
                        "TLSv1.3",
                        "\"request:/ok\", response, \"pause:8s\", \"request:/ok\", response, \"request:/ok\", response,"
                                + " \"read-to-end:99s\", fin"),
                "keepalive_requests = 3",
                "pass");
        write("client-gave-up", tls("TLSv1.3", "\"request:/silent\", \"pause:15s\", rst"), "", "pass");
        write(
                "client-idle-timeout",
                tls("TLSv1.3", "\"request:/wait?t=7s\", response, \"pause:30s\", close-notify, fin"),
                "",
                "pass");
        write(
                "path-reset",
                tls("TLSv1.3", "\"request:/ok\", response, \"pause:60s\", \"request:/ok\", \"read-to-end:20s\""),
                "",
                "reset 30s");
        write("server-reset", tls("TLSv1.3", "\"request:/silent\", \"read-to-end:50s\""), "", "break 13.4s");
        write("normal-close", tls("TLSv1.3", "\"request:/ok\", response, close-notify, fin"), "", "pass");
        unfinishedCauses();
        otherProtocols();
    }

    private static void unfinishedCauses() {
        write(
                "body-timeout",
                tls("TLSv1.3", "\"request:POST /ok body=9000 sent=4000\", \"read-to-end:100s\", fin"),
                "client_body_timeout = 20s",
                "pass");
        wrong("body-timeout", setting("client_body_timeout", "35s"));
        write(
                "send-timeout",
                tls("TLSv1.3", "\"request:/big?n=20m\", \"read:1000\", \"pause:45s\", \"read-to-end:99s\", fin"),
                "send_timeout = 20s",
                "pass");
        wrong("send-timeout", setting("send_timeout", "300s"));
        write(
                "response-cut",
                tls("TLSv1.3", "\"request:/stall?n=4000\", response, \"read-to-end:99s\", fin"),
                "proxy_read_timeout = 20s, proxy_buffering = off",
                "pass");
        wrong("response-cut", setting("proxy_read_timeout", "35s"));
        write(
                "request-refused",
                tls(
                        "TLSv1.3",
                        "\"request:/ok\", response, \"send:no such protocol\\\\r\\\\n\\\\r\\\\n\", response,"
                                + " \"read-to-end:99s\", fin"),
                "",
                "pass");
        wrong("request-refused", made -> step(made, StepKind.SEND, "request:/ok"));
        write("server-crashed", tls("TLSv1.3", "\"request:/silent\", \"read-to-end:50s\", fin"), "", "cut-idle 1.37s");
        wrong("server-crashed", made -> path(made, PathDeed.PASS));
        write(
                "upstream-failed-at-once",
                tls("TLSv1.3", "\"request:/ok\", response, fin"),
                "",
                "listens = false",
                "pass");
        wrong("upstream-failed-at-once", OtherCausesTest::listening);
    }

    private static void otherProtocols() {
        for (var version : List.of("TLSv1.2", "TLSv1.3")) {
            write(
                    "server-idle-timeout" + BUT + "HTTP/2 over " + version,
                    "alpn = [h2, http/1.1], "
                            + tls(version, "http2, \"request:/ok fill=80\", response, \"read-to-end:99s\", fin"),
                    "http2 = on, keepalive_timeout = 30s",
                    "pass");
        }
        write(
                "server-idle-timeout" + BUT + "without TLS",
                "steps = [ connect, \"request:/ok\", response, \"read-to-end:99s\", fin ]",
                "tls = false, directives { keepalive_timeout = 30s }",
                "",
                "pass");
        write(
                "server-idle-timeout" + BUT + "FIN without close_notify",
                tls("TLSv1.3", "\"request:/ok\", response, \"read-to-end:99s\", fin"),
                "keepalive_timeout = 60s",
                "cut-idle 30s");
        write(
                "server-idle-timeout" + BUT + "RST",
                tls("TLSv1.3", "\"request:/ok\", response, \"read-to-end:99s\", fin"),
                "keepalive_timeout = 60s",
                "break-idle 30s");
    }

    static Iterable<String> cases() {
        return WRITTEN.keySet();
    }

    @BeforeAll
    static void playAll() {
        threads = Executors.newFixedThreadPool(AT_ONCE);
        WRITTEN.keySet().forEach(name -> RUNS.put(name, CompletableFuture.supplyAsync(() -> twice(name), threads)));
    }

    @AfterAll
    static void end() throws InterruptedException {
        threads.shutdownNow();
        threads.awaitTermination(30, TimeUnit.SECONDS);
        RUNS.clear();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aCauseComesOutAgain(String name) {
        var twice = RUNS.get(name).join();

        assertThat(twice.cause()).isEqualTo(cause(name));
        assertThat(twice.reproduced()).as(twice.verdict()).isTrue();
    }

    static Iterable<String> wrongCases() {
        return WRONG.keySet();
    }

    @ParameterizedTest
    @MethodSource("wrongCases")
    void aCauseDoesNotComeOutOfAnotherConfiguration(String name) throws Exception {
        var changed = WRONG.get(name).apply(RUNS.get(name).join().made());
        var again = verdict(name, changed, play(folder.resolve(file(name)) + "3", changed));

        assertThat(again.reproduced()).isFalse();
        assertThat(words(again)).startsWith("NOT REPRODUCED: ");
    }

    /** The client has the connection's keys, and tells what the records were. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void anIdleConnectionOfHttp2EndsWithGoawayCloseNotifyAndFin(String version) {
        var story = RUNS.get("server-idle-timeout" + BUT + "HTTP/2 over " + version)
                .join()
                .story();

        var last = story.stream()
                .filter(seen -> seen.by() == Peer.SERVER)
                .map(Observation::what)
                .toList();
        assertThat(last).endsWith(What.GOAWAY, What.ALERT, What.FIN);
        assertThat(story).anyMatch(seen -> seen.detail().equals("NO_ERROR, last stream 1"));
    }

    private static Twice twice(String name) {
        for (var tries = 1; tries < TRIES; tries++) {
            try {
                var last = once(name);
                if (last.cause().equals(cause(name)) && last.reproduced()) {
                    return last;
                }
            } catch (CompletionException late) {
                // Of a first connection that came out as another one no scenario may be made.
            }
        }
        return once(name);
    }

    private static Twice once(String name) {
        try {
            var file = folder.resolve(file(name) + ".conf");
            Files.writeString(file, WRITTEN.get(name));
            var first = play(file + "1", LabScenarioFile.read(file)).diagnosis();
            var made = ScenarioMaker.of(first, name, Optional.of(20.0)).scenario();
            var played = play(file + "2", made);
            var again = verdict(name, made, played);
            return new Twice(
                    first.finding().id(),
                    again.reproduced(),
                    words(again),
                    made,
                    played.client().story());
        } catch (Exception failed) {
            throw new CompletionException(failed);
        }
    }

    private static String file(String name) {
        return name.replaceAll("[^a-zA-Z0-9_.-]", "-");
    }

    private static Reproduction verdict(String name, LabScenario made, ScenarioRun.Played played) {
        return ScenarioVerdict.of(name, made, Optional.<Diagnosis>empty(), played, false);
    }

    private static String words(Reproduction reproduction) {
        return Sentences.in(Language.EN).text(reproduction.verdict());
    }

    private static ScenarioRun.Played play(String name, LabScenario scenario) throws Exception {
        var place = new ScenarioRun.Place(
                Path.of(name + ".pcap"), Path.of(name + ".keys"), folder.resolve("certs"), true, false);
        try (var run = ScenarioRun.start(scenario, place)) {
            assumeTrue(run.recordingTool().isPresent(), run.notPackets());
            return run.play();
        }
    }
}
