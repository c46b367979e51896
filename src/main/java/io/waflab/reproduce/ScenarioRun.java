package io.waflab.reproduce;

import io.waflab.capture.CaptureException;
import io.waflab.capture.CaptureReading;
import io.waflab.capture.Recorder;
import io.waflab.capture.TsharkWithKeys;
import io.waflab.config.ConfigException;
import io.waflab.connection.Side;
import io.waflab.diagnose.Comparison.Playing;
import io.waflab.diagnose.Diagnosis;
import io.waflab.diagnose.Sentence;
import io.waflab.journal.ConnectionStory;
import io.waflab.journal.Sight;
import io.waflab.journal.Story;
import io.waflab.journal.Traffic;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Plays a scenario over real sockets: origin, proxy, path and client, all in this process, recorded where that may be. */
public final class ScenarioRun implements AutoCloseable {

    private static final int WARM_UPS = 8;
    private static final Duration DECRYPTION = Duration.ofSeconds(30);
    /** In real time: what the other ends still do when the client is done. */
    private static final Duration SETTLE = Duration.ofMillis(150);

    private final LabScenario scenario;
    private final Place place;
    private final List<AutoCloseable> parts = new ArrayList<>();
    private Optional<LabProxy> proxy = Optional.empty();
    private Optional<PathRelay> relay = Optional.empty();
    private Optional<KernelSilence> silence = Optional.empty();
    private volatile boolean silent;
    private Optional<Blackhole> hole = Optional.empty();
    private Optional<Recorder> recorder = Optional.empty();
    private Optional<Lateness> lateness = Optional.empty();
    private volatile String notPackets = "";
    private int port;
    private Thread player;
    private boolean interrupted;

    /**
     * Where and with what means a run is made.
     *
     * @param pcap overwritten; gone where nothing can be recorded
     * @param secrets the key log, overwritten
     * @param certificates the folder of the lab's own
     * @param records whether to try to record packets
     * @param kernel whether the kernel keeps a silent path silent, and not a relay
     */
    public record Place(Path pcap, Path secrets, Path certificates, boolean records, boolean kernel) {}

    /**
     * What came of it.
     *
     * @param diagnosis of the connection in life's time: silences are as long as they would be without the speed
     * @param playing how fast, and how exact its times are
     * @param packets whether it was told by packets, and not by the sockets' ends
     * @param notPackets why not; empty where it was
     * @param keptBack whether a path that forgets kept from one end what the other sent
     * @param keyLog the connection's secrets; empty where the engine gives none
     * @param client what the client saw
     */
    public record Played(
            Diagnosis diagnosis,
            Playing playing,
            boolean packets,
            String notPackets,
            boolean keptBack,
            Optional<Path> keyLog,
            ClientReport client) {}

    private ScenarioRun(LabScenario scenario, Place place) {
        this.scenario = scenario;
        this.place = place;
    }

    /**
     * Starts all but the client.
     *
     * @throws ConfigException for what the scenario says of the proxy and cannot be used
     */
    public static ScenarioRun start(LabScenario scenario, Place place) throws ConfigException, IOException {
        var run = new ScenarioRun(scenario, place);
        try {
            run.prepare();
            return run;
        } catch (ConfigException | IOException | RuntimeException failed) {
            run.close();
            throw failed;
        }
    }

    private void prepare() throws ConfigException, IOException {
        Files.deleteIfExists(place.pcap());
        var deed = scenario.path();
        switch (deed.kind()) {
            case DROP_SYN -> {
                hole = Optional.of(keep(Blackhole.open()));
                port = hole.get().port();
            }
            case REFUSE -> port = closedPort();
            default -> {
                proxy = Optional.of(keep(LabProxy.start(scenario, origin(), place.certificates(), place.secrets())));
                port = proxy.get().port();
                warmUp();
                relay(deed);
            }
        }
        record();
    }

    private String origin() throws IOException {
        if (!scenario.origin().listens()) {
            return "http://127.0.0.1:" + closedPort();
        }
        return keep(LabOrigin.start(OriginOptions.local()
                        .withSpeed(scenario.speed())
                        .withRoutes(scenario.origin().routes())))
                .url();
    }

    private void relay(PathDeed deed) throws IOException {
        if (!deed.kind().isRelayed()) {
            return;
        }
        if (deed.kind() == PathDeed.Kind.FORGET && place.kernel()) {
            silence = Optional.of(keep(KernelSilence.on(port)));
        } else {
            relay = Optional.of(keep(PathRelay.start(deed, scenario.speed(), port)));
            port = relay.get().port();
        }
    }

    private static int closedPort() throws IOException {
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    /** A few exchanges that nobody looks at: the first in a JVM takes a hundred times as long. Refusals warm as well. */
    private void warmUp() {
        for (var i = 0; i < WARM_UPS; i++) {
            try (var client = new LabClient(options(port).withLimit(Duration.ofSeconds(2)))) {
                client.connect().handshake();
                client.request(Request.get("/none").withHeader("Connection: close"))
                        .response();
            } catch (IOException refused) {
                // As the scenario has it.
            }
        }
    }

    private void record() {
        if (!place.records()) {
            notPackets = "not asked for";
            return;
        }
        try {
            recorder = Optional.of(keep(Recorder.start(place.pcap(), List.of(port))));
        } catch (CaptureException refused) {
            notPackets = refused.getMessage();
        }
    }

    private ClientOptions options(int to) {
        var client = scenario.client();
        var plain = ClientOptions.plain("127.0.0.1", to);
        return (scenario.proxy().tls() ? plain.withTls(client.tls()) : plain)
                .withHostHeader(client.sni().isEmpty() ? "lab.test" : client.sni())
                .withSpeed(scenario.speed())
                .withLimit(client.limit());
    }

    /** What records; empty when nothing does. */
    public Optional<String> recordingTool() {
        return recorder.map(Recorder::tool);
    }

    /** Why nothing records; empty where something does. */
    public String notPackets() {
        return notPackets;
    }

    /** Which TLS engine serves, and why; empty where no proxy is in it. */
    public Optional<Sentence> engine() {
        return proxy.map(LabProxy::engine);
    }

    /**
     * Plays it from connect to the end, which takes as long as it says.
     *
     * @throws InterruptedException when it was interrupted; its message says what was recorded, and where
     */
    public Played play() throws InterruptedException {
        begin();
        try (var client = new LabClient(options(port))) {
            var silencer = silencer();
            var script = new ClientScript(options(port), scenario.client().steps());
            var report = new ClientPlayer(client).play(script);
            client.clock().pauseUntil(System.nanoTime() + SETTLE.toNanos());
            silencer.ifPresent(Thread::interrupt);
            end();
            return told(client, report);
        } catch (IOException stopped) {
            end();
            throw new IllegalStateException("the client cannot be closed: " + stopped.getMessage(), stopped);
        }
    }

    private synchronized void begin() {
        lateness = Optional.of(keep(Lateness.measured()));
        player = Thread.currentThread();
        if (interrupted) {
            player.interrupt();
        }
    }

    private synchronized void end() throws InterruptedException {
        player = null;
        if (Thread.interrupted() || interrupted) {
            throw new InterruptedException(kept());
        }
    }

    /** Ends {@link #play} early; for another thread. */
    public synchronized void interrupt() {
        interrupted = true;
        if (player != null) {
            player.interrupt();
        }
    }

    /** The thread that makes the kernel's path silent when it is time. */
    private Optional<Thread> silencer() {
        if (silence.isEmpty()) {
            return Optional.empty();
        }
        var clock = new LabClock(scenario.speed());
        var thread = new Thread(
                () -> {
                    try {
                        clock.pause(scenario.path().after());
                        silence.get().begin();
                        silent = true;
                    } catch (IOException ended) {
                        notPackets = ended.getMessage();
                    }
                },
                "silence");
        thread.setDaemon(true);
        thread.start();
        return Optional.of(thread);
    }

    private Played told(LabClient client, ClientReport report) throws InterruptedException {
        var packets = packets(report.localPort());
        var playing = new Playing(scenario.speed(), lateness.map(Lateness::most).orElse(Duration.ZERO));
        var story = packets.isPresent() ? packets.get() : sockets(client, report);
        return new Played(
                LabDiagnosis.of(story, () -> decrypted(story), scenario, playing),
                playing,
                packets.isPresent(),
                packets.isPresent() ? "" : notPackets,
                relay.map(PathRelay::hasKeptBack).orElse(silent),
                proxy.flatMap(LabProxy::keyLog),
                report);
    }

    private Optional<ConnectionStory> decrypted(ConnectionStory story) {
        var keys = proxy.flatMap(LabProxy::keyLog);
        if (story.sight().clientSequence() < 0 || keys.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new TsharkWithKeys(DECRYPTION).read(place.pcap(), keys).in(story));
    }

    private Optional<ConnectionStory> packets(int clientPort) {
        if (recorder.isEmpty()) {
            return Optional.empty();
        }
        try {
            recorder.get().stop();
            var found = new ArrayList<ConnectionStory>();
            CaptureReading.read(place.pcap(), story -> found.add(story), (read, total) -> {});
            var own = found.stream()
                    .filter(story -> story.server().endsWith(":" + port) && isClients(story, clientPort))
                    .findFirst();
            if (own.isEmpty()) {
                notPackets = place.pcap() + ": the connection is not in it";
            }
            return own;
        } catch (CaptureException broken) {
            notPackets = broken.getMessage();
            return Optional.empty();
        }
    }

    /** A client that never connected knows no port of its own. */
    private boolean isClients(ConnectionStory story, int clientPort) {
        var from = Integer.parseInt(story.client().substring(story.client().lastIndexOf(':') + 1));
        return clientPort > 0 ? from == clientPort : hole.stream().noneMatch(own -> own.isFilledBy(from));
    }

    private ConnectionStory sockets(LabClient client, ClientReport report) throws InterruptedException {
        var told = proxy.isPresent() ? proxy.get().story(report.localPort()) : Optional.<Story>empty();
        var tls = SocketStory.tls(client.story(), scenario.client().sni());
        var seen = told.filter(proxys -> !tls.version().isEmpty())
                .map(proxys -> SocketStory.of(
                        proxys.observations().stream()
                                .filter(one -> one.leg() == Side.DOWNSTREAM)
                                .toList(),
                        SocketStory.moved(client.story(), client.clock().start() - proxys.start()),
                        List.of()))
                .orElse(client.story());
        return new ConnectionStory(
                1,
                "127.0.0.1:" + report.localPort(),
                "127.0.0.1:" + port,
                0,
                tls,
                Traffic.NONE,
                Traffic.NONE,
                Sight.WHOLE,
                SocketStory.onTheWire(seen),
                0);
    }

    /** What there is of a run that was interrupted. */
    private String kept() {
        if (recorder.isEmpty()) {
            return "interrupted; no packets were recorded: " + notPackets;
        }
        try {
            return "interrupted; the " + recorder.get().cut() + " packets recorded so far are in " + place.pcap();
        } catch (CaptureException broken) {
            return "interrupted; " + place.pcap() + " may not be whole: " + broken.getMessage();
        }
    }

    private <T extends AutoCloseable> T keep(T part) {
        parts.add(0, part);
        return part;
    }

    @Override
    public void close() throws IOException {
        for (var part : parts) {
            try {
                part.close();
            } catch (IOException | RuntimeException failed) {
                throw failed;
            } catch (Exception failed) {
                throw new IOException(failed);
            }
        }
        parts.clear();
    }
}
