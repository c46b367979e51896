package io.waflab.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads the {@code location} blocks of a server, and those inside them. */
final class LocationReader {

    /** nginx knows no bound; an nginx.conf's blocks have this one, and the proxy looks locations up recursively. */
    private static final int DEEPEST = 100;

    /** What limit_except may name (ngx_http_core_module.c, ngx_methods_names). */
    private static final Set<String> METHODS = Set.of(
            "GET",
            "HEAD",
            "POST",
            "PUT",
            "DELETE",
            "MKCOL",
            "COPY",
            "MOVE",
            "OPTIONS",
            "PROPFIND",
            "PROPPATCH",
            "LOCK",
            "UNLOCK",
            "PATCH");

    private final Problems problems;
    private final SettingsReader settings;
    private final Upstreams upstreams;
    private final Variables variables;

    LocationReader(Problems problems, Upstreams upstreams, Variables variables) {
        this.problems = problems;
        this.settings = new SettingsReader(problems);
        this.upstreams = upstreams;
        this.variables = variables;
    }

    /** What is around a location: what it inherits, and the heads of the locations that it is in, the innermost last. */
    private record Place(Settings settings, DocumentRoot root, List<LocationHead> around) {}

    /** All that are right, in their order. */
    List<Location> read(List<Statement> statements, Settings outer, DocumentRoot root) {
        return read(statements, new Place(outer, root, List.of()));
    }

    private List<Location> read(List<Statement> statements, Place place) {
        var locations = new ArrayList<Location>();
        var seen = new HashSet<String>();
        for (var statement : statements) {
            try {
                var head = LocationHead.of(statement.arguments());
                checkPlace(head, place.around(), seen);
                locations.add(location(head, statement, place));
            } catch (IllegalArgumentException wrong) {
                problems.add(statement.origin(), wrong.getMessage());
            }
        }
        return locations;
    }

    /** ngx_http_core_location: a nested one is of the same prefix, and none is written twice. */
    private static void checkPlace(LocationHead head, List<LocationHead> around, Set<String> seen) {
        if (around.size() >= DEEPEST) {
            throw new IllegalArgumentException("\"" + head + "\" is nested deeper than " + DEEPEST);
        }
        var outer = around.isEmpty() ? null : around.get(around.size() - 1);
        if (outer != null && outer.match() == Location.Match.EXACT) {
            throw new IllegalArgumentException(
                    "location \"" + head.text() + "\" cannot be inside the exact location \"" + outer.text() + "\"");
        }
        if (outer != null && outer.match() == Location.Match.NAMED) {
            throw new IllegalArgumentException(
                    "location \"" + head.text() + "\" cannot be inside the named location \"" + outer.text() + "\"");
        }
        if (outer != null && head.match() == Location.Match.NAMED) {
            throw new IllegalArgumentException(
                    "named location \"" + head.text() + "\" can be on the server level only");
        }
        if (outer != null && !head.isRegex() && !head.text().startsWith(outer.text())) {
            throw new IllegalArgumentException(
                    "location \"" + head.text() + "\" is outside location \"" + outer.text() + "\"");
        }
        var key = head.match() == Location.Match.EXACT ? "= " + head.text() : head.text();
        if (!head.isRegex() && !seen.add(key)) {
            throw new IllegalArgumentException("duplicate location \"" + head.text() + "\"");
        }
    }

    private Location location(LocationHead head, Statement statement, Place outer) {
        var block = Block.of(statement.block(), Context.LOCATION, problems);
        var own = settings.read(block, outer.settings());
        var root = root(block, own, head, outer.root(), statement.origin());
        var around = new ArrayList<>(outer.around());
        around.add(head);
        var here = new Place(own, root, around);
        var proxyPass = proxyPass(
                own,
                head.match() != Location.Match.REGEX
                        && head.match() != Location.Match.REGEX_ANY_CASE
                        && head.match() != Location.Match.NAMED);
        return new Location(
                head.match(),
                head.text(),
                head.regex(),
                own,
                proxyPass,
                new RewriteReader(problems, variables, (inner, at) -> Optional.of(nameless(inner, at, here, proxyPass)))
                        .read(block),
                block.steps(),
                root,
                read(block.inner("location"), here),
                limitExcept(block, here, proxyPass),
                statement.origin());
    }

    private DocumentRoot root(Block block, Settings own, LocationHead head, DocumentRoot outer, Origin origin) {
        try {
            return DocumentRoot.of(block, own, head, outer, variables);
        } catch (IllegalArgumentException wrong) {
            problems.add(origin, wrong.getMessage());
            return outer;
        }
    }

    private Optional<ProxyPass> proxyPass(Settings own, boolean mayHaveUri) {
        Optional<ProxyPass> proxyPass = own.find(Directive.PROXY_PASS)
                .flatMap(setting -> upstreams.proxyPass((String) setting.value(), setting.origin()));
        if (!mayHaveUri && proxyPass.isPresent() && proxyPass.get().uri().isPresent()) {
            problems.add(
                    proxyPass.get().origin(),
                    "\"proxy_pass\" cannot have URI part in location given by regular expression, or inside named location,"
                            + " or inside \"if\" statement, or inside \"limit_except\" block");
        }
        return proxyPass;
    }

    /** An if or limit_except: what it does not say itself it has from the location around it, proxy_pass too. */
    private Location nameless(Block block, Statement statement, Place around, Optional<ProxyPass> outer) {
        var own = settings.read(block, around.settings());
        var head = around.around().get(around.around().size() - 1);
        boolean root = block.written().containsKey(Directive.ROOT);
        return new Location(
                Location.Match.NAMELESS,
                head.isRegex() || head.match() == Location.Match.NAMED ? "" : head.text(),
                Optional.empty(),
                own,
                proxyPass(own, false).or(() -> outer),
                List.of(),
                List.of(),
                root ? DocumentRoot.of(own, variables) : around.root(),
                List.of(),
                Optional.empty(),
                statement.origin());
    }

    private Optional<Location.LimitExcept> limitExcept(Block block, Place here, Optional<ProxyPass> proxyPass) {
        var written = block.inner("limit_except");
        if (written.isEmpty()) {
            return Optional.empty();
        }
        var statement = written.get(0);
        if (written.size() > 1) {
            problems.add(written.get(1).origin(), "\"limit_except\" directive is duplicate");
        }
        var methods = new HashSet<String>();
        if (statement.arguments().isEmpty()) {
            var said = "invalid number of arguments in \"limit_except\" directive";
            problems.add(statement.origin(), said + " (expected methods)", said);
        }
        for (var word : statement.arguments()) {
            var method = word.toUpperCase(Locale.ROOT);
            if (!METHODS.contains(method)) {
                var said = "invalid method \"" + word + "\"";
                problems.add(statement.origin(), "limit_except: " + said, said);
            }
            methods.add(method);
        }
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        var inner = Block.of(statement.block(), Context.LIMIT_EXCEPT, problems);
        return Optional.of(new Location.LimitExcept(methods, nameless(inner, statement, here, proxyPass)));
    }
}
