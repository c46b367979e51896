package io.waflab.proxy;

import io.netty.util.NetUtil;
import io.waflab.config.ProxyPass;
import java.util.Optional;

/**
 * Where a request goes: what proxy_pass comes to for it.
 *
 * @param pool the group, and its idle connections
 * @param tls whether it is spoken to in TLS
 * @param host {@code $proxy_host}, with the port where that is not the scheme's own
 * @param uri of proxy_pass; empty when the request's own target is passed on
 * @param whole whether uri is the whole target, as with variables, and not the beginning of it
 */
record Target(UpstreamPool pool, boolean tls, String host, Optional<String> uri, boolean whole) {

    /** What a proxy_pass without variables names: a group of the configuration. */
    static Target written(ProxyPass pass, Worker worker) {
        var group = worker.server().groups().named(pass.upstream());
        return new Target(worker.pool(group), pass.tls(), pass.host(), pass.uri(), false);
    }

    String scheme() {
        return tls ? "https://" : "http://";
    }

    /** The host that a certificate must be for, without its port (ngx_http_upstream_ssl_name). */
    static String withoutPort(String host) {
        int bracket = host.startsWith("[") ? host.indexOf(']') : 0;
        int colon = host.indexOf(':', Math.max(0, bracket));
        return colon < 0 ? host : host.substring(0, colon);
    }

    /** Whether that host, without its port, is sent in SNI: an address is not (RFC 6066 section 3; ngx_http_upstream_ssl_name). */
    static boolean isSentInSni(String host) {
        return !host.isEmpty() && !host.startsWith("[") && !NetUtil.isValidIpV4Address(host);
    }
}
