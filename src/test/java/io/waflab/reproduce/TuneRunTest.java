package io.waflab.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.waflab.config.ConfigException;
import io.waflab.diagnose.Attempts;
import io.waflab.diagnose.Grid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class TuneRunTest {

    private static final int TRIALS = 8;

    @TempDir
    static Path folder;

    private static TuneOptions options(List<String> varied, boolean staleCheck, Duration rtt) {
        return new TuneOptions(
                TuneAxes.of(varied, ""),
                Duration.ofSeconds(121),
                TRIALS,
                100,
                rtt,
                staleCheck,
                64,
                1,
                Request.get("/ok"),
                Routes.builtIn(),
                Optional.empty(),
                List.of(),
                folder.resolve("certs"),
                Optional.empty(),
                TlsOptions.trustingAnyone("lab.test"));
    }

    private static TuneOptions with(TuneOptions all, Path conf, TlsOptions tls) {
        return new TuneOptions(
                all.axes(),
                all.idle(),
                all.trials(),
                all.speed(),
                all.rtt(),
                all.staleCheck(),
                all.connections(),
                all.seed(),
                all.request(),
                all.routes(),
                all.profile(),
                all.sets(),
                all.certificates(),
                Optional.of(conf),
                tls);
    }

    private static TuneOptions asking(TuneOptions all, String path, String... sets) {
        return asking(all, Request.get(path), sets);
    }

    private static TuneOptions asking(TuneOptions all, Request request, String... sets) {
        return new TuneOptions(
                all.axes(),
                all.idle(),
                all.trials(),
                all.speed(),
                all.rtt(),
                all.staleCheck(),
                all.connections(),
                all.seed(),
                request,
                all.routes(),
                all.profile(),
                List.of(sets),
                all.certificates(),
                all.conf(),
                all.tls());
    }

    /** Its server has 600 s, http 60 s; what is varied holds over both. */
    @Test
    @Tag("wire")
    void aConfigurationsOwnTimersAndTlsHoldAndWhatIsVariedHoldsOverThem()
            throws ConfigException, IOException, InterruptedException {
        var conf = Files.writeString(folder.resolve("nginx.conf"), """
                events { }
                http {
                  keepalive_timeout 60s;
                  server {
                    listen 443 ssl; server_name lab.test; ssl_protocols TLSv1.2; keepalive_timeout 600s;
                    location / { proxy_pass http://10.0.0.9:8080; }
                  }
                }
                """);
        var tls12 = TlsOptions.trustingAnyone("lab.test").withProtocols("TLSv1.2");
        var own = options(List.of("client.idle=10s,150s"), false, Duration.ZERO);
        var varied = options(List.of("client.idle=10s,150s", "keepalive_timeout=60s"), false, Duration.ZERO);

        var kept = new TuneRun(with(own, conf, tls12), (done, all) -> {}).play();
        var closed = new TuneRun(with(varied, conf, tls12), (done, all) -> {}).play();
        var refused = new TuneRun(with(own, conf, tls12.withProtocols("TLSv1.3")), (done, all) -> {}).play();

        assertThat(kept.columns().values()).containsExactly(600.0);
        assertThat(kept.cells()).isEqualTo(List.of(List.of(answered(TRIALS)), List.of(answered(TRIALS))));
        assertThat(closed.cells()).isEqualTo(List.of(List.of(answered(TRIALS)), List.of(raced(TRIALS))));
        assertThat(refused.cells())
                .as("the server has TLS 1.2 alone")
                .allMatch(row -> row.get(0).failed() == TRIALS);
    }

    private static TuneOptions with(TuneOptions all, String name, String text) throws IOException {
        var conf = Files.writeString(folder.resolve(name), text);
        return with(all, conf, TlsOptions.trustingAnyone("lab.test"));
    }

    private static final String SERVERS = """
            events { }
            http {
              server {
                listen 443 ssl; server_name other.test; keepalive_timeout 7s;
                location / { return 204; }
              }
              server {
                listen 8443 ssl; server_name lab.test; keepalive_timeout 11s;
                LOCATIONS
              }
            }
            """;

    @Test
    void theTimerShownIsThatOfTheRequestsOwnServerAndLocation() throws ConfigException, IOException {
        var all = options(List.of("client.idle=10s"), false, Duration.ZERO);
        var locations =
                "location / { keepalive_timeout 13s; return 204; } location /ok { keepalive_timeout 17s; return 204; }";

        assertThat(shown(with(all, "own.conf", SERVERS.replace("LOCATIONS", locations))))
                .isEqualTo(17);
        assertThat(shown(with(all, "other.conf", SERVERS.replace("LOCATIONS", "location /x { return 204; }"))))
                .as("no location matches")
                .isEqualTo(11);
        assertThat(shown(with(all, "none.conf", SERVERS.replace("LOCATIONS", ""))))
                .as("a server without locations")
                .isEqualTo(11);
        var http2 = with(
                all,
                Files.writeString(folder.resolve("h2.conf"), SERVERS.replace("LOCATIONS", "http2 on; " + locations)),
                TlsOptions.trustingAnyone("lab.test").withAlpn("h2"));
        assertThat(shown(http2)).as("HTTP/2 has its server's").isEqualTo(11);
    }

    private static double shown(TuneOptions options) throws ConfigException {
        return TunedProxy.keepalive(options).values().get(0);
    }

    /** Where the request ends up is not where it went first; nothing is set over either. */
    @Test
    @Tag("wire")
    void whereNoTimerOfTheProxyIsVariedEachLocationKeepsItsOwn()
            throws ConfigException, IOException, InterruptedException {
        var locations = "location /ok { keepalive_timeout 600s; rewrite ^ /moved last; }"
                + " location /moved { keepalive_timeout 60s; return 204; }";
        var all = options(List.of("client.idle=10s,150s"), false, Duration.ZERO);
        var played = with(all, "moved.conf", SERVERS.replace("LOCATIONS", locations));

        assertThat(new TuneRun(played, (done, of) -> {}).play().cells())
                .isEqualTo(List.of(List.of(answered(TRIALS)), List.of(raced(TRIALS))));
    }

    /** Any other method is answered with 503, which is a failure. */
    @Test
    @Tag("wire")
    void aPostIsPlayedAsPost() throws ConfigException, IOException, InterruptedException {
        var all = asking(options(List.of("client.idle=1s"), false, Duration.ZERO), Request.post("/", 5_000));
        var location = "location / { keepalive_timeout 600s; if ($request_method = POST) { return 204; } return 503; }";
        var grid = new TuneRun(with(all, "post.conf", SERVERS.replace("LOCATIONS", location)), (done, of) -> {}).play();

        assertThat(grid.cells()).as("%s", grid.failure()).isEqualTo(List.of(List.of(answered(TRIALS))));
    }

    /** A request that no location answers is answered by 404, and varied like others. */
    @Test
    @Tag("wire")
    void aServerWithoutLocationsIsPlayed() throws ConfigException, IOException, InterruptedException {
        var all = options(List.of("client.idle=10s", "keepalive_timeout=60s"), false, Duration.ZERO);
        var played = with(all, "empty.conf", SERVERS.replaceAll("location .*|LOCATIONS", ""));

        assertThat(new TuneRun(played, (done, of) -> {}).play().cells()).isEqualTo(List.of(List.of(answered(TRIALS))));
    }

    private static Attempts answered(int count) {
        return new Attempts(count, 0, 0, 0);
    }

    private static Attempts raced(int count) {
        return new Attempts(0, 0, count, 0);
    }

    /** Undivided, the origin would take 2 s, and the proxy wait for 1 s. */
    @Test
    @Tag("wire")
    void theOriginsTimesAreDividedAsTheProxys() throws ConfigException, IOException, InterruptedException {
        var slow = asking(
                options(List.of("client.idle=1s"), false, Duration.ZERO), "/wait?t=2s", "proxy_read_timeout=100s");

        assertThat(new TuneRun(slow, (done, all) -> {}).play().cells()).isEqualTo(List.of(List.of(answered(TRIALS))));
    }

    @Test
    @Tag("wire")
    void anAnswerOfAGatewayOrOriginThatIsUnwellIsAFailure() throws ConfigException, IOException, InterruptedException {
        var all = options(List.of("client.idle=1s"), false, Duration.ZERO);

        assertAllFail(asking(all, "/early"), "the first request: 502 connection=keep-alive, ");
        assertAllFail(asking(all, "/status?c=503"), "the first request: 503 connection=keep-alive, 4 bytes, complete");
    }

    /** Divided by 100 it would be nothing: how long a connect to loopback takes is the machine's affair. */
    @Test
    void theTimeToConnectIsNotDivided() throws ConfigException {
        var all = asking(options(List.of("client.idle=1s"), false, Duration.ZERO), "/ok", "proxy_connect_timeout=90s");

        assertThat(TunedProxy.sets(all, "http://127.0.0.1:1", List.of("proxy_read_timeout=50s")))
                .contains("proxy_connect_timeout=90000ms", "proxy_read_timeout=500ms");
    }

    /** Each second request would else be told as a race, and a longer keepalive_timeout as its cure. */
    @Test
    void aRequestThatAsksForTheConnectionsEndIsRefused() {
        var all = options(List.of("client.idle=1s"), false, Duration.ZERO);

        assertThatThrownBy(() -> asking(all, Request.get("/ok").withHeader("Connection: close")))
                .hasMessageStartingWith("/ok: the request says Connection: close, so that no connection idles");
    }

    @Test
    @Tag("wire")
    void aServerThatKeepsNoConnectionIsAFailure() throws ConfigException, IOException, InterruptedException {
        var all = asking(options(List.of("client.idle=1s"), false, Duration.ZERO), "/ok", "keepalive_requests=1");
        var http2 = Files.writeString(
                folder.resolve("one.conf"),
                SERVERS.replace("LOCATIONS", "http2 on; keepalive_requests 1; location / { return 204; }"));

        assertAllFail(all, "the server keeps no connection: 200 connection=close, 100 bytes, complete (see ");
        assertAllFail(
                with(
                        asking(all, "/ok"),
                        http2,
                        TlsOptions.trustingAnyone("lab.test").withAlpn("h2")),
                "the server keeps no connection: 204 connection=-, 0 bytes, complete, GOAWAY NO_ERROR, last stream 1 (");
    }

    private static void assertAllFail(TuneOptions options, String why)
            throws ConfigException, IOException, InterruptedException {
        var grid = new TuneRun(options, (done, all) -> {}).play();

        assertThat(grid.cells()).as("%s", grid.failure()).isEqualTo(List.of(List.of(new Attempts(0, 0, 0, TRIALS))));
        assertThat(grid.failure()).startsWith(why);
    }

    /** Idle for 10 s and 150 s, against 60 s and 600 s: none of them near. */
    @Test
    @Tag("wire")
    void whereTheTimerIsShorterThanTheIdleTimeEveryRequestRaces()
            throws ConfigException, IOException, InterruptedException {
        var varied = List.of("client.idle=10s,150s", "keepalive_timeout=60s,600s");
        var grid = new TuneRun(options(varied, false, Duration.ofSeconds(1)), (done, all) -> {}).play();

        assertThat(grid.cells())
                .as("%s", grid.failure())
                .isEqualTo(
                        List.of(List.of(answered(TRIALS), answered(TRIALS)), List.of(raced(TRIALS), answered(TRIALS))));
    }

    @Test
    @Tag("wire")
    void aClientThatLooksFirstTakesANewConnection() throws ConfigException, IOException, InterruptedException {
        var run = new TuneRun(options(List.of("keepalive_timeout=60s"), true, Duration.ZERO), (done, all) -> {});
        var grid = run.play();

        assertThat(grid.rows().name()).isEqualTo("client.idle");
        assertThat(grid.rows().values()).containsExactly(121.0);
        assertThat(grid.cells()).as("%s", grid.failure()).isEqualTo(List.of(List.of(new Attempts(0, TRIALS, 0, 0))));
        assertThat(run.lateSeconds(1)).isGreaterThanOrEqualTo(run.lateSeconds(0.5));
    }

    @Test
    @Tag("wire")
    void stoppedItTellsWhatItHasCounted() throws ConfigException, IOException, InterruptedException {
        var self = new AtomicReference<TuneRun>();
        var run = new TuneRun(options(List.of("client.idle=5s,100000s"), false, Duration.ZERO), (done, all) -> {
            if (done == TRIALS) {
                self.get().stop();
            }
        });
        self.set(run);
        Grid grid = run.play();

        assertThat(run.done()).isEqualTo(TRIALS);
        assertThat(run.trials()).isEqualTo(2 * TRIALS);
        assertThat(grid.cells()).isEqualTo(List.of(List.of(answered(TRIALS)), List.of(Attempts.NONE)));
        assertThat(grid.columns().values()).containsExactly(120.0);
    }

    /** 10 s for each exchange, and 20 exchanges of warm-up. */
    @Test
    @Tag("wire")
    void stoppedInItsWarmUpItReturns() throws ConfigException, IOException, InterruptedException {
        var self = new AtomicReference<TuneRun>();
        var slow = asking(
                options(List.of("client.idle=5s"), false, Duration.ZERO), "/wait?t=1000s", "proxy_read_timeout=1h");
        var run = new TuneRun(slow, (done, all) -> {
            assertThat(done).as("only the warm-up begins").isZero();
            CompletableFuture.runAsync(self.get()::stop);
        });
        self.set(run);

        assertThat(run.play().cells()).isEqualTo(List.of(List.of(Attempts.NONE)));
    }

    @Test
    void arrivalsByChanceHaveTheMeanAndTheTailOfPoissons() {
        var random = new Random(7);
        var gaps = DoubleStream.generate(() -> TuneRun.gap(2, random))
                .limit(20_000)
                .toArray();

        assertThat(DoubleStream.of(gaps).average().orElseThrow()).isCloseTo(30, within(0.7));
        assertThat(DoubleStream.of(gaps).filter(gap -> gap > 60).count() / 20_000.0)
                .isCloseTo(Math.exp(-2), within(0.01));
    }
}
