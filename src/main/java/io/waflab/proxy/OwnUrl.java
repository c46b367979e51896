package io.waflab.proxy;

import io.waflab.config.Directive;
import io.waflab.http.PageFacts;
import java.util.Locale;
import java.util.stream.Collectors;

/** The URLs of the proxy itself: in redirects of its own, and on its pages. */
final class OwnUrl {

    private OwnUrl() {}

    /** Whether such a Location is made absolute; another is a field like any other in HTTP/1, behind Connection. */
    static boolean isMadeAbsolute(Exchange exchange, String location) {
        return location.startsWith("/") && exchange.route().settings().flag(Directive.ABSOLUTE_REDIRECT);
    }

    /** A Location of the proxy's own, made absolute where absolute_redirect asks for it (ngx_http_header_filter). */
    static String absolute(Exchange exchange, String location) {
        return encoded(isMadeAbsolute(exchange, location) ? host(exchange) + location : location);
    }

    private static String host(Exchange exchange) {
        var settings = exchange.route().settings();
        var facts = exchange.connection().facts();
        boolean tls = facts.isTls();
        var asked = exchange.head().host();
        var host = settings.flag(Directive.SERVER_NAME_IN_REDIRECT)
                ? Values.serverName(exchange)
                : asked.isEmpty() ? facts.localAddress() : asked;
        boolean port = settings.flag(Directive.PORT_IN_REDIRECT) && facts.localPort() != (tls ? 443 : 80);
        return (tls ? "https://" : "http://") + host + (port ? ":" + facts.localPort() : "");
    }

    /** A line end from a variable of the client's would begin a field of its own. */
    private static String encoded(String location) {
        return location.chars().allMatch(OwnUrl::fitsLocation)
                ? location
                : location.chars()
                        .mapToObj(
                                c -> fitsLocation(c) ? Character.toString(c) : String.format(Locale.ROOT, "%%%02X", c))
                        .collect(Collectors.joining());
    }

    private static boolean fitsLocation(int c) {
        return c > ' ' && c != 0x7f;
    }

    /** A target of the client's as Tengine's pages tell it. */
    static String of(Exchange exchange, String target) {
        var facts = exchange.connection().facts();
        var host = exchange.head().host();
        return PageFacts.url(
                facts.isTls(), host.isEmpty() ? Values.serverName(exchange) : host, facts.localPort(), target);
    }
}
