package io.waflab.config;

import java.util.List;

/**
 * What nginx refuses because of what stands before it, or does not: {@code proxy_redirect default} is made of the
 * {@code proxy_pass} of the same block as it is read (ngx_http_proxy_redirect).
 */
final class NginxOrder {

    private NginxOrder() {}

    /** Says what is wrong with these statements and all inside them. */
    static void check(List<Statement> statements, Problems problems) {
        var proxyPass = "";
        for (var statement : statements) {
            var words = statement.arguments();
            if (statement.name().equals("proxy_pass") && !words.isEmpty()) {
                proxyPass = words.get(0);
            } else if (statement.name().equals("proxy_redirect") && words.equals(List.of("default"))) {
                checkDefault(proxyPass, statement, problems);
            }
            check(statement.block(), problems);
        }
    }

    private static void checkDefault(String proxyPass, Statement statement, Problems problems) {
        if (proxyPass.isEmpty()) {
            problems.add(
                    statement.origin(),
                    "\"proxy_redirect default\" should be placed after the \"proxy_pass\" directive");
        } else if (proxyPass.indexOf('$') >= 0) {
            problems.add(
                    statement.origin(),
                    "\"proxy_redirect default\" cannot be used with \"proxy_pass\" directive with variables");
        }
    }
}
