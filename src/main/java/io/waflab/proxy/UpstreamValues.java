package io.waflab.proxy;

import io.waflab.config.Directive;
import io.waflab.config.Variable;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** What the variables about an exchange's upstreams are worth (ngx_http_upstream_vars, ngx_http_proxy_vars). */
final class UpstreamValues {

    private UpstreamValues() {}

    /** @param member what a family's variable is about; empty for others */
    static String value(Variable variable, String member, Exchange exchange) {
        return switch (variable) {
            case UPSTREAM_ADDR -> list(exchange, Attempt::peer);
            case UPSTREAM_STATUS -> list(exchange, Attempt::status);
            case UPSTREAM_RESPONSE_TIME -> list(exchange, Attempt::responseTime);
            case UPSTREAM_CONNECT_TIME -> list(exchange, Attempt::connectTime);
            case UPSTREAM_HEADER_TIME -> list(exchange, Attempt::headerTime);
            case UPSTREAM_RESPONSE_LENGTH -> list(exchange, attempt -> Long.toString(attempt.bodyReceived()));
            case UPSTREAM_BYTES_RECEIVED -> list(exchange, attempt -> Long.toString(attempt.bytesReceived()));
            case UPSTREAM_BYTES_SENT -> list(exchange, attempt -> Long.toString(attempt.bytesSent()));
            case UPSTREAM_CACHE_STATUS ->
                exchange.call().isEmpty()
                                || exchange.route()
                                        .settings()
                                        .text(Directive.PROXY_CACHE)
                                        .equals("off")
                        ? ""
                        : "MISS";
            case UPSTREAM_COOKIE -> cookie(member, exchange);
            case UPSTREAM_TRAILER -> trailer(member, exchange);
            case PROXY_HOST -> target(exchange).map(Target::host).orElse("");
            case PROXY_PORT -> target(exchange).map(UpstreamValues::port).orElse("");
            default -> "";
        };
    }

    private static String list(Exchange exchange, Function<Attempt, String> fact) {
        return exchange.attempts().list(fact);
    }

    /** Known as soon as the request is proxied where proxy_pass has no variables; a 413 or 503 before that has none. */
    private static Optional<Target> target(Exchange exchange) {
        var known = exchange.call().flatMap(UpstreamCall::target);
        return known.isPresent() || exchange.call().isEmpty()
                ? known
                : exchange.route()
                        .proxying()
                        .map(Proxying::pass)
                        .filter(pass -> pass.variables().isEmpty())
                        .map(pass -> new Target(null, pass.tls(), pass.host(), pass.uri(), false));
    }

    private static String port(Target target) {
        var port = target.host().replaceFirst("^(\\[.*]|[^:]*):?", "");
        return port.isEmpty() ? target.tls() ? "443" : "80" : port;
    }

    /** The first Set-Cookie of that name, up to its attributes; blanks around the equals sign do not count. */
    private static String cookie(String name, Exchange exchange) {
        var head = exchange.upstreamHead();
        for (int i = 0; head.isPresent() && i < head.get().fieldCount(); i++) {
            var value = head.get().value(i);
            if (head.get().nameIs(i, "set-cookie") && value.regionMatches(true, 0, name, 0, name.length())) {
                int equals = behindBlanks(value, name.length());
                if (equals < value.length() && value.charAt(equals) == '=') {
                    int from = behindBlanks(value, equals + 1);
                    int end = value.indexOf(';', from);
                    return value.substring(from, end < 0 ? value.length() : end);
                }
            }
        }
        return "";
    }

    private static int behindBlanks(String value, int from) {
        int at = from;
        while (at < value.length() && value.charAt(at) == ' ') {
            at++;
        }
        return at;
    }

    private static String trailer(String member, Exchange exchange) {
        var name = member.replace('_', '-');
        return exchange.call().flatMap(UpstreamCall::relay).stream()
                .flatMap(relay -> relay.trailers().stream())
                .filter(trailer -> trailer.getKey().toLowerCase(Locale.ROOT).equals(name))
                .map(trailer -> trailer.getValue())
                .findFirst()
                .orElse("");
    }
}
