package io.waflab.reproduce;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which behaviour a request gets, by its path: one of the written ones with the longest matching prefix, else the
 * built-in one of that name ({@code /ok}, {@code /stall}, ...). Immutable.
 */
public final class Routes {

    private final Map<String, Behaviour> written;
    private final boolean builtIn;

    private Routes(Map<String, Behaviour> written, boolean builtIn) {
        this.written = new TreeMap<>(written);
        this.builtIn = builtIn;
    }

    /** The path says the behaviour. */
    public static Routes builtIn() {
        return new Routes(Map.of(), true);
    }

    /**
     * Every path behaves like one of the built-in ones.
     *
     * @param target {@code stall} or {@code /stall?n=500&t=3}
     * @throws IllegalArgumentException when there is none of that name, in one line
     */
    public static Routes everywhere(String target) {
        return new Routes(Map.of("/", named(target)), false);
    }

    /** @param prefix a path; for it and all below it */
    public Routes with(String prefix, Behaviour behaviour) {
        var all = new TreeMap<>(written);
        all.put(prefix, behaviour);
        return new Routes(all, builtIn);
    }

    /** A built-in behaviour by its target; a missing first slash is allowed. */
    public static Behaviour named(String target) {
        var known = Target.of(target.startsWith("/") ? target : "/" + target);
        var behaviour = Paths.behaviour(known)
                .orElseThrow(() -> new IllegalArgumentException(
                        "\"" + target + "\" is no behaviour (expected one of: " + Paths.names() + ")"));
        known.refuseOthers();
        return behaviour;
    }

    /** 404 for a path that nobody knows, 400 with the reason for a parameter of the wrong form. */
    Behaviour of(Target target) {
        var found = written.entrySet().stream()
                .filter(entry -> covers(entry.getKey(), target.path()))
                .reduce((shorter, longer) -> longer)
                .map(Map.Entry::getValue);
        if (found.isPresent()) {
            return found.get();
        }
        try {
            return builtIn(target).orElse(refusal(404, ""));
        } catch (IllegalArgumentException wrong) {
            return refusal(400, "X-Reason: " + Printable.of(String.valueOf(wrong.getMessage())));
        }
    }

    /** What happens to a connection before anything is read: only a behaviour for all paths can say. */
    Effect onConnect() {
        return Optional.ofNullable(written.get("/"))
                .map(all -> all.at(Moment.CONNECT))
                .orElse(Effect.NONE);
    }

    private Optional<Behaviour> builtIn(Target target) {
        if (!builtIn) {
            return Optional.empty();
        }
        int second = target.path().indexOf('/', 1);
        var first = second < 0 ? target.path() : target.path().substring(0, second);
        return Paths.behaviour(target.at(first));
    }

    private static boolean covers(String prefix, String path) {
        return path.equals(prefix)
                || path.startsWith(prefix) && (prefix.endsWith("/") || path.charAt(prefix.length()) == '/');
    }

    private static Behaviour refusal(int status, String header) {
        var answer = new Answer(status, Answer.Framing.LENGTH, Answer.Content.FILL, 0, List.of());
        return Behaviour.of(header.isEmpty() ? answer : answer.with(header));
    }
}
