package io.waflab.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.waflab.diagnose.Diagnosis;
import io.waflab.report.Language;
import io.waflab.report.Sentences;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Causes of which there is no public capture: a scenario written here makes the first connection, its diagnosis the second
 * scenario, and that the second connection, which has to be as the first.
 */
@Tag("wire")
class OtherCausesTest {

    private static final int AT_ONCE = 3;
    /** A machine that is busy with other tests can be later than what 20 times as fast allows. */
    private static final int TRIES = 3;

    private static final Map<String, String> WRITTEN = new LinkedHashMap<>();
    private static final Map<String, CompletableFuture<Twice>> RUNS = new LinkedHashMap<>();

    @TempDir
    static Path folder;

    private static ExecutorService threads;

    /** @param cause of the first @param verdict on the second */
    private record Twice(String cause, boolean reproduced, String verdict) {}

    /** Keyed by the cause that the first connection has to have. */
    private static void write(String cause, String client, String directives, String path) {
        WRITTEN.put(
                cause,
                String.join(
                        "\n",
                        "speed = 20",
                        "client { sni = lab.test, limit = 9s, " + client + " }",
                        "proxy { directives { " + directives + " } }",
                        "path = \"" + path + "\"",
                        "expect { cause = \"" + cause + "\", closed_by = neither, how = silence, phase = idle }"));
    }

    private static String tls(String version, String steps) {
        return "protocol = " + version + ", steps = [ connect, handshake, " + steps + " ]";
    }

    static {
        write("connect-refused", "steps = [ connect ]", "", "refuse");
        write(
                "handshake-refused:protocol_version",
                tls("TLSv1.2", "\"read-to-end:5s\", fin"),
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
                                + " \"read-to-end:5s\", fin"),
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
    }

    static Iterable<String> causes() {
        return WRITTEN.keySet();
    }

    @BeforeAll
    static void playAll() {
        threads = Executors.newFixedThreadPool(AT_ONCE);
        WRITTEN.keySet().forEach(cause -> RUNS.put(cause, CompletableFuture.supplyAsync(() -> twice(cause), threads)));
    }

    @AfterAll
    static void end() throws InterruptedException {
        threads.shutdownNow();
        threads.awaitTermination(30, TimeUnit.SECONDS);
        RUNS.clear();
    }

    @ParameterizedTest
    @MethodSource("causes")
    void aCauseComesOutAgain(String cause) {
        var twice = RUNS.get(cause).join();

        assertThat(twice.cause()).isEqualTo(cause);
        assertThat(twice.reproduced()).as(twice.verdict()).isTrue();
    }

    private static Twice twice(String cause) {
        var last = once(cause);
        for (var tries = 1; tries < TRIES && !(last.cause().equals(cause) && last.reproduced()); tries++) {
            last = once(cause);
        }
        return last;
    }

    private static Twice once(String cause) {
        try {
            var file = folder.resolve(cause.replace(':', '-') + ".conf");
            Files.writeString(file, WRITTEN.get(cause));
            var first = play(file + "1", LabScenarioFile.read(file)).diagnosis();
            var made = ScenarioMaker.of(first, cause, Optional.of(20.0)).scenario();
            var again = ScenarioVerdict.of(cause, made, Optional.<Diagnosis>empty(), play(file + "2", made), false);
            return new Twice(
                    first.finding().id(),
                    again.reproduced(),
                    Sentences.in(Language.EN).text(again.verdict()));
        } catch (Exception failed) {
            throw new CompletionException(failed);
        }
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
