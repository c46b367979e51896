package io.waflab.proxy;

import io.waflab.config.Template;
import io.waflab.config.Variable;
import io.waflab.http.LogEscape;

/** What the logs say of one request. */
final class RequestLog {

    private RequestLog() {}

    /** Its line in each access log of its location. */
    static void access(Exchange exchange) {
        AccessLines.write(
                exchange.route().accessLogs(),
                exchange.request().scope(),
                exchange.connection().worker().server().logs(),
                variable -> isThere(variable, exchange));
    }

    /** {@code $request} is empty where no more than line ends came. */
    private static boolean isThere(Template.BuiltIn variable, Exchange exchange) {
        return variable.variable() == Variable.REQUEST
                ? !exchange.connection().isHttp2()
                : Values.isThere(variable.variable(), variable.member(), exchange);
    }

    /**
     * A line of nginx's error log about a connection that no request was read of yet, or several.
     *
     * @param action what was being done
     */
    static void error(ProxyConnection connection, String level, String message, String action) {
        var facts = connection.facts();
        var server = facts.localAddress() + (facts.localPort() == 0 ? "" : ":" + facts.localPort());
        connection.tell(
                level,
                "*" + connection.chronicle().number() + " " + LogEscape.line(message) + " while " + action
                        + ", client: " + facts.client().text() + ", server: " + server);
    }

    /** A line of nginx's error log about a request. */
    static void error(Exchange exchange, String level, String message) {
        var connection = exchange.connection();
        var head = exchange.head();
        var text = new StringBuilder()
                .append('*')
                .append(connection.chronicle().number())
                .append(' ')
                .append(LogEscape.line(message))
                .append(", client: ")
                .append(exchange.client().text())
                .append(", server: ")
                .append(Values.serverName(exchange));
        if (!head.requestLine().isEmpty()) {
            text.append(", request: \"")
                    .append(LogEscape.standard(head.requestLine()))
                    .append('"');
        }
        exchange.call()
                .flatMap(UpstreamCall::url)
                .ifPresent(url -> text.append(", upstream: \"")
                        .append(LogEscape.standard(url))
                        .append('"'));
        var host = head.find("host");
        if (host != null) {
            text.append(", host: \"").append(LogEscape.standard(host)).append('"');
        }
        connection
                .worker()
                .server()
                .logs()
                .error(
                        exchange.route().settings(),
                        level,
                        connection.worker().date().log(),
                        text.toString());
    }
}
