package io.waflab.cli;

import io.waflab.config.Directive;
import io.waflab.connection.Peer;
import io.waflab.reproduce.LabClient;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The disconnects that the demo can make happen. Durations are those at speed 1. */
enum DemoStory {
    IDLE(
            "idle",
            Directive.KEEPALIVE_TIMEOUT,
            "the customer's case: an idle connection that the client does not look at"),
    READ_TIMEOUT("read-timeout", Directive.PROXY_READ_TIMEOUT, "an origin that never answers: 504, and the end"),
    WEBSOCKET("websocket", Directive.PROXY_READ_TIMEOUT, "a WebSocket on which nobody speaks"),
    RACE("race", Directive.KEEPALIVE_TIMEOUT, "a request onto a connection that the server has just closed");

    /** How long the customer's client left the closed connection alone. */
    private static final Duration LATE = Duration.ofMillis(14_948);

    /** How long after the server's close the race's request goes out; real time at every speed. */
    private static final Duration MISSED_BY = Duration.ofMillis(300);

    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final String word;
    private final Directive timer;
    private final String title;

    DemoStory(String word, Directive timer, String title) {
        this.word = word;
        this.timer = timer;
        this.title = title;
    }

    /** @throws IllegalArgumentException for another word, in one line */
    static DemoStory named(String word) {
        return Arrays.stream(values())
                .filter(story -> story.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such story (expected "
                        + Arrays.stream(values()).map(story -> story.word).collect(Collectors.joining(", ")) + ")"));
    }

    String word() {
        return word;
    }

    String title() {
        return title;
    }

    /** The timer that ends the connection. */
    Directive timer() {
        return timer;
    }

    /** How long the client is busy with it, {@code timer} being its timer's value. */
    Duration length(Duration timeout) {
        return this == IDLE ? timeout.plus(LATE) : timeout;
    }

    /**
     * Plays the client's part from the first request on; where its own end means nothing, that is left to the caller.
     *
     * @param timeout the timer's value
     * @param speed what every pause is divided by
     * @return the status of the last response, where the client asked for one and got it
     */
    Optional<Integer> play(LabClient client, Duration timeout, double speed) throws IOException {
        return switch (this) {
            case IDLE -> {
                client.request("/ok").response();
                client.pause(timeout.plus(LATE)).fin();
                yield Optional.empty();
            }
            case READ_TIMEOUT -> {
                var response = client.request("/silent").response();
                client.readToEnd(ANSWER);
                yield Optional.of(response.status());
            }
            case WEBSOCKET -> {
                var socket = client.webSocket("/ws").orElseThrow(() -> new IOException("the upgrade was refused"));
                socket.text("hello");
                socket.await(ANSWER);
                client.readToEnd(scaled(timeout, speed).plus(ANSWER));
                yield Optional.empty();
            }
            case RACE -> {
                client.request("/ok").response();
                client.pause(timeout.plus(Duration.ofNanos(Math.round(MISSED_BY.toNanos() * speed))));
                client.request("/ok").response();
                yield Optional.empty();
            }
        };
    }

    /** Whether something is left to be seen in the kernel when both programs have closed, and whose RST it would be. */
    Optional<Peer> resetBy() {
        return switch (this) {
            case IDLE -> Optional.of(Peer.CLIENT);
            case RACE -> Optional.of(Peer.SERVER);
            case READ_TIMEOUT, WEBSOCKET -> Optional.empty();
        };
    }

    static Duration scaled(Duration duration, double speed) {
        return Duration.ofNanos(Math.round(duration.toNanos() / speed));
    }
}
