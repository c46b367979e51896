package io.waflab.cli;

import io.waflab.clients.Conclusion;
import io.waflab.clients.Expected;
import io.waflab.clients.HoldingRelay;
import io.waflab.clients.Library;
import io.waflab.clients.LibraryPlay;
import io.waflab.clients.LibraryPlay.Played;
import io.waflab.clients.LibraryPlay.Script;
import io.waflab.clients.LibraryProcess;
import io.waflab.clients.LibraryScenario;
import io.waflab.clients.Orders;
import io.waflab.config.ConfigException;
import io.waflab.reproduce.ClientFile;
import io.waflab.reproduce.ClientOptions;
import io.waflab.reproduce.LabClock;
import io.waflab.reproduce.LabOrigin;
import io.waflab.reproduce.OriginOptions;
import io.waflab.reproduce.SocketWords;
import io.waflab.tls.LabCertificate;
import io.waflab.tls.LabCertificates;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** {@code waflab client --as}: a real library against the lab's own proxy, or against any server. */
final class LibraryRun {

    private static final double SPEED = 20;

    /** A retry waits a second in some libraries; a program needs a moment too. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** How long a server that nobody knows may keep an idle connection. */
    private static final Duration UNKNOWN = Duration.ofMinutes(10);

    /**
     * What the command line says besides {@link LibraryOptions}; null where it says nothing.
     *
     * @param target the server; null for the lab's own
     * @param json whether one JSON object is printed, and no text
     */
    record Asked(
            URI target,
            String scenario,
            String path,
            String pause,
            String speed,
            String limit,
            Path authorities,
            boolean json) {}

    private static final String EARLY = "Stopped early: above is what was recorded by then.";
    private static final long SIGNAL_MILLIS = 300;

    private final CountDownLatch stopped = new CountDownLatch(1);
    private final LibraryOptions options;
    private final Asked asked;
    private final Orders orders;
    private final LibraryScenario scenario;
    private final double speed;
    private final Optional<Duration> limit;
    private final long start = System.nanoTime();

    /** @throws IllegalArgumentException for what cannot be played, in one line */
    LibraryRun(LibraryOptions options, Asked asked) {
        this.options = options;
        this.asked = asked;
        scenario = LibraryScenario.named(asked.scenario() == null ? "race" : asked.scenario());
        limit = Optional.ofNullable(asked.limit()).map(LabClock::parse);
        speed = asked.speed() == null ? asked.target() == null ? SPEED : 1 : ClientFile.speed(asked.speed());
        orders = Orders.of(Library.named(options.as), options.sets, LabClock::parse, speed);
        if (!(speed >= 1 && speed <= 100)) {
            throw new IllegalArgumentException("--speed " + asked.speed() + " (expected: 1 to 100)");
        }
        if (!options.method.equals("GET") && !options.method.equals("POST")) {
            throw new IllegalArgumentException("--method " + options.method + " (expected: GET or POST)");
        }
        if (orders.library() == Library.CURL && options.method.equals("POST")) {
            throw new IllegalArgumentException(
                    "--method POST: curl plays GET alone, all its requests are given to it at once (expected: GET)");
        }
        if (asked.target() != null && scenario == LibraryScenario.IDLE_THEN_REQUEST && asked.pause() == null) {
            throw new IllegalArgumentException("--pause is missing: how long the connection is idle (with --target,"
                    + " whose keepalive_timeout is not known)");
        }
    }

    /** Plays it and tells it; stopped early, as far as it came. @return the exit code */
    int play(PrintWriter out) throws ConfigException, IOException, InterruptedException {
        var player = Thread.currentThread();
        var job = Job.begin(() -> {
            stopped.countDown();
            player.interrupt();
        });
        try {
            return asked.target() == null ? inLab(out) : againstTarget(out);
        } catch (InterruptedException early) {
            out.println(EARLY);
            out.flush();
            return Main.INTERRUPTED;
        } finally {
            job.over();
        }
    }

    /**
     * Plays.
     *
     * @return empty when it was stopped: then what was recorded has been told
     */
    private Optional<Played> played(LibraryPlay play, String version, LibraryText text, PrintWriter out)
            throws IOException, InterruptedException {
        try {
            return Optional.of(play.play());
        } catch (InterruptedException | InterruptedIOException early) {
            // Told below.
        } catch (IOException failed) {
            // A terminal sends the library's program the same signal, which ends sooner than this is told of it.
            if (!stopped.await(SIGNAL_MILLIS, TimeUnit.MILLISECONDS)) {
                throw failed;
            }
        }
        var soFar = play.soFar();
        if (asked.json()) {
            LibraryJson.stopped(out, options.as, version, soFar);
        } else {
            text.timeline(soFar);
            out.println();
            out.println(EARLY);
            out.flush();
        }
        return Optional.empty();
    }

    private int inLab(PrintWriter out) throws ConfigException, IOException, InterruptedException {
        var lab = new LibraryOptions.Lab(speed, !options.plain, options.certs.certificates);
        try (var origin = LabOrigin.start(OriginOptions.local());
                var proxy = LibraryProxy.start(origin.url(), options.directives, lab);
                var relay = HoldingRelay.start(proxy.address(), start)) {
            var keepalive = proxy.keepalive();
            var pause = asked.pause() == null ? keepalive.plus(keepalive.dividedBy(10)) : LabClock.parse(asked.pause());
            var authorities = new LabCertificates(options.certs.certificates);
            authorities.make();
            var place = place(Optional.of(authorities.file(LabCertificate.ROOT)), "");
            var url = (options.plain ? "http" : "https") + "://127.0.0.1:" + relay.port() + path();
            try (var application = LibraryProcess.start(orders, place)) {
                var text = text(out);
                text.heading(orders, application.version(), scenario, keepalive);
                var patience = limit.orElse(DemoStory.scaled(keepalive, speed).plus(PATIENCE));
                var play = new LibraryPlay(application, relay, script(url, pause, patience));
                var whole = played(play, application.version(), text, out);
                if (whole.isEmpty()) {
                    return Main.INTERRUPTED;
                }
                var played = whole.get();
                text.timeline(played);
                if (played.connection() > 0) {
                    var port = relay.portAtServer(played.connection());
                    proxy.ended(port).ifPresent(words -> text.proxysWords(played.connection(), words));
                }
                var told = new Told(application.version(), played, out);
                return tell(text, told, keepalive, pause);
            }
        }
    }

    /** What is told, and where as JSON. */
    private record Told(String version, Played played, PrintWriter out) {}

    private LibraryText text(PrintWriter out) {
        return new LibraryText(asked.json() ? new PrintWriter(Writer.nullWriter()) : out, speed);
    }

    private void json(Told told, List<String> remedies, Optional<Expected> expected, boolean as) throws IOException {
        if (asked.json()) {
            LibraryJson.write(
                    told.out(),
                    new LibraryJson.Run(
                            options.as, told.version(), scenario.word(), speed, told.played(), remedies, expected, as));
        }
    }

    private int tell(LibraryText text, Told told, Duration keepalive, Duration pause) throws IOException {
        var played = told.played();
        var conclusion = new Conclusion(played);
        var expected = expected(played, keepalive, pause);
        var remedies = conclusion.remedies(orders, scenario, keepalive);
        text.conclusion(conclusion, played, remedies);
        var as = expected.isPresent()
                ? text.verdict(expected.get(), conclusion, played)
                : played.last().isAnswer();
        json(told, remedies, expected, as);
        return as ? Main.DONE : Main.NO;
    }

    /** Empty where a {@code --path} of the user's own decides, as {@code /short} does: no rule knows it. */
    private Optional<Expected> expected(Played played, Duration keepalive, Duration pause) {
        boolean isOpen = scenario == LibraryScenario.ONE_REQUEST
                || !played.outcomes().get(0).isAnswer();
        if (asked.path() != null && isOpen) {
            return Optional.empty();
        }
        var java = Runtime.version().feature();
        return Optional.of(Expected.of(
                orders, new Expected.Given(scenario, options.method, keepalive, pause, java, !options.plain)));
    }

    private int againstTarget(PrintWriter out) throws IOException, InterruptedException {
        var target = asked.target();
        var secure = target.getScheme().equals("https");
        var port = ClientCommand.port(target);
        var host = ClientCommand.host(target);
        var address = ClientOptions.plain(host, port).address();
        reach(address, host);
        var pause = LabClock.parse(asked.pause() == null ? "0" : asked.pause());
        try (var relay = HoldingRelay.start(address, start, port)) {
            var name = ClientCommand.isAddress(host) ? "127.0.0.1" : host;
            var usual = relay.port() == (secure ? 443 : 80);
            var url = target.getScheme() + "://" + name + (usual ? "" : ":" + relay.port()) + path();
            var place = place(Optional.ofNullable(asked.authorities()), name.equals(host) ? host : "");
            try (var application = LibraryProcess.start(orders, place)) {
                var text = text(out);
                text.heading(orders, application.version(), scenario, target);
                if (relay.port() != port) {
                    text.otherPort(port, relay.port());
                }
                text.columns();
                var play = new LibraryPlay(application, relay, script(url, pause, limit.orElse(UNKNOWN)));
                var whole = played(play, application.version(), text, out);
                if (whole.isEmpty()) {
                    return Main.INTERRUPTED;
                }
                var played = whole.get();
                text.timeline(played);
                var conclusion = new Conclusion(played);
                var idle = conclusion.idle().orElse(Duration.ofMinutes(2));
                var remedies = conclusion.remedies(orders, scenario, idle);
                text.conclusion(conclusion, played, remedies);
                json(new Told(application.version(), played, out), remedies, Optional.empty(), true);
                return played.last().isAnswer() ? Main.DONE : Main.NO;
            }
        }
    }

    /** Connects once: who is not there is told before a library is asked to say it in its own words. */
    private static void reach(InetSocketAddress server, String host) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(server, (int) PATIENCE.toMillis());
        } catch (IOException unreachable) {
            throw new IOException(
                    SocketWords.unreached(SocketWords.place(host, server.getPort()), unreachable), unreachable);
        }
    }

    private LibraryProcess.Place place(Optional<Path> authority, String name) {
        return new LibraryProcess.Place(options.libraries, authority, start, name);
    }

    private Script script(String url, Duration pause, Duration limit) {
        return new Script(scenario, options.method, url, DemoStory.scaled(pause, speed), limit);
    }

    private String path() {
        return asked.path() == null ? asked.target() == null ? "/ok" : "/" : asked.path();
    }
}
