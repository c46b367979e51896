package io.waflab.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What {@code valid_referers} says of a Referer (ngx_http_referer_module.c). */
public final class Referers {

    /** Shorter than {@code http://i.ru} nothing is a URL. */
    private static final int SHORTEST = 11;

    private static final int LONGEST_NAME = 256;

    private final Map<String, String> exact = new HashMap<>();
    private final Map<String, String> before = new HashMap<>();
    private final Map<String, String> after = new HashMap<>();
    private final List<Regex> nameRegexes = new ArrayList<>();
    private final List<Regex> regexes = new ArrayList<>();
    private boolean none;
    private boolean blocked;

    private Referers() {}

    /** Those in force somewhere; empty where every Referer is valid. */
    public static Optional<Referers> of(Settings settings, List<ServerName> names) {
        return settings.has(Directive.VALID_REFERERS)
                ? Optional.of(of(settings.lines(Directive.VALID_REFERERS), names))
                : Optional.empty();
    }

    /** @throws IllegalArgumentException in nginx's words */
    static Referers of(List<List<String>> lines, List<ServerName> names) {
        var referers = new Referers();
        lines.forEach(words -> words.forEach(word -> referers.add(word, names)));
        return referers;
    }

    private void add(String word, List<ServerName> names) {
        switch (word) {
            case "none" -> none = true;
            case "blocked" -> blocked = true;
            case "server_names" ->
                names.forEach(name -> name.regex().ifPresentOrElse(nameRegexes::add, () -> add(name, "")));
            default -> addWritten(word);
        }
    }

    private void addWritten(String word) {
        if (word.isEmpty()) {
            throw new IllegalArgumentException("invalid referer \"" + word + "\"");
        }
        if (word.startsWith("~")) {
            regexes.add(Regex.of(word.substring(1), true));
            return;
        }
        int slash = word.indexOf('/');
        var host = slash < 0 ? word : word.substring(0, slash);
        for (var name : ServerName.wildcards(host)) {
            add(name, slash < 0 ? "" : TextBytes.of(word.substring(slash)));
        }
    }

    private void add(ServerName name, String uri) {
        var map = switch (name.form()) {
            case WILDCARD_BEFORE -> before;
            case WILDCARD_AFTER -> after;
            default -> exact;
        };
        map.put(name.text(), uri);
    }

    /**
     * Whether a request may come from there.
     *
     * @param referer the field's value; empty for a request without one
     * @throws Regex.LimitReached when a search takes too long
     */
    public boolean allow(Optional<String> referer) {
        if (referer.isEmpty()) {
            return none;
        }
        var text = referer.get();
        int scheme = text.length() < SHORTEST ? 0 : scheme(text);
        if (scheme == 0) {
            return blocked;
        }
        var rest = text.substring(scheme);
        int end = 0;
        while (end < rest.length() && rest.charAt(end) != '/' && rest.charAt(end) != ':') {
            end++;
        }
        if (end > LONGEST_NAME) {
            return false;
        }
        var name = rest.substring(0, end).toLowerCase(Locale.ROOT);
        var uri = byName(name);
        if (uri != null) {
            int path = rest.indexOf('/', end);
            return rest.substring(path < 0 ? rest.length() : path).startsWith(uri);
        }
        return nameRegexes.stream().anyMatch(regex -> regex.find(name).isPresent())
                || regexes.stream().anyMatch(regex -> regex.find(rest).isPresent());
    }

    /** How long {@code http://} or {@code https://} is; 0 for neither. */
    private static int scheme(String text) {
        if (text.regionMatches(true, 0, "http://", 0, 7)) {
            return 7;
        }
        return text.regionMatches(true, 0, "https://", 0, 8) ? 8 : 0;
    }

    /** The path that a name's URLs must begin with; null where the name is not known. */
    private String byName(String name) {
        var uri = exact.get(name);
        uri = uri == null ? ServerName.findBefore(before, name) : uri;
        return uri == null ? ServerName.findAfter(after, name) : uri;
    }
}
