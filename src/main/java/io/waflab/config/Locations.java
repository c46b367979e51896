package io.waflab.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the location of a request, as ngx_http_core_find_location does: the exact one, else of the prefixes the longest;
 * then, unless that is {@code ^~}, the first regular expression that matches. Inside what was found it looks again.
 *
 * <p>A prefix is found by one binary search and a walk along the shorter prefixes of the one it meets.
 */
public final class Locations {

    private static final Set<Location.Match> BY_TEXT =
            Set.of(Location.Match.EXACT, Location.Match.PREFIX, Location.Match.PREFIX_FINAL);

    private final Map<String, Node> exact = new HashMap<>();
    private final List<Node> prefixes = new ArrayList<>();
    private final List<Node> regexes = new ArrayList<>();
    /** Prefix locations whose name ends in a slash, by the name without it, that proxy: nginx redirects to them. */
    private final Map<String, Node> slashes = new HashMap<>();

    /**
     * What was found.
     *
     * @param location which
     * @param match the groups of the regular expression that was met last
     * @param addSlash whether the request is for the name of a proxying location {@code /name/} without its slash, and is to
     *     be answered by a 301 to the name with it
     */
    public record Found(Location location, Optional<Regex.Match> match, boolean addSlash) {}

    private static final class Node {
        private final Location location;
        private final Locations inner;
        private final String text;
        private final Found found;
        private final Step step;
        private Node shorter;

        Node(Location location) {
            this.location = location;
            this.inner = new Locations(location.locations());
            text = location.octets();
            found = new Found(location, Optional.empty(), false);
            step = new Step(found, false);
        }

        String text() {
            return text;
        }
    }

    /** One level of search: what it met, and whether no regular expression may change that. */
    private record Step(Found found, boolean last) {}

    public Locations(List<Location> locations) {
        for (var location : locations) {
            var node = new Node(location);
            switch (location.match()) {
                case EXACT -> exact.put(node.text(), node);
                case PREFIX, PREFIX_FINAL -> prefixes.add(node);
                case REGEX, REGEX_ANY_CASE -> regexes.add(node);
                case NAMED, NAMELESS -> {
                    // not found by URI
                }
            }
            boolean slash = BY_TEXT.contains(location.match())
                    && node.text().endsWith("/")
                    && node.text().length() > 1;
            if (slash && location.proxyPass().isPresent()) {
                slashes.putIfAbsent(node.text().substring(0, node.text().length() - 1), node);
            }
        }
        // The lambdas of Comparator.comparing are in no class-data archive: 2 ms of a start.
        prefixes.sort((one, other) -> one.text().compareTo(other.text()));
        for (int i = 1; i < prefixes.size(); i++) {
            prefixes.get(i).shorter = startOf(prefixes.get(i).text(), prefixes.get(i - 1));
        }
    }

    /**
     * The location of a request; empty when none matches.
     *
     * @param uri decoded and normalized, without the query
     * @throws Regex.LimitReached when a search takes too long
     */
    public Optional<Found> find(String uri) {
        var step = search(uri);
        return step == null ? Optional.empty() : Optional.of(step.found);
    }

    private Step search(String uri) {
        var node = exact.get(uri);
        if (node != null) {
            return new Step(node.found, true);
        }
        var prefix = longestPrefix(uri);
        var slash = slashes.get(uri);
        if (slash != null && (prefix == null || prefix.text().length() < uri.length())) {
            return new Step(new Found(slash.location, Optional.empty(), true), true);
        }
        Step best = null;
        boolean regexesCount = true;
        if (prefix != null) {
            best = prefix.step;
            regexesCount = prefix.location.match() != Location.Match.PREFIX_FINAL;
            var inner = prefix.inner.search(uri);
            if (inner != null) {
                best = inner;
            }
        }
        return best != null && best.last || !regexesCount ? best : regex(uri, best);
    }

    private Step regex(String uri, Step otherwise) {
        for (var node : regexes) {
            var match = node.location.regex().orElseThrow().find(uri);
            if (match.isPresent()) {
                var inner = node.inner.search(uri);
                var found = inner == null ? node.found : inner.found;
                return new Step(new Found(found.location(), found.match().or(() -> match), found.addSlash()), true);
            }
        }
        return otherwise;
    }

    private Node longestPrefix(String uri) {
        int low = 0;
        int high = prefixes.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (prefixes.get(middle).text().compareTo(uri) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0 ? null : startOf(uri, prefixes.get(low - 1));
    }

    /** The node, or the longest of its shorter prefixes, that the text starts with. */
    private static Node startOf(String text, Node node) {
        var prefix = node;
        while (prefix != null && !text.startsWith(prefix.text())) {
            prefix = prefix.shorter;
        }
        return prefix;
    }
}
