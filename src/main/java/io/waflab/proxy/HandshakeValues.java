package io.waflab.proxy;

import io.waflab.config.Template;
import io.waflab.config.Variable;
import io.waflab.rewrite.Evaluated;
import io.waflab.rewrite.Scope;
import java.nio.charset.StandardCharsets;

/**
 * What variables are worth while a client's handshake waits for its certificate: nginx evaluates them for a request that has
 * nothing yet but its connection (ngx_http_ssl_certificate). What is of a request is empty.
 */
final class HandshakeValues implements Evaluated {

    private final ProxyConnection connection;
    private final Scope scope;

    HandshakeValues(ProxyConnection connection) {
        this.connection = connection;
        scope = new Scope(connection.worker().server().config().variables(), this);
    }

    String expand(String text) {
        return scope.expand(
                Template.of(text, connection.worker().server().config().variables()));
    }

    @Override
    public String value(Variable variable, String member) {
        var facts = connection.facts();
        var worker = connection.worker();
        return switch (variable) {
            case REMOTE_ADDR, REALIP_REMOTE_ADDR -> facts.client().text();
            case REMOTE_PORT, REALIP_REMOTE_PORT -> facts.client().portText();
            case BINARY_REMOTE_ADDR -> new String(facts.client().bytes(), StandardCharsets.ISO_8859_1);
            case PROXY_PROTOCOL_ADDR,
                    PROXY_PROTOCOL_PORT,
                    PROXY_PROTOCOL_SERVER_ADDR,
                    PROXY_PROTOCOL_SERVER_PORT,
                    PROXY_PROTOCOL_TLV -> ClientValues.ofHeader(variable, member, facts, this::log);
            case SERVER_ADDR -> facts.localAddress();
            case SERVER_PORT -> Integer.toString(facts.localPort());
            case CONNECTION -> Long.toString(connection.chronicle().number());
            case SCHEME -> "https";
            case HTTPS -> "on";
            case HOST, SERVER_NAME -> Values.serverName(connection.server(), worker.server());
            case TIME_LOCAL -> worker.date().local();
            case TIME_ISO8601 -> worker.date().iso();
            case HOSTNAME -> worker.server().hostname();
            case PID -> Long.toString(ThreadNumber.current());
            default -> TlsValues.value(variable, facts);
        };
    }

    @Override
    public void log(String level, String message) {
        RequestLog.error(connection, level, message, "SSL handshaking");
    }
}
