package io.waflab.proxy;

import io.waflab.config.Variable;
import io.waflab.http.StatusText;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What nginx's variables of stream are worth for one session. */
final class StreamValues {

    private StreamValues() {}

    /**
     * What a variable is worth; empty for none.
     *
     * @param member of a family, else empty
     */
    static String of(Variable variable, String member, StreamSession session) {
        var facts = session.facts();
        return switch (variable) {
            case REMOTE_ADDR -> session.client().text();
            case REMOTE_PORT -> session.client().portText();
            case BINARY_REMOTE_ADDR -> new String(session.client().bytes(), StandardCharsets.ISO_8859_1);
            case REALIP_REMOTE_ADDR -> facts.client().text();
            case REALIP_REMOTE_PORT -> facts.client().portText();
            case PROXY_PROTOCOL_ADDR,
                    PROXY_PROTOCOL_PORT,
                    PROXY_PROTOCOL_SERVER_ADDR,
                    PROXY_PROTOCOL_SERVER_PORT,
                    PROXY_PROTOCOL_TLV -> ClientValues.ofHeader(variable, member, facts, session::log);
            case LIMIT_CONN_STATUS -> session.gate().status();
            case SERVER_ADDR -> facts.localAddress();
            case SERVER_PORT -> facts.localPort() == 0 ? "" : Integer.toString(facts.localPort());
            case CONNECTION -> Long.toString(session.chronicle().number());
            case PROTOCOL -> "TCP";
            case STATUS -> StatusText.code(session.life().status());
            case BYTES_SENT -> Long.toString(session.sent());
            case BYTES_RECEIVED -> Long.toString(session.received());
            case SESSION_TIME -> Seconds.text(session.chronicle().age().toNanos());
            case SSL_PREREAD_SERVER_NAME -> session.preread().serverName();
            case SSL_PREREAD_PROTOCOL -> session.preread().protocol();
            case SSL_PREREAD_ALPN_PROTOCOLS -> session.preread().protocols();
            case UPSTREAM_ADDR -> list(session, Attempt::peer);
            case UPSTREAM_CONNECT_TIME -> list(session, Attempt::connectTime);
            case UPSTREAM_FIRST_BYTE_TIME -> list(session, Attempt::headerTime);
            case UPSTREAM_SESSION_TIME -> list(session, Attempt::responseTime);
            case UPSTREAM_BYTES_SENT -> list(session, one -> Long.toString(one.bytesSent()));
            case UPSTREAM_BYTES_RECEIVED -> list(session, one -> Long.toString(one.bytesReceived()));
            case TIME_LOCAL -> session.worker().date().local();
            case TIME_ISO8601 -> session.worker().date().iso();
            case MSEC -> Seconds.ofMillis(System.currentTimeMillis());
            case HOSTNAME -> session.worker().server().hostname();
            case PID -> Long.toString(ThreadNumber.current());
            case NGINX_VERSION -> session.worker().server().version();
            default -> TlsValues.value(variable, facts);
        };
    }

    private static String list(StreamSession session, Function<Attempt, String> fact) {
        return session.upstream().attempts().stream().map(fact).collect(Collectors.joining(", "));
    }
}
