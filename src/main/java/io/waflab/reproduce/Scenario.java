package io.waflab.reproduce;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The scripts that have names. In their steps PATH and TIME stand for what the user gives, or the defaults. */
public enum Scenario {
    ONE_REQUEST("one-request", "/ok", "0s", "request:PATH", "response", "close-notify", "fin"),
    /** The customer's: the WAF's alert and FIN come after 120 s and stay unread; closing makes the kernel reset. */
    IDLE_UNREAD("idle-unread", "/ok", "134.838s", "request:PATH", "response", "pause:TIME", "fin"),
    IDLE_UNTIL_CLOSED("idle-until-closed", "/ok", "200s", "request:PATH", "response", "read-to-end:TIME", "fin"),
    /** A request onto a connection that the server has closed meanwhile. */
    RACE("race", "/ok", "121s", "request:PATH", "response", "pause:TIME", "request:PATH", "response", "read-to-end:5s"),
    HALF_HEAD("half-head", "/ok", "100s", "request:PATH head=20", "read-to-end:TIME", "fin"),
    HALF_BODY("half-body", "/sink", "100s", "request:POST PATH body=100 sent=40", "read-to-end:TIME", "fin"),
    STOP_READING(
            "stop-reading", "/big?n=20m", "100s", "request:PATH", "read:1000", "pause:TIME", "read-to-end:5s", "fin"),
    WEBSOCKET("websocket", "/ws", "100s", "websocket:PATH", "text:hello", "await-message", "read-to-end:TIME", "fin"),
    WEBSOCKET_PINGS("websocket-pings", "/ws", "200s", "websocket:PATH", "ping:20s TIME", "close-notify", "fin"),
    /** The handshake, and no byte of a request. */
    PRECONNECT("preconnect", "/", "100s", "read-to-end:TIME", "fin"),
    /** Leaves without waiting for the answer. */
    GET_AND_GO("get-and-go", "/ok", "0s", "request:PATH", "fin");

    private static final Pattern PLACES = Pattern.compile("PATH|TIME");

    private final String word;
    private final String path;
    private final String time;
    private final List<String> steps;

    Scenario(String word, String path, String time, String... steps) {
        this.word = word;
        this.path = path;
        this.time = time;
        this.steps = List.of(steps);
    }

    public String word() {
        return word;
    }

    /** @throws IllegalArgumentException when there is none of that name, in one line */
    public static Scenario named(String word) {
        return Arrays.stream(values())
                .filter(known -> known.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("\"" + Printable.of(word)
                        + "\" is no scenario (expected one of: "
                        + Arrays.stream(values()).map(Scenario::word).collect(Collectors.joining(", ")) + ")"));
    }

    /** The steps with the defaults for path and time. */
    public List<String> steps() {
        return steps(path, time);
    }

    /** @param ownPath empty for the default @param ownTime of its one long wait; empty for the default */
    public List<String> steps(String ownPath, String ownTime) {
        var given = Map.of("PATH", ownPath.isEmpty() ? path : ownPath, "TIME", ownTime.isEmpty() ? time : ownTime);
        return steps.stream()
                .map(step ->
                        PLACES.matcher(step).replaceAll(place -> Matcher.quoteReplacement(given.get(place.group()))))
                .toList();
    }
}
