package io.waflab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.waflab.clients.Conclusion;
import io.waflab.clients.HoldingRelay;
import io.waflab.clients.Library;
import io.waflab.clients.LibraryPlay;
import io.waflab.clients.LibraryPlay.Played;
import io.waflab.clients.LibraryPlay.Script;
import io.waflab.clients.LibraryProcess;
import io.waflab.clients.LibraryScenario;
import io.waflab.clients.Orders;
import io.waflab.reproduce.LabClock;
import io.waflab.reproduce.LabOrigin;
import io.waflab.reproduce.OriginOptions;
import io.waflab.tls.LabCertificate;
import io.waflab.tls.LabCertificates;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The libraries themselves, from Maven Central, against the proxy: what the page client-libraries.md says of them. */
@Tag("wire")
class LibraryRunTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** keepalive_timeout; the program of a library may take its time before it has read its first answer. */
    private static final String SERVER = "keepalive_timeout=2500ms";

    private static final Duration LATER = Duration.ofMillis(3500);

    /** Most of a play is waiting, but a program that starts takes a core: the timers of too many others would be late. */
    private static final Semaphore AT_ONCE = new Semaphore(3);

    @TempDir
    private static Path certificates;

    private static LabOrigin origin;
    private static LibraryProxy proxy;

    @BeforeAll
    static void start() throws Exception {
        origin = LabOrigin.start(OriginOptions.local());
        proxy = LibraryProxy.start(origin.url(), List.of(SERVER), new LibraryOptions.Lab(1, true, certificates));
    }

    @AfterAll
    static void stop() throws Exception {
        proxy.close();
        origin.close();
    }

    /**
     * The JDK looks for connections that idled too long whenever its selector wakes up, which may be 3 s later
     * (jdk.internal.httpclient.selectorTimeout): the server then was first.
     */
    private static boolean isLateEviction(String library, String sets, Played played) {
        return library.equals("jdk")
                && sets != null
                && sets.contains("evict-idle")
                && wire(new Conclusion(played)).startsWith("raced");
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest(name = "{0} {1}: {2}, {3}")
    @CsvSource(delimiter = '|', textBlock = """
            apache-httpclient-5 race GET | retry=off | NoHttpResponseException | raced, closed by SERVER
            apache-httpclient-5 race GET | retry=off validate-after-inactivity=0 | NoHttpResponseException | raced, closed by SERVER
            apache-httpclient-5 race GET | | 200 | raced, closed by SERVER, another connection
            apache-httpclient-5 race POST | | NoHttpResponseException | raced, closed by SERVER
            apache-httpclient-5 race POST | retry=on | 200 | raced, closed by SERVER, another connection
            apache-httpclient-5 race GET | retry=off evict-idle=1s | 200 | closed by SERVER, another connection
            apache-httpclient-5 race-reset GET | retry=off | Connection reset | raced, closed by SERVER
            apache-httpclient-5 idle-then-request GET | retry=off validate-after-inactivity=off | NoHttpResponseException | raced, closed by SERVER
            apache-httpclient-5 idle-then-request GET | retry=off validate-after-inactivity=1s | 200 | closed by SERVER, another connection
            jdk race GET | retry=off | EOF reached while reading | raced, closed by SERVER
            jdk race GET | | 200 | raced, closed by SERVER, another connection
            jdk race POST | | HTTP/1.1 header parser received no bytes | raced, closed by SERVER
            jdk race POST | evict-idle=1s | 200 | closed by CLIENT, another connection
            okhttp race GET | retry=off | unexpected end of stream | raced, closed by SERVER
            okhttp race GET | | 200 | raced, closed by SERVER, another connection
            okhttp race GET | retry=off evict-idle=1s | 200 | closed by CLIENT, another connection
            okhttp race POST | | 200 | raced, closed by SERVER, another connection
            reactor-netty race GET | | PrematureCloseException: Connection prematurely closed BEFORE response | raced, closed by SERVER
            reactor-netty race POST | retry=on | 200 | raced, closed by SERVER, another connection
            reactor-netty race-reset GET | retry=on | 200 | raced, closed by SERVER, another connection
            reactor-netty race GET | evict-idle=1s | 200 | closed by SERVER, another connection
            """)
    void whatTheApplicationGetsAndWhatTheWireShows(String run, String sets, String got, String wire) throws Exception {
        var words = run.split(" ");
        var played = play(run, sets);
        for (int i = 0; i < 2 && isLateEviction(words[0], sets, played); i++) {
            played = play(run, sets);
        }

        var told = played.last().told()
                + played.last().failures().stream().map(Object::toString).collect(Collectors.joining(" / "));
        assertThat(told).contains(got);
        assertThat(wire(new Conclusion(played))).isEqualTo(wire);
        if (played.last().isAnswer()) {
            var asked = origin.requests().stream()
                    .filter(request -> request.target().equals(path(run, sets)))
                    .toList();
            assertThat(asked.get(asked.size() - 1).method()).isEqualTo(words[2]);
        }
        if (wire.startsWith("closed by CLIENT")) {
            assertThat(played.outcomes()).as("an eviction is seen at once").hasSize(2);
        }
    }

    private static String wire(Conclusion shown) {
        return (shown.raced() ? "raced, " : "")
                + "closed by " + shown.closedBy().map(Enum::name).orElse("nobody")
                + (shown.openedAnother() ? ", another connection" : "");
    }

    private static Played play(String run, String sets) throws Exception {
        AT_ONCE.acquire();
        try {
            return playAlone(run, sets);
        } finally {
            AT_ONCE.release();
        }
    }

    private static Played playAlone(String run, String sets) throws Exception {
        var words = run.split(" ");
        var settings = sets == null ? List.<String>of() : List.of(sets.split(" "));
        var orders = Orders.of(Library.named(words[0]), settings, LabClock::parse, 1);
        var authority = new LabCertificates(certificates).file(LabCertificate.ROOT);
        long start = System.nanoTime();
        var place = new LibraryProcess.Place(Path.of("target/clients"), Optional.of(authority), start, "");
        try (var relay = HoldingRelay.start(proxy.address(), start);
                var application = LibraryProcess.start(orders, place)) {
            var url = "https://127.0.0.1:" + relay.port() + path(run, sets);
            var script = new Script(LibraryScenario.named(words[1]), words[2], url, LATER, LIMIT);
            return new LibraryPlay(application, relay, script).play();
        }
    }

    /** By which the origin's requests of one play are told from those of another. */
    private static String path(String run, String sets) {
        return "/ok?" + (run + " " + sets).replace(' ', '+');
    }

    /** What the machine lacks is said, and skipped. */
    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest(name = "{0} {1}: {2}, {3}")
    @CsvSource(delimiter = '|', textBlock = """
            node race GET | | Error ECONNRESET: socket hang up | raced, closed by SERVER
            node race GET | evict-idle=1s | 200 | closed by CLIENT, another connection
            node race POST | retry=on | 200 | raced, closed by SERVER, another connection
            node race-reset GET | | read ECONNRESET | raced, closed by SERVER
            curl race GET | | 200 | raced, closed by SERVER, another connection
            python-requests race GET | | Remote end closed connection without response | raced, closed by SERVER
            python-requests race POST | retry=on | 200 | raced, closed by SERVER, another connection
            """)
    void whatLibrariesOfTheMachineGet(String run, String sets, String got, String wire) throws Exception {
        try {
            whatTheApplicationGetsAndWhatTheWireShows(run, sets, got, wire);
        } catch (IOException missing) {
            assumeTrue(!missing.getMessage().endsWith("which is not on this machine"), missing.getMessage());
            throw missing;
        }
    }

    @Test
    void aTargetsCertificateIsCheckedAndItsAnswerTold() throws Exception {
        var target = "https://127.0.0.1:" + proxy.address().getPort() + "/";
        var root = new LabCertificates(certificates).file(LabCertificate.ROOT).toString();
        var out = new StringWriter();
        var err = new StringWriter();
        var arguments = new String[] {
            "--as", "jdk", "--target", target, "--scenario", "one-request", "--path", "/ok", "--cacert", root
        };

        assertThat(run(out, err, arguments)).as(out + " " + err).isEqualTo(Main.DONE);
        assertThat(out.toString())
                .contains("server: " + target, "Host says port ", "gets 200", "The request was answered.");

        out.getBuffer().setLength(0);
        assertThat(run(out, err, "--as", "jdk", "--target", target, "--scenario", "one-request"))
                .isEqualTo(Main.NO);
        assertThat(out.toString()).contains("SSLHandshakeException");
    }

    /** From Java 20 on the JDK's client keeps an idle connection for 30 s, and closes before the server does; before, 1200 s. */
    private static String[] withOldIdle(String... arguments) {
        boolean mustSay = Runtime.version().feature() >= 20;
        return Stream.concat(
                        Stream.of(arguments), mustSay ? Stream.of("--set", "evict-idle=1200s") : Stream.<String>empty())
                .toArray(String[]::new);
    }

    @Test
    void jsonHasTheRequestsTheWireAndWhatItMeans() throws Exception {
        var out = new StringWriter();
        var code = run(
                out,
                new StringWriter(),
                withOldIdle(
                        "--as", "jdk", "--set", "retry=off", "--format", "json", "--certs", certificates.toString()));

        assertThat(code).as(out.toString()).isEqualTo(Main.DONE);
        var json = new ObjectMapper().readTree(out.toString());
        assertThat(json.get("raced").booleanValue()).isTrue();
        assertThat(json.get("closed_by").textValue()).isEqualTo("server");
        assertThat(json.get("requests").get(0).get("status").intValue()).isEqualTo(200);
        assertThat(json.get("requests").get(1).get("failures").toString()).contains("EOF reached while reading");
        assertThat(json.get("wire").toString()).contains("still on its way");
        assertThat(json.get("goes_away_with").toString()).contains("--set evict-idle=60s");
        assertThat(json.get("as_expected").booleanValue()).isTrue();
    }

    @Test
    void theCommandSaysWhatHappenedAndWhatMakesItGoAway() {
        var out = new StringWriter();
        var code = run(
                out,
                new StringWriter(),
                withOldIdle("--as", "jdk", "--set", "retry=off", "--certs", certificates.toString()));

        assertThat(code).as(out.toString()).isEqualTo(Main.DONE);
        assertThat(out.toString())
                .contains(
                        "retry=off  (-Djdk.httpclient.enableAllMethodRetry=true",
                        "#1 server FIN: still on its way",
                        "#1 client ",
                        "bytes: the server has closed",
                        "ended by keepalive_timeout 6s",
                        "EOF reached while reading",
                        "--set evict-idle=60s  (-Djdk.httpclient.keepalive.timeout, in whole seconds)",
                        "As expected: an exception, after a race");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --as gopher                                | --as gopher: no such library (expected: apache-httpclient-5, okhttp, jdk
            --as curl --set evict-idle=5s              | --set evict-idle: curl has no such setting (how long
            --as jdk --scenario websocket              | --scenario websocket: a library does not play it (expected: race
            --as jdk --speed 1000                      | --speed 1000 (expected: 1 to 100)
            --as jdk --method PUT                      | --method PUT (expected: GET or POST)
            --as curl --method POST                    | --method POST: curl plays GET alone
            --as jdk --proxy a=1 --target http://[::1] | --proxy does not go with --target
            --as jdk --plain --target http://[::1]     | --plain does not go with --target
            --as jdk --certs x --target http://[::1]   | --certs does not go with --target
            --as jdk --cacert x                        | --cacert goes with --target
            --as jdk --measure                         | --measure does not go with --as (it goes with --measure)
            --as jdk --step fin                        | --step does not go with --as (it goes with a script)
            --as jdk --sni a.test                      | --sni does not go with --as (it goes with a script, --measure)
            --as jdk -c client.conf                    | --config does not go with --as
            --as jdk --limit soon                      | "soon" is not a time
            --as jdk --target http://[::1]/ok          | --target http://[::1]/ok: expected https://HOST:PORT
            --as jdk --target http://[::1] --scenario idle-then-request | --pause is missing: how long
            --set retry=on --target http://[::1]       | --set does not go with a script (it goes with --as)
            --lang zh --target http://[::1]            | --lang does not go with a script (it goes with --measure)
            --measure --pause 5s --target http://[::1] | --pause does not go with --measure
            --step fin --path /a --target http://[::1] | --path does not go with --step
            --step fin --pause 1 --target http://[::1] | --pause does not go with --step
            --step fin --scenario race --target http://[::1] | --scenario does not go with --step
            --target http://[::1]/ignored/path         | --target http://[::1]/ignored/path: expected
            --target http://[::1]?a=b                  | --target http://[::1]?a=b: expected
            """)
    void whatCannotBePlayedIsRefusedInOneLine(String arguments, String complaint) {
        var err = new StringWriter();

        assertThat(run(new StringWriter(), err, arguments.split(" "))).isEqualTo(Main.REFUSED);
        assertThat(err.toString()).startsWith(complaint).hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource({"jdk, http", "curl, https"})
    void whoIsNotThereIsToldInOneLine(String library, String scheme) throws IOException {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        var err = new StringWriter();
        var target = scheme + "://127.0.0.1:" + port;

        assertThat(run(new StringWriter(), err, "--as", library, "--target", target, "--scenario", "one-request"))
                .isEqualTo(Main.REFUSED);
        assertThat(err.toString())
                .startsWith("cannot connect to 127.0.0.1:" + port)
                .hasLineCount(1);
    }

    /** No rule knows what a path of one's own does. */
    @ParameterizedTest
    @CsvSource({"one-request, /short, 1", "one-request, /ok?n=7, 0", "race, /short, 1"})
    void aPathOfOnesOwnIsNotJudged(String scenario, String path, int code) {
        var out = new StringWriter();
        var arguments = new String[] {
            "--as", "jdk", "--scenario", scenario, "--path", path, "--certs", certificates.toString(), "--plain"
        };

        assertThat(run(out, new StringWriter(), arguments)).as(out.toString()).isEqualTo(code);
        assertThat(out.toString()).doesNotContain("s expected: ");
    }

    /** A time-out of its own each library has, and none at all. */
    @ParameterizedTest
    @ValueSource(strings = {"apache-httpclient-5", "okhttp", "jdk", "reactor-netty", "node", "curl", "python-requests"})
    void aResponseTimeoutCanBeOff(String library) {
        var out = new StringWriter();
        var err = new StringWriter();
        var code = run(
                out,
                err,
                "--as",
                library,
                "--scenario",
                "one-request",
                "--set",
                "response-timeout=off",
                "--certs",
                certificates.toString());

        assumeTrue(!err.toString().contains("which is not on this machine"), err.toString());
        assertThat(code).as(out + " " + err).isEqualTo(Main.DONE);
    }

    private static int run(StringWriter out, StringWriter err, String... arguments) {
        var all = new ArrayList<>(List.of("client"));
        all.addAll(List.of(arguments));
        return new Main(new PrintWriter(out), new PrintWriter(err), false).run(all.toArray(String[]::new));
    }
}
