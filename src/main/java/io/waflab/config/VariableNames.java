package io.waflab.config;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds the variables that a configuration makes, before anything else of it is read: where one is made does not matter
 * to where it is used. Says which are used and made nowhere.
 */
final class VariableNames {

    /** Directives in whose words a dollar sign is something else, or that are looked at where they are read. */
    private static final Set<String> OTHER = Set.of("server_name", "location", "server", "limit_except", "types");

    private static final Set<String> FOREIGN = Set.of(
            "ancient_browser",
            "date_gmt",
            "date_local",
            "modern_browser",
            "msie",
            "secure_link",
            "secure_link_expires",
            "slice_range",
            "uid_got",
            "uid_reset",
            "uid_set");

    /** Where a dollar sign is a character as any other. */
    private static final Set<String> WITHOUT = Set.of(
            "charset_types",
            "client_body_temp_path",
            "default_type",
            "gzip_disable",
            "gzip_types",
            "proxy_hide_header",
            "proxy_pass_header",
            "proxy_ssl_ciphers",
            "proxy_ssl_crl",
            "proxy_ssl_trusted_certificate",
            "proxy_temp_path",
            "real_ip_header",
            "ssl_alpn",
            "ssl_ciphers",
            "ssl_client_certificate",
            "ssl_crl",
            "ssl_dhparam",
            "ssl_ecdh_curve",
            "ssl_session_ticket_key",
            "ssl_trusted_certificate",
            "valid_referers");

    /** Their first word is the name of a field or format, or a regular expression. */
    private static final Set<String> NAMED =
            Set.of("add_header", "add_trailer", "log_format", "proxy_set_header", "rewrite");

    private final Problems problems;
    private final Variables variables;
    private final Set<String> said = new HashSet<>();

    /** @param inStream whether nginx's own variables are those of stream */
    VariableNames(Problems problems, boolean inStream) {
        this.problems = problems;
        variables = new Variables(inStream);
    }

    /** All that the statements make; those of other names that they use are said. */
    Variables of(List<Statement> statements) {
        declare(statements);
        check(statements);
        return variables;
    }

    private void declare(List<Statement> statements) {
        for (var statement : statements) {
            var words = statement.arguments();
            switch (statement.name()) {
                case "auth_request_set", "js_set", "js_var", "perl_set", "set_by_lua", "set_by_lua_block" ->
                    words.stream().limit(1).forEach(word -> name(word, false));
                case "set" -> {
                    if (!words.isEmpty() && words.get(0).startsWith("$")) {
                        name(words.get(0), true);
                    }
                }
                case "map", "split_clients", "geo" -> {
                    if (!words.isEmpty()) {
                        name(words.get(words.size() - 1), false);
                    }
                    statement.block().forEach(entry -> groups(entry.name()));
                }
                case "proxy_redirect", "proxy_cookie_domain", "proxy_cookie_path", "proxy_cookie_flags" ->
                    words.stream().limit(1).forEach(this::groups);
                case "server_name" -> words.forEach(this::groups);
                case "rewrite" -> words.stream().limit(1).forEach(word -> groups("~" + word));
                case "location", "if" -> declareAfterOperator(statement);
                default -> {}
            }
            declare(statement.block());
        }
    }

    private void name(String word, boolean bySet) {
        var name = word.startsWith("$") ? word.substring(1) : "";
        if (name.isEmpty()) {
            return;
        }
        if (!bySet) {
            variables.declare(name);
        } else if (variables.mayMake(name)) {
            variables.declareSet(name);
        }
    }

    private void declareAfterOperator(Statement statement) {
        var words = statement.arguments();
        if (words.size() == 1) {
            groups(words.get(0));
            return;
        }
        try {
            var inner = statement.name().equals("if") ? Condition.words(words) : words;
            for (int i = 0; i + 1 < inner.size(); i++) {
                if (inner.get(i).matches("!?~\\*?")) {
                    groups("~" + inner.get(i + 1));
                }
            }
        } catch (IllegalArgumentException wrong) {
            // said where the condition is read
        }
    }

    /** The names of a regular expression's groups, if the word is one. */
    private void groups(String word) {
        if (!word.startsWith("~") || !word.contains("(?")) {
            return;
        }
        try {
            PcreTranslation.of(word.substring(word.startsWith("~*") ? 2 : 1))
                    .names()
                    .keySet()
                    .forEach(variables::declare);
        } catch (IllegalArgumentException wrong) {
            // said where the expression is read
        }
    }

    private String unknown(String name) {
        return isForeignVariable(name)
                ? "variable \"" + name + "\": one of nginx's that waflab does not have (leave it out, or write a value)"
                : "unknown \"" + name + "\" variable" + Suggestion.of(name, candidates());
    }

    /** Of modules of nginx that are not here, and what the socket's TCP_INFO says. */
    private static boolean isForeignVariable(String name) {
        return FOREIGN.contains(name)
                || name.startsWith("tcpinfo_")
                || name.startsWith("geoip_")
                || name.startsWith("fastcgi_")
                || name.startsWith("jwt_")
                || name.startsWith("otel_");
    }

    private List<String> candidates() {
        var own = Arrays.stream(Variable.values())
                .map(Variable::word)
                .filter(word -> variables
                        .builtIn(word + "x")
                        .or(() -> variables.builtIn(word))
                        .isPresent());
        return Stream.concat(own, variables.names().stream()).toList();
    }

    private void check(List<Statement> statements) {
        for (var statement : statements) {
            var name = statement.name();
            if (!OTHER.contains(name) && !WITHOUT.contains(name) && !isForeign(name)) {
                var words = statement.arguments();
                for (int i = NAMED.contains(name) ? 1 : 0; i < words.size(); i++) {
                    check(words.get(i), statement);
                }
            }
            check(statement.block());
        }
    }

    /** What is not done is looked at no further, be it for variables of its own module. */
    private static boolean isForeign(String name) {
        return Directive.of(name).isEmpty()
                && !ForeignPlaces.takesVariables(name)
                && ForeignDirectives.standing(name, List.of()) != ForeignDirectives.Standing.UNKNOWN;
    }

    private void check(String word, Statement statement) {
        if (word.indexOf('$') < 0 || word.startsWith("~")) {
            return;
        }
        try {
            for (var part : Template.of(word, variables).parts()) {
                if (part instanceof Template.UserVariable user
                        && user.slot() < 0
                        && !(isForeignVariable(user.name())
                                && Directive.of(statement.name()).isEmpty())
                        && said.add(user.name())) {
                    problems.add(statement.origin(), unknown(user.name()));
                }
            }
        } catch (IllegalArgumentException wrong) {
            // said where the word is read
        }
    }
}
