package io.waflab.reproduce;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Plays the steps of one script. Times of a script, limits included, are divided by the speed. */
final class ClientPlayer {

    /** How the result begins after which only expectations and the connection's close are played. */
    static final String STOPPED = "stopped: ";

    private final LabClient client;
    private final List<StepResult> results = new ArrayList<>();
    private final List<Response> responses = new ArrayList<>();
    private Optional<WebSocket> socket = Optional.empty();
    private boolean reached;

    ClientPlayer(LabClient client) {
        this.client = client;
    }

    ClientReport play(ClientScript script) {
        boolean stopped = false;
        for (var step : script.steps()) {
            if (Thread.currentThread().isInterrupted()) {
                break;
            }
            if (stopped && !isPlayedAnyway(step.kind())) {
                continue;
            }
            try {
                var told = play(step);
                boolean met = step.kind() != StepKind.EXPECT || told.isEmpty();
                results.add(new StepResult(step, client.clock().now(), met, told));
            } catch (ConnectionGone gone) {
                results.add(new StepResult(step, client.clock().now(), false, gone.getMessage()));
            } catch (IOException failed) {
                if (failed instanceof InterruptedIOException) {
                    Thread.currentThread().interrupt();
                }
                stopped = true;
                results.add(new StepResult(step, client.clock().now(), false, STOPPED + reason(failed)));
            }
        }
        return new ClientReport(
                client.story(),
                client.omitted(),
                results,
                responses,
                client.end(),
                client.localPortOrZero(),
                client.records(),
                reached);
    }

    /** A connection that came to nothing is still the script's to read and to close. */
    private static boolean isPlayedAnyway(StepKind kind) {
        return kind == StepKind.EXPECT || kind == StepKind.READ_TO_END || kind == StepKind.FIN || kind == StepKind.RST;
    }

    private String play(Step step) throws IOException {
        switch (step.kind()) {
            case CONNECT -> {
                client.connect();
                reached = true;
            }
            case HANDSHAKE -> client.handshake();
            case HELLO -> client.hello();
            case HTTP2 -> client.http2();
            case REQUEST -> client.request(RequestWords.parse(step.words()));
            case PIPELINE ->
                client.pipeline(IntStream.range(0, step.number(0, 10_000))
                        .mapToObj(i -> Request.get(step.word(1)))
                        .toList());
            case PAUSE -> client.pause(LabClock.parse(step.word(0)));
            case READ_SLOWLY -> client.readSlowly(step.number(0, 1 << 30), LabClock.parse(step.word(1)));
            case CLOSE_NOTIFY -> client.closeNotify();
            case HALF_CLOSE -> client.halfClose();
            case FIN -> client.fin();
            case RST -> client.rst();
            case SEND -> client.send(Escapes.bytes(step.argument()));
            case SEND_UNDER_TLS -> client.sendUnderTls(Escapes.bytes(step.argument()));
            case TEXT -> socket().text(step.argument());
            case RESPONSE, READ, READ_TO_END, WEBSOCKET, PING, AWAIT_MESSAGE, EXPECT -> {
                return look(step);
            }
        }
        return "";
    }

    /** The steps that have something to tell. */
    private String look(Step step) throws IOException {
        return switch (step.kind()) {
            case RESPONSE -> keep(client.response()).words();
            case READ -> client.read(Target.size(step.word(0))) + " bytes";
            case READ_TO_END -> client.readToEnd(limit(step)).ended().word();
            case WEBSOCKET -> {
                socket = client.webSocket(step.word(0));
                yield socket.isPresent() ? "upgraded" : "not upgraded";
            }
            case PING -> ping(step);
            case AWAIT_MESSAGE ->
                socket().await(limit(step))
                        .map(frame -> WebSocket.word(frame.opcode()) + " " + Printable.of(frame.words()))
                        .orElse("none, " + client.end().ended().word());
            case EXPECT -> expect(step);
            default -> "";
        };
    }

    private String expect(Step step) {
        var last = responses.isEmpty() ? Optional.<Response>empty() : Optional.of(responses.get(responses.size() - 1));
        var ended = client.end().ended();
        return Expectation.parse(step.argument()).met(ended, last)
                ? ""
                : "was " + ended.word()
                        + last.map(response -> "; " + response.words()).orElse("");
    }

    private String ping(Step step) throws IOException {
        if (step.words().isEmpty()) {
            socket().ping();
            return "";
        }
        var every = client.clock().scaled(LabClock.parse(step.word(0)));
        long deadline = System.nanoTime()
                + client.clock().scaled(LabClock.parse(step.word(1))).toNanos();
        int pings = 0;
        while (System.nanoTime() < deadline && client.end().ended() == Ended.STILL_OPEN) {
            socket().ping();
            pings++;
            answers(Math.min(deadline, System.nanoTime() + every.toNanos()));
        }
        return pings + " pings, " + client.end().ended().word();
    }

    private void answers(long deadline) throws IOException {
        for (long left = 1; left > 0 && client.end().ended() == Ended.STILL_OPEN; ) {
            left = deadline - System.nanoTime();
            if (left > 0) {
                socket().await(Duration.ofNanos(left));
            }
        }
    }

    private Response keep(Response response) {
        responses.add(response);
        return response;
    }

    private Duration limit(Step step) {
        return step.words().isEmpty()
                ? client.options().limit()
                : client.clock().scaled(LabClock.parse(step.word(0)));
    }

    private WebSocket socket() throws ConnectionGone {
        return socket.orElseThrow(() -> new ConnectionGone("there is no WebSocket (no 101 came)"));
    }

    private static String reason(IOException failed) {
        return SocketWords.reason(failed).lines().map(Printable::of).collect(Collectors.joining(" "));
    }
}
