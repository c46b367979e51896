package io.waflab.reproduce;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One step of a client's script. Its argument has been read when there is a Step: playing it cannot fail for its form.
 *
 * @param kind which
 * @param argument what stood behind the colon; empty for none
 */
public record Step(StepKind kind, String argument) {

    /**
     * {@code word} or {@code word:argument}, as the command line and files write it.
     *
     * @throws IllegalArgumentException when it is no step, in one line
     */
    public static Step parse(String text) {
        var halves = text.strip().split(":", 2);
        var kind = Arrays.stream(StepKind.values())
                .filter(known -> known.word().equals(halves[0]))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "\"" + Printable.of(halves[0]) + "\" is no step (expected one of: " + all() + ")"));
        var step = new Step(kind, halves.length == 2 ? halves[1] : "");
        try {
            step.check();
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("step " + Printable.of(text) + ": " + wrong.getMessage() + " (expected "
                    + kind.word() + (kind.form().isEmpty() ? "" : ":" + kind.form()) + ")");
        }
        return step;
    }

    List<String> words() {
        return argument.isBlank() ? List.of() : List.of(argument.strip().split("\\s+"));
    }

    String word(int number) {
        if (number >= words().size()) {
            throw new IllegalArgumentException("too few words");
        }
        return words().get(number);
    }

    @Override
    public String toString() {
        return kind.word() + (argument.isEmpty() ? "" : ":" + argument);
    }

    private static String all() {
        return Arrays.stream(StepKind.values()).map(StepKind::word).collect(Collectors.joining(", "));
    }

    private void check() {
        switch (kind) {
            case CONNECT, HANDSHAKE, HELLO, HTTP2, RESPONSE, CLOSE_NOTIFY, HALF_CLOSE, FIN, RST -> most(0);
            case REQUEST -> RequestWords.parse(words());
            case PIPELINE -> {
                most(2);
                number(0, 10_000);
                RequestWords.ascii(word(1));
            }
            case PAUSE -> {
                most(1);
                LabClock.parse(word(0));
            }
            case READ -> {
                most(1);
                Target.size(word(0));
            }
            case READ_SLOWLY -> {
                most(2);
                number(0, 1 << 30);
                LabClock.parse(word(1));
            }
            case READ_TO_END, AWAIT_MESSAGE -> {
                most(1);
                words().forEach(LabClock::parse);
            }
            case WEBSOCKET -> {
                most(1);
                RequestWords.ascii(word(0));
            }
            case PING -> checkPing();
            case TEXT -> {
                if (argument.getBytes(StandardCharsets.UTF_8).length > 125) {
                    throw new IllegalArgumentException("longer than 125 bytes of UTF-8");
                }
            }
            case SEND, SEND_UNDER_TLS -> Escapes.bytes(argument);
            case EXPECT -> Expectation.parse(argument);
        }
    }

    private void checkPing() {
        if (words().size() == 1) {
            throw new IllegalArgumentException("one time without the other");
        }
        most(2);
        words().forEach(LabClock::parse);
        if (!words().isEmpty() && LabClock.parse(word(0)).isZero()) {
            throw new IllegalArgumentException("a ping every 0 s");
        }
    }

    private void most(int count) {
        if (words().size() > count) {
            throw new IllegalArgumentException("too many words");
        }
    }

    /** The word as a number from 1 to most. */
    int number(int index, int most) {
        var text = word(index);
        if (!text.matches("\\d{1,10}") || Long.parseLong(text) < 1 || Long.parseLong(text) > most) {
            throw new IllegalArgumentException("\"" + text + "\" is no number from 1 to " + most);
        }
        return Integer.parseInt(text);
    }
}
