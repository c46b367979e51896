package io.waflab.config;

import java.util.List;
import java.util.Map;

/**
 * Addresses that speak TLS without a certificate to show. The lab has its own for them; nginx does not start
 * (ngx_http_ssl_init, ngx_stream_ssl_merge_srv_conf).
 */
public final class MissingCertificates {

    private static final String SAID = "no \"ssl_certificate\" is defined for the \"listen ... ssl\" directive";

    private final Problems problems = new Problems();

    private MissingCertificates() {}

    /**
     * Refuses what nginx refuses.
     *
     * @throws ConfigException when there is such an address; in http it names the server, in stream the listen
     */
    public static void refuse(LabConfig config) throws ConfigException {
        var missing = new MissingCertificates();
        for (var address : Endpoint.byAddress(config.servers()).values()) {
            missing.check(address);
        }
        for (var server : config.servers()) {
            missing.checkDirective(server.settings());
        }
        for (var server : config.stream().servers()) {
            missing.check(server);
        }
        missing.problems.throwIfAny();
    }

    /** Only where the default server rejects every handshake do the others need certificates of their own. */
    private void check(List<Map.Entry<Listen, Server>> address) {
        var hosts = new VirtualHosts(address);
        var first = hosts.defaultServer();
        if (!hosts.ssl() || has(first.settings()) || first.settings().flag(Directive.SSL)) {
            return;
        }
        if (!rejects(first)) {
            problems.add(first.origin(), SAID);
            return;
        }
        address.stream()
                .map(Map.Entry::getValue)
                .filter(server -> !has(server.settings()) && !rejects(server))
                .findFirst()
                .ifPresent(server -> problems.add(server.origin(), SAID));
    }

    /** Where {@code ssl on} holds, each server is to have one, whether it is an address's default or not. */
    private void checkDirective(Settings settings) {
        if (settings.flag(Directive.SSL) && !has(settings)) {
            problems.add(
                    settings.get(Directive.SSL).origin(),
                    "no \"ssl_certificate\" is defined for the \"ssl\" directive");
        }
    }

    private void check(StreamServer server) {
        server.listens().stream()
                .filter(listen -> listen.ssl() && !has(server.settings()))
                .forEach(listen -> problems.add(listen.origin(), SAID));
    }

    private static boolean has(Settings settings) {
        return settings.has(Directive.SSL_CERTIFICATE);
    }

    private static boolean rejects(Server server) {
        return server.settings().flag(Directive.SSL_REJECT_HANDSHAKE);
    }
}
