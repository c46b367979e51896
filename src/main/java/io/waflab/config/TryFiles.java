package io.waflab.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One {@code try_files} (ngx_http_try_files_module.c).
 *
 * @param candidates what is looked for in the document root, in order
 * @param code the status when nothing is there; empty when fallback answers
 * @param fallback the URI or the name of a location that answers when nothing is there
 */
public record TryFiles(List<Candidate> candidates, Optional<Integer> code, Template fallback) {

    /**
     * A path that may be there.
     *
     * @param directory whether it is to be a directory: it was written with a slash at its end, which name has not
     */
    public record Candidate(Template name, boolean directory) {}

    public TryFiles {
        candidates = List.copyOf(candidates);
    }

    /** @throws IllegalArgumentException in nginx's words */
    public static TryFiles of(List<String> words, Variables variables) {
        if (words.size() < 2) {
            throw new IllegalArgumentException("invalid number of arguments (expected file ... uri)");
        }
        var candidates = new ArrayList<Candidate>();
        for (var word : words.subList(0, words.size() - 1)) {
            boolean directory = word.endsWith("/");
            var name = directory ? word.substring(0, word.length() - 1) : word;
            candidates.add(new Candidate(Template.of(name, variables), directory));
        }
        var last = words.get(words.size() - 1);
        return new TryFiles(candidates, code(last), Template.of(last, variables));
    }

    private static Optional<Integer> code(String word) {
        if (!word.startsWith("=")) {
            return Optional.empty();
        }
        if (!word.matches("=[0-9]{1,3}")) {
            throw new IllegalArgumentException("invalid code \"" + word.substring(1) + "\"");
        }
        return Optional.of(Integer.parseInt(word.substring(1)));
    }
}
