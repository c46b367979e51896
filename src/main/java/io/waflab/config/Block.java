package io.waflab.config;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The statements of one block, sorted: settings by directive, inner blocks by name. Says what does not belong there. */
final class Block {

    /** The names that stand for blocks, or in an upstream for its origins, by where they stand. */
    private static final Map<Context, Set<String>> INNER = Map.ofEntries(
            Map.entry(Context.MAIN, Set.of("http", "events", "stream")),
            Map.entry(Context.HTTP, Set.of("server", "upstream", "upstream_defaults", "map", "geo", "split_clients")),
            Map.entry(Context.SERVER, Set.of("location", "if")),
            Map.entry(Context.LOCATION, Set.of("location", "if", "limit_except")),
            Map.entry(Context.IF, Set.of()),
            Map.entry(Context.SERVER_IF, Set.of()),
            Map.entry(Context.LIMIT_EXCEPT, Set.of()),
            Map.entry(Context.UPSTREAM, Set.of("server")),
            Map.entry(Context.STREAM, Set.of("server", "upstream", "map", "geo", "split_clients")),
            Map.entry(Context.STREAM_SERVER, Set.of()),
            Map.entry(Context.STREAM_UPSTREAM, Set.of("server")));

    /** The directives that are done in the order in which they stand (ngx_http_rewrite_module). */
    private static final Set<String> STEPS = Set.of("rewrite", "set", "if", "break", "return");

    /** Those that may be repeated, but not beside an off (ngx_http_proxy_module.c). */
    private static final Set<Directive> ALONE = EnumSet.of(
            Directive.PROXY_REDIRECT,
            Directive.PROXY_COOKIE_DOMAIN,
            Directive.PROXY_COOKIE_PATH,
            Directive.PROXY_COOKIE_FLAGS);

    private final Context context;
    private final Problems problems;
    private final Map<Directive, List<Statement>> written = new EnumMap<>(Directive.class);
    private final Map<String, List<Statement>> inner = new LinkedHashMap<>();
    private final List<Statement> steps = new ArrayList<>();
    private final List<Statement> access = new ArrayList<>();
    /** Where those that nginx takes once were first written. */
    private final Map<String, Origin> foreign = new HashMap<>();

    private Block(Context context, Problems problems) {
        this.context = context;
        this.problems = problems;
    }

    static Block of(List<Statement> statements, Context context, Problems problems) {
        var block = new Block(context, problems);
        for (var statement : statements) {
            block.add(statement);
        }
        return block;
    }

    Context context() {
        return context;
    }

    /** Each directive that stands here, with every time that it does; never none. */
    Map<Directive, List<Statement>> written() {
        return written;
    }

    /** Every allow and deny that stands here, in their order. */
    List<Statement> access() {
        return access;
    }

    /** The inner blocks (or an upstream's servers) of that name. */
    List<Statement> inner(String name) {
        return inner.getOrDefault(name, List.of());
    }

    /** The directives of ngx_http_rewrite_module, in their order. */
    List<Statement> steps() {
        return steps;
    }

    private void add(Statement statement) {
        var name = statement.name();
        if (INNER.get(context).contains(name)) {
            if (STEPS.contains(name)) {
                steps.add(statement);
            }
            inner.computeIfAbsent(name, unused -> new ArrayList<>()).add(statement);
            return;
        }
        var directive = Directive.of(name);
        if (directive.isEmpty()) {
            addForeign(statement);
        } else if (!directive.get().contexts().contains(context)) {
            problems.add(
                    statement.origin(),
                    name + ": not allowed in " + word(context) + " (allowed in "
                            + words(directive.get().contexts()) + ")",
                    notAllowed(name));
        } else if (!statement.block().isEmpty() && directive.get() != Directive.TYPES) {
            problems.add(
                    statement.origin(),
                    name + ": takes no block",
                    "directive \"" + name + "\" is not terminated by \";\"");
        } else {
            addSetting(directive.get(), statement);
            if (STEPS.contains(name)) {
                steps.add(statement);
            }
        }
    }

    private void addSetting(Directive directive, Statement statement) {
        var all = written.computeIfAbsent(directive, unused -> new ArrayList<>());
        if (directive == Directive.ALLOW || directive == Directive.DENY) {
            access.add(statement);
        }
        boolean alone = ALONE.contains(directive) && (isOff(statement) || !all.isEmpty() && isOff(all.get(0)));
        if (all.isEmpty() || directive.repeats() && !alone) {
            all.add(statement);
        } else {
            addDuplicate(statement, all.get(0).origin());
        }
    }

    private static boolean isOff(Statement statement) {
        return statement.arguments().equals(List.of("off"));
    }

    /** What waflab has no setting for: nginx's and harmless, nginx's and not to be ignored, or nobody's. */
    private void addForeign(Statement statement) {
        var name = statement.name();
        for (var names : INNER.values()) {
            if (names.contains(name)) {
                problems.add(statement.origin(), name + ": not allowed in " + word(context), notAllowed(name));
                return;
            }
        }
        if (!ForeignPlaces.allow(name, context)) {
            problems.add(statement.origin(), name + ": not allowed in " + word(context), notAllowed(name));
            return;
        }
        var first = ForeignPlaces.standsOnce(name) ? foreign.putIfAbsent(name, statement.origin()) : null;
        if (first != null) {
            addDuplicate(statement, first);
            return;
        }
        switch (ForeignDirectives.standing(name, statement.arguments())) {
            case HARMLESS -> addHarmless(statement);
            case NOT_DONE ->
                problems.add(
                        statement.origin(),
                        name + ": a directive of nginx that waflab does not have" + ForeignDirectives.accepted(name));
            case MISCOUNTED ->
                problems.add(
                        statement.origin(),
                        name + ": nginx does not take it with "
                                + statement.arguments().size() + " arguments",
                        "invalid number of arguments in \"" + name + "\" directive");
            case UNKNOWN ->
                problems.add(
                        statement.origin(),
                        name + ": unknown directive" + Suggestion.of(name, candidates()),
                        "unknown directive \"" + name + "\"");
        }
    }

    private void addHarmless(Statement statement) {
        var name = statement.name();
        try {
            ForeignPlaces.check(name, statement.arguments());
            problems.note(statement.origin(), name + ": known, and without effect in waflab");
        } catch (IllegalArgumentException wrong) {
            problems.add(
                    statement.origin(),
                    name + ": " + wrong.getMessage(),
                    SettingsReader.inNginx(statement, ForeignPlaces.kind(name), wrong.getMessage()));
        }
    }

    private void addDuplicate(Statement statement, Origin first) {
        problems.add(
                statement.origin(),
                statement.name() + ": is duplicate (first at " + first + ")",
                "\"" + statement.name() + "\" directive is duplicate");
    }

    private static String notAllowed(String name) {
        return "\"" + name + "\" directive is not allowed here";
    }

    private Set<String> candidates() {
        var names = new LinkedHashSet<String>();
        for (var directive : Directive.values()) {
            if (directive.contexts().contains(context)) {
                names.add(directive.word());
            }
        }
        for (var name : INNER.get(context)) {
            names.add(name);
        }
        for (var directive : Directive.values()) {
            names.add(directive.word());
        }
        return names;
    }

    static String word(Context context) {
        return switch (context) {
            case MAIN -> "the top level";
            case IF -> "if in location";
            case SERVER_IF -> "if in server";
            case STREAM_SERVER -> "server in stream";
            case STREAM_UPSTREAM -> "upstream in stream";
            default -> context.name().toLowerCase(Locale.ROOT);
        };
    }

    /** Those of the same module, where there are some. */
    private String words(Set<Context> contexts) {
        var near = contexts.stream()
                .filter(one -> one.isStream() == context.isStream())
                .toList();
        var words = (near.isEmpty() ? contexts : near)
                .stream().sorted().map(Block::word).toList();
        return String.join(", ", words);
    }
}
