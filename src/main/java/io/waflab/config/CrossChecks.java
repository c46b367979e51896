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
        for (var server : servers) {
            for (var listen : server.listens()) {
                if (!listen.takesAnyPort()) {
                    checkSocket(listen, first, defaults);
                    checkNames(listen, server, names);
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

    private void checkPlace(Settings settings, Map<String, LogFormat> formats) {
        checkFormats(settings, formats);
        checkCharset(settings);
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
