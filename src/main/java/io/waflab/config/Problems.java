package io.waflab.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects what is wrong with a configuration, so that all of it is said at once, and what is only worth a note. */
public final class Problems {

    /** A broken file cannot fill the screen, or the memory. */
    private static final int MOST = 1000;

    private final List<Problem> found = new ArrayList<>();
    private final Map<String, Problem> notes = new LinkedHashMap<>();

    void add(Origin origin, String message) {
        add(origin, message, message);
    }

    /** @param inNginx what nginx says of it, without the place */
    void add(Origin origin, String message, String inNginx) {
        add(new Problem(origin, Printable.line(message), Problem.placed(Printable.line(inNginx), origin)));
    }

    /** Those whose texts can be printed, each once. */
    public void addAll(List<Problem> problems) {
        for (var problem : problems) {
            add(problem);
        }
    }

    /** One whose texts can be printed. */
    void add(Problem problem) {
        if (found.size() < MOST && !found.contains(problem)) {
            found.add(problem);
        }
    }

    /** Keeps the first note of the same text. */
    void note(Origin origin, String message) {
        notes.putIfAbsent(message, new Problem(origin, Printable.line(message)));
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /** @throws ConfigException with all of them, by file and line */
    public void throwIfAny() throws ConfigException {
        if (!found.isEmpty()) {
            throw new ConfigException(sorted(found));
        }
    }

    List<Problem> notes() {
        return sorted(notes.values());
    }

    private static List<Problem> sorted(Collection<Problem> problems) {
        var all = new ArrayList<>(problems);
        all.sort(Problems::byPlace);
        return List.copyOf(all);
    }

    /** Not of {@link java.util.Comparator#comparing}: its lambdas are in no class-data archive, which takes 4 ms of a start. */
    private static int byPlace(Problem one, Problem other) {
        int byFile = one.origin().file().compareTo(other.origin().file());
        return byFile != 0
                ? byFile
                : Integer.compare(one.origin().line(), other.origin().line());
    }
}
