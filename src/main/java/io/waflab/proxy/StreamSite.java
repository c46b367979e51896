package io.waflab.proxy;

import io.waflab.config.AccessLog;
import io.waflab.config.AccessRules;
import io.waflab.config.ConnectionLimit;
import io.waflab.config.Directive;
import io.waflab.config.Settings;
import io.waflab.config.StreamServer;
import io.waflab.config.Template;
import io.waflab.config.TrustedAddresses;
import io.waflab.config.Variables;
import io.waflab.tls.ServerTls;
import io.waflab.tls.UpstreamTls;
import java.util.List;
import java.util.Optional;

/** A server of stream made ready. Made once, shared by all its addresses. */
final class StreamSite {

    /** One {@code limit_conn}, its zone found. */
    record Limit(ConnectionLimit limit, ConnectionZone zone, Template key) {}

    private final StreamServer server;
    private final Optional<ServerTls> tls;
    private final Optional<UpstreamTls> upstreamTls;
    private final Variables variables;
    private final List<Logs.Access> accessLogs;
    private final List<Limit> limits;
    private final TrustedAddresses trusted;
    private final AccessRules rules;

    /** @param tls with clients; empty where it is spoken on no address */
    StreamSite(StreamServer server, Optional<ServerTls> tls, StreamService service, UpstreamTlsStore upstreams) {
        this.server = server;
        this.tls = tls;
        var settings = server.settings();
        variables = service.config().variables();
        upstreamTls = settings.flag(Directive.PROXY_SSL) ? upstreams.of(settings) : Optional.empty();
        accessLogs = AccessLog.of(settings.lines(Directive.ACCESS_LOG)).stream()
                .map(log -> service.logs().access(log, settings, service.config()))
                .toList();
        limits = settings.lines(Directive.LIMIT_CONN).stream()
                .map(ConnectionLimit::of)
                .map(limit -> limit(limit, service.zones().connections(limit.zone())))
                .toList();
        trusted = TrustedAddresses.of(settings);
        rules = AccessRules.of(settings);
    }

    private Limit limit(ConnectionLimit limit, ConnectionZone zone) {
        return new Limit(limit, zone, template(zone.zone().key().source()));
    }

    /** A text with stream's variables in it. */
    Template template(String text) {
        return Template.of(text, variables);
    }

    /** Of a directive with one word; empty where it is not written. */
    Optional<Template> template(Directive directive) {
        return server.settings()
                .find(directive)
                .map(setting -> template(setting.lines().get(0).get(0)));
    }

    StreamServer server() {
        return server;
    }

    Settings settings() {
        return server.settings();
    }

    Variables variables() {
        return variables;
    }

    ServerTls tls() {
        return tls.orElseThrow();
    }

    Optional<UpstreamTls> upstreamTls() {
        return upstreamTls;
    }

    List<Logs.Access> accessLogs() {
        return accessLogs;
    }

    List<Limit> limits() {
        return limits;
    }

    TrustedAddresses trusted() {
        return trusted;
    }

    AccessRules rules() {
        return rules;
    }
}
