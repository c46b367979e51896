package io.waflab.proxy;

import io.waflab.config.Directive;
import io.waflab.config.Regex;
import io.waflab.config.Server;
import io.waflab.config.Variable;
import io.waflab.connection.Life;
import io.waflab.connection.Phase;
import io.waflab.http.RequestHead;
import io.waflab.http.ResponseHead;
import io.waflab.http.StatusText;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What nginx's variables are worth for one request. */
final class Values {

    private Values() {}

    /** The first name of the server, as {@code $server_name} has it; empty when it has none. */
    static String serverName(Exchange exchange) {
        return serverName(exchange.server(), exchange.connection().worker().server());
    }

    /** @param process which knows the machine's name, that nobody waits for it on an event loop */
    static String serverName(Server server, ProxyServer process) {
        var lines = server.settings().lines(Directive.SERVER_NAME);
        var first = lines.stream().flatMap(List::stream).findFirst().orElse("");
        if (first.equals("$hostname")) {
            return process.hostname();
        }
        return first.equals("\"\"") ? "" : first.startsWith(".") ? first.substring(1) : first;
    }

    /**
     * What a variable is worth; empty for none.
     *
     * @param member of a family, else empty
     */
    static String of(Variable variable, String member, Exchange exchange) {
        var connection = exchange.connection();
        var head = exchange.head();
        var request = exchange.request();
        return switch (variable) {
            case HTTP_FIELD -> requestField(head, member);
            case SENT_HTTP_FIELD -> SentFields.value(dashed(member), exchange);
            case SENT_TRAILER_FIELD -> exchange.response().sentTrailer(dashed(member));
            case UPSTREAM_HTTP_FIELD ->
                exchange.upstreamHead()
                        .map(answered -> joined(answered, dashed(member)))
                        .orElse("");
            case ARG -> parameter(request.args(), "&", member);
            case COOKIE -> parameter(joined(head, "cookie", "; "), ";\\s*", member);
            case REMOTE_ADDR,
                    REMOTE_PORT,
                    BINARY_REMOTE_ADDR,
                    REALIP_REMOTE_ADDR,
                    REALIP_REMOTE_PORT,
                    PROXY_PROTOCOL_ADDR,
                    PROXY_PROTOCOL_PORT,
                    PROXY_PROTOCOL_SERVER_ADDR,
                    PROXY_PROTOCOL_SERVER_PORT,
                    PROXY_PROTOCOL_TLV,
                    LIMIT_REQ_STATUS,
                    LIMIT_CONN_STATUS -> ClientValues.value(variable, member, exchange);
            case SERVER_ADDR -> connection.facts().localAddress();
            case SERVER_PORT -> {
                int port = connection.facts().localPort();
                yield port == 0 ? "" : Integer.toString(port);
            }
            case CONNECTION -> Long.toString(connection.chronicle().number());
            case CONNECTION_REQUESTS -> Integer.toString(exchange.number());
            case HTTP2 -> connection.isHttp2() ? connection.facts().isTls() ? "h2" : "h2c" : "";
            case CONNECTION_TIME -> Seconds.text(connection.chronicle().age().toNanos());
            case SSL_PROTOCOL,
                    SSL_CIPHER,
                    SSL_CIPHERS,
                    SSL_CURVE,
                    SSL_CURVES,
                    SSL_SERVER_NAME,
                    SSL_SESSION_REUSED,
                    SSL_SESSION_ID,
                    SSL_EARLY_DATA,
                    SSL_ALPN_PROTOCOL,
                    SSL_CLIENT_CERT,
                    SSL_CLIENT_RAW_CERT,
                    SSL_CLIENT_ESCAPED_CERT,
                    SSL_CLIENT_S_DN,
                    SSL_CLIENT_I_DN,
                    SSL_CLIENT_S_DN_LEGACY,
                    SSL_CLIENT_I_DN_LEGACY,
                    SSL_CLIENT_SERIAL,
                    SSL_CLIENT_FINGERPRINT,
                    SSL_CLIENT_VERIFY,
                    SSL_CLIENT_V_START,
                    SSL_CLIENT_V_END,
                    SSL_CLIENT_V_REMAIN -> TlsValues.value(variable, connection.facts());
            case REMOTE_USER -> ClientValues.user(orEmpty(head.find("authorization")));
            case REQUEST -> head.requestLine();
            case REQUEST_METHOD -> head.hasLine() ? request.method() : "";
            case REQUEST_URI -> head.uri().isEmpty() ? "" : head.target();
            case URI, DOCUMENT_URI -> exchange.uri();
            case ARGS, QUERY_STRING -> request.args();
            case IS_ARGS -> request.args().isEmpty() ? "" : "?";
            case INVALID_REFERER -> invalidReferer(exchange);
            case REQUEST_FILENAME -> request.path().orElse("");
            case DOCUMENT_ROOT -> request.documentRoot();
            case REALPATH_ROOT -> Disk.realPath(request.documentRoot());
            case LIMIT_RATE -> Long.toString(exchange.response().rate().rate());
            case REQUEST_BODY -> exchange.body().text();
            case REQUEST_BODY_FILE -> exchange.body().whole().path();
            case SCHEME -> connection.facts().isTls() ? "https" : "http";
            case HTTPS -> connection.facts().isTls() ? "on" : "";
            case HOST -> head.host().isEmpty() ? serverName(exchange) : head.host();
            case SERVER_NAME -> serverName(exchange);
            case SERVER_PROTOCOL -> head.protocol();
            case CONTENT_LENGTH -> exchange.body().length();
            case CONTENT_TYPE -> joined(head, "content-type", ", ");
            case PIPE -> connection.isPipelined() ? "p" : ".";
            case PROXY_HOST, PROXY_PORT, UPSTREAM_COOKIE, UPSTREAM_TRAILER ->
                UpstreamValues.value(variable, member, exchange);
            case PROXY_ADD_X_FORWARDED_FOR -> forwardedFor(exchange);
            case TIME_LOCAL -> connection.worker().date().local();
            case TIME_ISO8601 -> connection.worker().date().iso();
            case MSEC -> Seconds.ofMillis(System.currentTimeMillis());
            case HOSTNAME -> connection.worker().server().hostname();
            case PID -> Long.toString(ThreadNumber.current());
            case NGINX_VERSION -> exchange.route().pages().software().replaceFirst(".*/", "");
            default -> outcome(variable, exchange);
        };
    }

    /** Whether nginx has a value of one that is empty: of a field, an argument or a cookie that is there (ngx_http_variables.c). */
    static boolean isThere(Variable variable, String member, Exchange exchange) {
        return switch (variable) {
            case HTTP_FIELD -> isField(exchange.head(), dashed(member));
            case UPSTREAM_HTTP_FIELD ->
                exchange.upstreamHead()
                        .filter(head -> head.find(dashed(member)) != null)
                        .isPresent();
            case SENT_HTTP_FIELD ->
                exchange.response()
                        .reply()
                        .filter(reply -> reply.hasEmpty(dashed(member)))
                        .isPresent();
            // Where nginx's parser came to them and found them wrong, or not yet whole.
            case SERVER_PROTOCOL -> exchange.head().requestLine().matches("[A-Z_-]+ +\\S+ +H.*");
            case URI, DOCUMENT_URI -> !exchange.head().protocol().isEmpty();
            case ARG -> isParameter(exchange.request().args(), "&", member);
            case COOKIE -> isParameter(joined(exchange.head(), "cookie", "; "), ";\\s*", member);
            default -> false;
        };
    }

    private static boolean isField(RequestHead head, String field) {
        for (int i = 0; i < head.fieldCount(); i++) {
            if (isNamed(head, i, field)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isNamed(RequestHead head, int i, String field) {
        return head.nameIs(i, field) || dashed(head.name(i)).equalsIgnoreCase(field);
    }

    private static boolean isParameter(String list, String separator, String name) {
        for (var pair : list.split(separator)) {
            if (pair.length() > name.length()
                    && pair.charAt(name.length()) == '='
                    && pair.regionMatches(true, 0, name, 0, name.length())) {
                return true;
            }
        }
        return false;
    }

    private static String outcome(Variable variable, Exchange exchange) {
        return switch (variable) {
            case STATUS -> StatusText.code(exchange.shown(exchange.response().status()));
            case BODY_BYTES_SENT -> Long.toString(exchange.response().sentBesideHead());
            case BYTES_SENT -> Long.toString(exchange.response().sent());
            case GZIP_RATIO -> exchange.response().gzipRatio();
            case REQUEST_LENGTH -> Long.toString(exchange.received());
            case REQUEST_ID -> exchange.request().id();
            case CONNECTIONS_ACTIVE -> Long.toString(counts(exchange).active());
            case CONNECTIONS_READING -> Long.toString(counts(exchange).reading());
            case CONNECTIONS_WRITING -> Long.toString(counts(exchange).writing());
            case CONNECTIONS_WAITING -> Long.toString(counts(exchange).waiting());
            case REQUEST_TIME ->
                Seconds.text(exchange.connection().worker().clock().now() - exchange.startedAt());
            case REQUEST_COMPLETION -> completed(exchange.carrier().life()) ? "OK" : "";
            default -> UpstreamValues.value(variable, "", exchange);
        };
    }

    private static Counts counts(Exchange exchange) {
        return exchange.connection().worker().server().counts();
    }

    /** Whether nginx came to the end of the request, be its answer cut short by the upstream. */
    private static boolean completed(Life life) {
        if (life.ending().isEmpty()) {
            return life.phase() == Phase.IDLE || life.answered();
        }
        return switch (life.ending().get().cause()) {
            case SEND_TIMEOUT, CLIENT_GAVE_UP, SHUTDOWN -> false;
            default -> life.answered();
        };
    }

    /** Several fields of a name are one (nginx 1.23). */
    private static String requestField(RequestHead head, String member) {
        return joined(head, dashed(member), member.equals("cookie") ? "; " : ", ");
    }

    private static String invalidReferer(Exchange exchange) {
        var referer = Optional.ofNullable(exchange.head().find("referer"));
        try {
            boolean valid = exchange.route().referers().stream().allMatch(valids -> valids.allow(referer));
            return valid ? "" : "1";
        } catch (Regex.LimitReached tooMuch) {
            exchange.log("alert", tooMuch.getMessage());
            return "1";
        }
    }

    private static String forwardedFor(Exchange exchange) {
        var before = joined(exchange.head(), "x-forwarded-for", ", ");
        var client = exchange.client().text();
        return before.isEmpty() ? client : before + ", " + client;
    }

    private static String joined(RequestHead head, String field, String separator) {
        var text = new StringBuilder();
        for (int i = 0; i < head.fieldCount(); i++) {
            if (isNamed(head, i, field)) {
                text.append(text.length() == 0 ? "" : separator).append(head.value(i));
            }
        }
        return text.toString();
    }

    private static String joined(ResponseHead head, String field) {
        return IntStream.range(0, head.fieldCount())
                .filter(i -> head.nameIs(i, field))
                .mapToObj(head::value)
                .collect(Collectors.joining(", "));
    }

    private static String parameter(String list, String separator, String name) {
        for (var pair : list.split(separator)) {
            int equals = pair.indexOf('=');
            if (equals > 0 && pair.substring(0, equals).equalsIgnoreCase(name)) {
                return pair.substring(equals + 1);
            }
        }
        return "";
    }

    private static String dashed(String member) {
        return member.replace('_', '-');
    }

    private static String orEmpty(String value) {
        return value == null ? "" : value;
    }
}
