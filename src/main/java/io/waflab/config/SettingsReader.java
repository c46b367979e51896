package io.waflab.config;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a block's settings and merges them with the outer block's, as nginx's merge functions do. */
final class SettingsReader {

    private final Problems problems;

    SettingsReader(Problems problems) {
        this.problems = problems;
    }

    /** What holds where nobody wrote anything: in http and below, in stream and below, or in an upstream of either. */
    static Settings defaults(Context context) {
        var all = new EnumMap<Directive, Setting>(Directive.class);
        for (var directive : Directive.values()) {
            boolean here = switch (context) {
                case UPSTREAM, STREAM, STREAM_UPSTREAM -> directive.contexts().contains(context);
                default -> directive != Directive.KEEPALIVE && directive.inherits() && directive.isOfHttp();
            };
            if (here && directive.defaultText() != null) {
                var words = Words.split(directive.defaultText(context));
                var value = Arguments.value(directive, words, context);
                all.put(directive, new Setting(directive, value, List.of(words), Origin.DEFAULT));
            }
        }
        return new Settings(all);
    }

    /** The block's own settings over the outer ones; one that is wrong is said, and the outer one kept. */
    Settings read(Block block, Settings outer) {
        var all = new EnumMap<Directive, Setting>(Directive.class);
        for (var setting : outer.all()) {
            if (setting.directive().inherits()) {
                all.put(setting.directive(), setting);
            }
        }
        for (var written : block.written().entrySet()) {
            var setting = setting(written.getKey(), written.getValue(), block.context());
            if (setting.isPresent()) {
                all.put(written.getKey(), setting.get());
            }
        }
        if (!block.access().isEmpty()) {
            access(block, all);
        }
        inherit(Directive.ADD_HEADER, Directive.ADD_HEADER_INHERIT, outer, all);
        inherit(Directive.ADD_TRAILER, Directive.ADD_TRAILER_INHERIT, outer, all);
        return new Settings(all);
    }

    /** nginx 1.29.3: fields to add may be cut off from the outer block's, or come before them. */
    private static void inherit(Directive added, Directive how, Settings outer, EnumMap<Directive, Setting> all) {
        var inherited = outer.find(added).orElse(null);
        var own = all.get(added);
        if (inherited == null || !all.containsKey(how)) {
            return;
        }
        var word = (String) all.get(how).value();
        if (word.equals("off") && own == inherited) {
            all.remove(added);
        } else if (word.equals("merge") && own != inherited) {
            var lines = new ArrayList<>(own.lines());
            lines.addAll(inherited.lines());
            all.put(added, new Setting(added, List.copyOf(lines), List.copyOf(lines), own.origin()));
        }
    }

    /** allow and deny count in the order in which they stand, so both have all of them for a value. */
    private static void access(Block block, EnumMap<Directive, Setting> all) {
        var rules = new ArrayList<AccessRule>();
        for (var statement : block.access()) {
            try {
                rules.add(AccessRule.of(
                        statement.name().equals("allow"), statement.arguments().get(0)));
            } catch (IllegalArgumentException | IndexOutOfBoundsException said) {
                // the setting itself has said so
            }
        }
        for (var directive : List.of(Directive.ALLOW, Directive.DENY)) {
            if (block.written().containsKey(directive) && all.containsKey(directive)) {
                var own = all.get(directive);
                all.put(directive, new Setting(directive, new AccessRules(rules), own.lines(), own.origin()));
            } else {
                all.remove(directive);
            }
        }
    }

    private Optional<Setting> setting(Directive directive, List<Statement> statements, Context context) {
        var lines = new ArrayList<List<String>>();
        Object value = null;
        for (var statement : directive == Directive.TYPES ? inner(statements) : statements) {
            try {
                value = Arguments.value(directive, statement.arguments(), context);
                lines.add(Arguments.spelled(directive, statement.arguments(), context));
                note(directive, statement);
            } catch (IllegalArgumentException wrong) {
                problems.add(
                        statement.origin(),
                        directive.word() + ": " + wrong.getMessage(),
                        inNginx(statement, directive.kind(), wrong.getMessage()));
            }
        }
        if (lines.isEmpty() && directive != Directive.TYPES) {
            return Optional.empty();
        }
        if (directive.repeats()) {
            value = List.copyOf(lines);
        }
        return Optional.of(new Setting(
                directive, value, List.copyOf(lines), statements.get(0).origin()));
    }

    /** What is taken and has not all of its effect, but none on how a connection ends. */
    private void note(Directive directive, Statement statement) {
        boolean log = directive == Directive.ACCESS_LOG || directive == Directive.ERROR_LOG;
        var first = statement.arguments().isEmpty() ? "" : statement.arguments().get(0);
        if (log && AccessLog.isElsewhere(first)) {
            var where = first.substring(0, first.indexOf(':'));
            problems.note(
                    statement.origin(), directive.word() + " to " + where + ": known, and nothing is written there");
        } else if (directive == Directive.PROXY_CACHE && !first.equals("off")) {
            problems.note(
                    statement.origin(),
                    "proxy_cache: there is no cache, each request goes to the upstream as on a miss");
        } else if (Arguments.hasBygone(directive, statement.arguments())) {
            problems.note(
                    statement.origin(),
                    directive.word()
                            + ": SSLv2 and SSLv3 are left out (no TLS engine has them, nor OpenSSL as it is now)");
        } else if (directive == Directive.SSL) {
            problems.note(
                    statement.origin(),
                    "the \"ssl\" directive is deprecated, use the \"listen ... ssl\" directive instead");
        } else if (!directive.hasEffect() && !first.equals(directive.defaultText())) {
            problems.note(statement.origin(), directive.word() + ": known, and without effect in waflab");
        }
    }

    /** The lines of {@code types} are those of its block, the type's name in front. */
    private static List<Statement> inner(List<Statement> types) {
        return types.stream()
                .flatMap(statement -> statement.block().stream())
                .map(line -> {
                    var words = new ArrayList<>(List.of(line.name()));
                    words.addAll(line.arguments());
                    return new Statement("types", words, line.origin(), List.of());
                })
                .toList();
    }

    /** ngx_conf_handler and the functions ngx_conf_set_..._slot (src/core/ngx_conf_file.c). */
    static String inNginx(Statement statement, Kind kind, String message) {
        var name = "\"" + statement.name() + "\" directive";
        if (message.startsWith("invalid number of arguments")) {
            return "invalid number of arguments in " + name;
        }
        var value = statement.arguments().isEmpty()
                ? ""
                : "invalid value \"" + statement.arguments().get(0) + "\"";
        boolean ordinary = message.startsWith("invalid value");
        return switch (kind) {
            case TIME, TIMES, SIZE -> ordinary ? name + " invalid value" : message;
            case COUNT -> ordinary ? name + " invalid number" : message;
            case BARE -> message;
            case FLAG -> value + " in " + name + ", it must be \"on\" or \"off\"";
            case CHOICE -> value;
            // ngx_conf_set_bufs_slot
            case WORDS -> ordinary && statement.name().endsWith("_buffers") ? name + " invalid value" : message;
            case TEXT, LINES -> message;
        };
    }

    /** {@code log_format}s by name, with nginx's own {@code combined}. */
    Map<String, LogFormat> logFormats(Block http) {
        return logFormats(http, Map.of("combined", LogFormat.COMBINED), Variables.NONE);
    }

    /** The same of stream, which has none of nginx's own. */
    Map<String, LogFormat> logFormats(Block stream, Variables variables) {
        return logFormats(stream, Map.of(), variables);
    }

    private Map<String, LogFormat> logFormats(Block block, Map<String, LogFormat> own, Variables variables) {
        var formats = new HashMap<>(own);
        for (var statement : block.written().getOrDefault(Directive.LOG_FORMAT, List.of())) {
            try {
                var name = statement.arguments().isEmpty()
                        ? ""
                        : statement.arguments().get(0);
                if (formats.put(name, LogFormat.of(statement.arguments(), variables)) != null) {
                    problems.add(
                            statement.origin(),
                            "log_format: duplicate name \"" + name + "\"",
                            "duplicate \"log_format\" name \"" + name + "\"");
                }
            } catch (IllegalArgumentException said) {
                // the settings of http have said so
            }
        }
        return formats;
    }
}
