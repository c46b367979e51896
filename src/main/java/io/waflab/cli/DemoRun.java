package io.waflab.cli;

import io.waflab.capture.Capture;
import io.waflab.capture.CaptureException;
import io.waflab.capture.Endpoint;
import io.waflab.capture.Recorder;
import io.waflab.capture.SocketWatch;
import io.waflab.config.ConfigException;
import io.waflab.connection.Side;
import io.waflab.journal.Observation;
import io.waflab.journal.Story;
import io.waflab.journal.What;
import io.waflab.report.Claim;
import io.waflab.report.FiveObservations;
import io.waflab.report.Scale;
import io.waflab.report.Source;
import io.waflab.report.StoryClaims;
import io.waflab.reproduce.ClientOptions;
import io.waflab.reproduce.LabClient;
import io.waflab.reproduce.LabOrigin;
import io.waflab.reproduce.OriginOptions;
import io.waflab.reproduce.Request;
import io.waflab.reproduce.SocketStory;
import io.waflab.reproduce.TlsOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One demonstration: origin, proxy and client over real sockets in this process, watched and measured. */
final class DemoRun implements AutoCloseable {

    private static final int WARM_UPS = 20;

    /** Over what a step may take of its own; beyond it something is broken. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final long GONE_SECONDS = 5;

    private final DemoOptions options;
    private final LabOrigin origin;
    private final DemoProxy proxy;
    private final LabClient client;
    private Optional<Recorder> recorder = Optional.empty();
    private Optional<SocketWatch> watch = Optional.empty();
    private String notPackets = "";

    private DemoRun(DemoOptions options, LabOrigin origin, DemoProxy proxy) {
        this.options = options;
        this.origin = origin;
        this.proxy = proxy;
        client = newClient();
    }

    /** TLS 1.2: there the wire shows an alert as an alert, as in the customer's capture. */
    private LabClient newClient() {
        return new LabClient(ClientOptions.tls("127.0.0.1", proxy.port())
                .withTls(TlsOptions.trustingAnyone("lab.test").withProtocols("TLSv1.2"))
                .withSpeed(options.speed())
                .withLimit(length().plus(PATIENCE)));
    }

    /**
     * Starts all but the client, and the recording where one may be made.
     *
     * @param mayRecord whether to try
     */
    static DemoRun start(DemoOptions options, boolean mayRecord) throws ConfigException, IOException {
        var origin = LabOrigin.start(OriginOptions.local());
        try {
            var run = new DemoRun(options, origin, DemoProxy.start(options, origin.url()));
            run.warmUp();
            run.record(mayRecord);
            return run;
        } catch (ConfigException | IOException failed) {
            origin.close();
            throw failed;
        }
    }

    /** A few exchanges, closed by the proxy, that nobody looks at: the first in a JVM takes a hundred times as long. */
    private void warmUp() throws IOException {
        for (int i = 0; i < WARM_UPS; i++) {
            try (var first = newClient()) {
                first.connect().handshake();
                first.request(Request.get("/ok").withHeader("Connection: close"))
                        .response();
                first.readToEnd();
            }
        }
    }

    private void record(boolean mayRecord) {
        if (!mayRecord) {
            notPackets = "not asked for";
            return;
        }
        try {
            recorder = Optional.of(Recorder.start(options.file("pcap"), List.of(proxy.port(), origin.port())));
        } catch (CaptureException refused) {
            notPackets = refused.getMessage();
        }
    }

    DemoProxy proxy() {
        return proxy;
    }

    /** What records; empty when nothing does. */
    Optional<String> recordingTool() {
        return recorder.map(Recorder::tool);
    }

    String notPackets() {
        return notPackets;
    }

    /** The timer's value at speed 1. */
    Duration timeout() {
        return proxy.timeout(options.story().timer());
    }

    /** How long it will take, at this speed. */
    private Duration length() {
        return DemoStory.scaled(options.story().length(timeout()), options.speed());
    }

    /** Plays it from connect to the end, which takes as long as it says, and measures. */
    DemoResult play(Waiting waiting) throws IOException, InterruptedException {
        client.connect();
        watch = watch();
        var status =
                waiting.during(length(), () -> options.story().play(client.handshake(), timeout(), options.speed()));
        awaitKernel();
        client.fin();
        var packets = packets();
        var told = proxy.story(client.localPort());
        var story =
                packets.isPresent() ? packets.get() : told.map(this::sockets).orElse(List.of());
        var ended = told.stream()
                .flatMap(proxys -> proxys.observations().stream())
                .filter(seen -> seen.what() == What.ENDED)
                .map(Observation::detail)
                .findFirst()
                .orElse("");
        var source = packets.isPresent() ? Source.PACKETS : Source.SOCKETS;
        return new DemoResult(
                story,
                source,
                claims(story, source, status),
                ended,
                packets.map(found -> options.file("pcap")),
                proxy.keyLog(),
                notPackets);
    }

    private List<Observation> sockets(Story proxys) {
        var kernel =
                watch.map(table -> table.story(Side.DOWNSTREAM, proxys.start())).orElse(List.of());
        var clients = SocketStory.moved(client.story(), client.clock().start() - proxys.start());
        var own = proxys.observations().stream()
                .filter(seen -> seen.leg() == Side.DOWNSTREAM)
                .toList();
        return SocketStory.of(own, clients, kernel);
    }

    /** Looks at the kernel where the programs cannot see the end. */
    private Optional<SocketWatch> watch() throws IOException {
        if (options.story().resetBy().isEmpty() || !SocketWatch.isPossible()) {
            return Optional.empty();
        }
        var loopback = InetAddress.getByName("127.0.0.1");
        return Optional.of(SocketWatch.start(new SocketWatch.Ends(
                new Endpoint(loopback, client.localPort()),
                new Endpoint(loopback, proxy.port()),
                options.story().resetBy().get())));
    }

    private void awaitKernel() throws InterruptedException {
        if (watch.isPresent()) {
            try {
                watch.get().gone().get(GONE_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException unseen) {
                watch.get().close();
            }
        }
    }

    private Optional<List<Observation>> packets() {
        if (recorder.isEmpty()) {
            return Optional.empty();
        }
        try {
            recorder.get().stop();
            var port = client.localPort();
            return Capture.read(recorder.get().file()).conversations().stream()
                    .filter(one -> one.client().port() == port && one.server().port() == proxy.port())
                    .map(one -> one.story(Side.DOWNSTREAM))
                    .findFirst();
        } catch (CaptureException | IOException broken) {
            notPackets = broken.getMessage();
            return Optional.empty();
        }
    }

    private List<Claim> claims(List<Observation> story, Source source, Optional<Integer> status) {
        var scale = new Scale(options.speed());
        return switch (options.story()) {
            case IDLE -> FiveObservations.of(story, scale, source, watch.flatMap(SocketWatch::unreadBytes));
            case READ_TIMEOUT -> StoryClaims.readTimeout(story, scale, timeout(), status);
            case WEBSOCKET -> StoryClaims.webSocket(story, scale, timeout());
            case RACE -> StoryClaims.race(story, scale, source, timeout());
        };
    }

    @Override
    public void close() throws IOException {
        watch.ifPresent(SocketWatch::close);
        recorder.ifPresent(Recorder::close);
        client.close();
        proxy.close();
        origin.close();
    }
}
