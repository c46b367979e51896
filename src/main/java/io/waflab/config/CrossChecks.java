package io.waflab.config;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What can only be said once all servers are known. */
final class CrossChecks {

    private final Problems problems;
    private final Set<String> optioned = new HashSet<>();

    CrossChecks(Problems problems) {
        this.problems = problems;
    }

    void check(Settings http, List<Server> servers, Map<String, LogFormat> formats) {
        var first = new HashMap<String, Listen>();
        var defaults = new HashMap<String, Listen>();
        var names = new HashSet<String>();
        var before = new HashMap<String, Server>();
        for (var server : servers) {
            for (var listen : server.listens()) {
                if (!listen.takesAnyPort()) {
                    checkSocket(listen, first, defaults);
                    checkNames(listen, server, names);
                    checkForms(listen, server, before);
                }
            }
        }
        checkPlace(http, formats);
        servers.forEach(server -> server.forEachSettings(settings -> checkPlace(settings, formats)));
    }

    private void checkSocket(Listen listen, Map<String, Listen> first, Map<String, Listen> defaults) {
        var other = first.putIfAbsent(listen.address(), listen);
        if (other != null && (other.ssl() != listen.ssl() || other.proxyProtocol() != listen.proxyProtocol())) {
            problems.note(listen.origin(), "protocol options redefined for " + listen.address());
        }
        boolean second = listen.options().isPresent() && !optioned.add(listen.address());
        if (second) {
            var said = "duplicate listen options for " + listen.address();
            problems.add(listen.origin(), "listen: " + said, said);
        }
        var before = listen.defaultServer() ? defaults.putIfAbsent(listen.address(), listen) : null;
        if (before != null) {
            var said = "a duplicate default server for " + listen.address();
            problems.add(listen.origin(), "listen: " + said + " (first at " + before.origin() + ")", said);
        }
    }

    private void checkNames(Listen listen, Server server, HashSet<String> names) {
        for (var name : server.names()) {
            if (name.form() != ServerName.Form.REGEX && !names.add(listen.address() + " " + name)) {
                problems.note(
                        server.origin(),
                        "conflicting server name \"" + name + "\" on " + listen.address() + ", ignored");
            }
        }
    }

    /** Of an address's only server nginx looks at no name (ngx_http_server_names). */
    private void checkForms(Listen listen, Server server, Map<String, Server> before) {
        var first = before.putIfAbsent(listen.address(), server);
        if (first == null) {
            return;
        }
        for (var one : List.of(first, server)) {
            one.names().stream().filter(ServerName::isMisplaced).forEach(name -> {
                var said = "invalid server name or wildcard \"" + name + "\" on " + listen.address();
                problems.add(
                        one.origin(), "server_name: " + said + " (expected a name, *.name, name.* or ~regex)", said);
            });
        }
    }

    private void checkPlace(Settings settings, Map<String, LogFormat> formats) {
        checkFormats(settings, formats);
        checkCharset(settings);
        checkReferers(settings);
    }

    /** Where the two differ nginx converts the body, by a charset_map (ngx_http_charset_postconfiguration). */
    private void checkCharset(Settings settings) {
        var said = settings.text(Directive.CHARSET);
        var source = settings.find(Directive.SOURCE_CHARSET);
        if (!said.equals("off") && source.isPresent() && !source.get().value().equals(said)) {
            problems.add(
                    source.get().origin(),
                    "source_charset: no body is converted from \""
                            + source.get().value() + "\" to \"" + said + "\" (expected the same as charset)");
        }
    }

    /** Regular expressions do not count as referers there (ngx_http_referer_merge_conf). */
    private void checkReferers(Settings settings) {
        var words = settings.has(Directive.VALID_REFERERS)
                ? settings.lines(Directive.VALID_REFERERS).stream()
                        .flatMap(List::stream)
                        .filter(word -> !word.startsWith("~"))
                        .toList()
                : List.<String>of();
        if (!words.isEmpty() && Set.of("none", "blocked").containsAll(words)) {
            problems.add(
                    settings.get(Directive.VALID_REFERERS).origin(),
                    "the \"none\" or \"blocked\" referers are specified in the \"valid_referers\" directive without any"
                            + " valid referer");
        }
    }

    private void checkFormats(Settings settings, Map<String, LogFormat> formats) {
        for (var log : AccessLog.of(settings.lines(Directive.ACCESS_LOG))) {
            if (!formats.containsKey(log.format())) {
                var said = "unknown log format \"" + log.format() + "\"";
                problems.add(
                        settings.get(Directive.ACCESS_LOG).origin(),
                        "access_log: " + said + Suggestion.of(log.format(), formats.keySet()),
                        said);
            }
        }
    }
}
