package io.waflab.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.waflab.report.Language;
import io.waflab.report.Reproduction;
import io.waflab.report.Sentences;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every public capture is made to happen again, over real sockets, and told by its packets. */
@Tag("wire")
class ReproductionTest {

    private static final double SPEED = 20;
    private static final int AT_ONCE = 3;
    /** A machine that is busy with other tests can be later than what 20 times as fast allows. */
    private static final int TRIES = 3;

    @TempDir
    static Path folder;

    private static ExecutorService threads;
    private static final Map<String, CompletableFuture<Reproduction>> RUNS = new LinkedHashMap<>();

    @BeforeAll
    static void playAll() {
        threads = Executors.newFixedThreadPool(AT_ONCE);
        PublicCaptures.NAMES.forEach(
                name -> RUNS.put(name, CompletableFuture.supplyAsync(() -> reproduced(name), threads)));
    }

    @AfterAll
    static void end() throws InterruptedException {
        threads.shutdownNow();
        threads.awaitTermination(30, TimeUnit.SECONDS);
        RUNS.clear();
    }

    static Iterable<String> captures() {
        return PublicCaptures.NAMES;
    }

    @ParameterizedTest
    @MethodSource("captures")
    void eachPublicCaptureComesOutAgain(String name) {
        var reproduction = RUNS.get(name).join();

        assertThat(reproduction.reproduced()).as(words(reproduction)).isTrue();
        assertThat(verdict(reproduction)).startsWith("REPRODUCED: ");
    }

    @Test
    void theCustomersVerdictSaysTheTimerTheCloseAndTheLateReset() {
        assertThat(verdict(RUNS.get("waf-120s-idle-unread-rst").join()))
                .matches(
                        "REPRODUCED: keepalive_timeout 120 s, close_notify \\+ FIN together, client RST 1[45]\\S* s later");
    }

    @Test
    void theVerdictHasRoundTimes() {
        assertThat(verdict(RUNS.get("path-goes-silent").join()))
                .containsPattern("the path between: forget \\d+(\\.\\d{1,2})? s,");
        assertThat(verdict(RUNS.get("client-gives-up-10s").join()))
                .containsPattern("from the client after (9\\.\\d+|1[01](\\.\\d+)?) s: ");
        assertThat(verdict(RUNS.get("client-asked-close").join())).doesNotContain("from the client after");
        assertThat(verdict(RUNS.get("read-timeout-504-60s").join()))
                .contains("proxy_read_timeout 60 s, from the client: ");
    }

    @Test
    void anotherTimerThanTheCustomersIsNoReproduction() throws Exception {
        var made = made("waf-120s-idle-unread-rst", 60);
        var proxy = made.proxy();
        var wrong = new LabScenario(
                made.speed(),
                made.client(),
                new LabScenario.ProxyPart(
                        proxy.profile(),
                        proxy.tls(),
                        proxy.certificate(),
                        Map.of("keepalive_timeout", "75s"),
                        Optional.empty()),
                made.origin(),
                made.path(),
                made.expect());

        var reproduction = play("wrong", wrong, false);

        assertThat(reproduction.reproduced()).isFalse();
        assertThat(verdict(reproduction))
                .startsWith("NOT REPRODUCED: silence before the end: 120 s wanted, 7")
                .contains("another timer or value ran out");
    }

    @Test
    void aRelayMakesASilentPathAsFarAsTheClientSeesIt() throws Exception {
        var reproduction = play("relay", made("path-goes-silent", SPEED), false);

        assertThat(reproduction.reproduced()).as(words(reproduction)).isTrue();
        assertThat(verdict(reproduction)).contains("as the client sees it", "--kernel");
    }

    @Test
    void aPathThatKeepsNothingBackIsNoReproductionOfASilentOne() throws Exception {
        var made = made("path-goes-silent", SPEED);
        var forgetsLater = new PathDeed(PathDeed.Kind.FORGET, Duration.ofHours(1));

        var reproduction = play(
                "later",
                new LabScenario(made.speed(), made.client(), made.proxy(), made.origin(), forgetsLater, made.expect()),
                false);

        assertThat(reproduction.reproduced()).as(words(reproduction)).isFalse();
        assertThat(verdict(reproduction)).startsWith("NOT REPRODUCED: cause: path-silent wanted, ");
    }

    @Test
    void whatAConfigurationLeavesOpenIsNotWhatTheDiagnosisFound() throws Exception {
        var reproduction = play("open", made("waf-120s-idle-unread-rst", 60).withConf(conf("open", "")), false);

        assertThat(reproduction.reproduced()).as(words(reproduction)).isFalse();
        assertThat(verdict(reproduction)).startsWith("NOT REPRODUCED: silence before the end: 120 s wanted, 7");
    }

    @Test
    void theVerdictNamesAConfigurationAndWhatHoldsWhereItSaysNothing() throws Exception {
        var file = conf("says", "keepalive_timeout 120s;");
        var reproduction = play("says", made("waf-120s-idle-unread-rst", SPEED).withConf(file), false);

        assertThat(verdict(reproduction))
                .startsWith("REPRODUCED: the configuration " + file + " (where it says nothing, tengine-3.2), ");
    }

    @Test
    void aConfigurationIsPlayedWithTheScenariosCertificate() throws Exception {
        var file = conf("certificate", "ssl_certificate /none/own.pem; ssl_certificate_key /none/own.key;");
        var reproduction =
                play("certificate", made("missing-intermediate", SPEED).withConf(file), false);

        assertThat(verdict(reproduction)).contains("the certificate missing-intermediate");
        assertThat(reproduction.made().story().tls().certificates()).isEqualTo(1);
    }

    private static Path conf(String name, String directives) throws IOException {
        return Files.writeString(
                folder.resolve(name + ".conf"),
                "events {} http { " + directives + " server { listen 443 ssl; server_name lab.test;"
                        + " location / { proxy_pass http://10.0.0.9:8080; } } }");
    }

    @Test
    void whatIsInterruptedLeavesWhatWasRecorded() throws Exception {
        var place = place("interrupted", false);
        try (var run = ScenarioRun.start(made("client-gives-up-10s", 1), place)) {
            assumeTrue(run.recordingTool().isPresent(), run.notPackets());
            // From Java 25 on all that is given to no executor waits for one another where there are two processors.
            Executor ownThread = task -> new Thread(task, "reproduction").start();
            var playing = CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return run.play();
                        } catch (InterruptedException early) {
                            throw new CompletionException(early);
                        }
                    },
                    ownThread);
            CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS, ownThread).execute(run::interrupt);

            assertThatThrownBy(() -> playing.get(8, TimeUnit.SECONDS))
                    .hasRootCauseInstanceOf(InterruptedException.class)
                    .rootCause()
                    .hasMessageMatching("interrupted; the [1-9]\\d* packets recorded so far are in .*interrupted.pcap");
            assertThat(Files.size(place.pcap())).isGreaterThan(1_000);
        }
    }

    private static LabScenario made(String name, double speed) throws Exception {
        return ScenarioMaker.of(PublicCaptures.diagnosis(name), name, Optional.of(speed))
                .scenario();
    }

    private static Reproduction reproduced(String name) {
        try {
            var last = play(name, made(name, SPEED), mayUseTheKernel());
            for (var tries = 1; tries < TRIES && !last.reproduced(); tries++) {
                last = play(name, made(name, SPEED), mayUseTheKernel());
            }
            return last;
        } catch (Exception failed) {
            throw new CompletionException(failed);
        }
    }

    private static boolean mayUseTheKernel() {
        return System.getProperty("user.name").equals("root") && Files.isExecutable(Path.of("/usr/sbin/iptables"));
    }

    private static ScenarioRun.Place place(String name, boolean kernel) {
        return new ScenarioRun.Place(
                folder.resolve(name + ".pcap"), folder.resolve(name + ".keys"), folder.resolve("certs"), true, kernel);
    }

    private static Reproduction play(String name, LabScenario scenario, boolean kernel) throws Exception {
        try (var run = ScenarioRun.start(scenario, place(name, kernel))) {
            assumeTrue(run.recordingTool().isPresent(), run.notPackets());
            return ScenarioVerdict.of(name, scenario, Optional.empty(), run.play(), kernel);
        }
    }

    private static String verdict(Reproduction reproduction) {
        return Sentences.in(Language.EN).text(reproduction.verdict());
    }

    private static String words(Reproduction reproduction) {
        var told = new StringBuilder(verdict(reproduction));
        reproduction
                .made()
                .story()
                .observations()
                .forEach(seen -> told.append('\n').append(StoryLine.of(seen)));
        return told.toString();
    }
}
