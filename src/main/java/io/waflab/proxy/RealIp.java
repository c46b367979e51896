package io.waflab.proxy;

import io.waflab.config.Directive;
import io.waflab.config.Settings;
import io.waflab.config.TrustedAddresses;
import io.waflab.http.RequestHead;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Whose word about a client's address is taken, and where it stands: {@code set_real_ip_from}, {@code real_ip_header} and
 * {@code real_ip_recursive} of one place (ngx_http_realip_module.c).
 */
final class RealIp {

    private final TrustedAddresses trusted;
    private final String field;
    private final boolean recursive;

    private RealIp(TrustedAddresses trusted, String field, boolean recursive) {
        this.trusted = trusted;
        this.field = field;
        this.recursive = recursive;
    }

    static RealIp of(Settings settings) {
        return new RealIp(
                TrustedAddresses.of(settings),
                settings.text(Directive.REAL_IP_HEADER).toLowerCase(Locale.ROOT),
                settings.flag(Directive.REAL_IP_RECURSIVE));
    }

    /**
     * The address to use for a client.
     *
     * @param client who sent the request
     * @param header what came before the first byte of the connection
     * @return empty to keep the client's own
     */
    Optional<ClientAddress> find(ClientAddress client, RequestHead head, Optional<ProxyHeader> header) {
        if (trusted.isEmpty()) {
            return Optional.empty();
        }
        if (field.equals("proxy_protocol")) {
            return header.flatMap(said -> ForwardedAddress.of(client, List.of(said.source()), trusted, recursive)
                    .map(found -> new ClientAddress(found.address(), said.sourcePort())));
        }
        return ForwardedAddress.of(client, values(head), trusted, recursive);
    }

    /** Only X-Forwarded-For counts as one list when it stands several times. */
    private List<String> values(RequestHead head) {
        if (field.equals("x-forwarded-for")) {
            return IntStream.range(0, head.fieldCount())
                    .filter(i -> head.nameIs(i, field))
                    .mapToObj(head::value)
                    .toList();
        }
        return Optional.ofNullable(head.find(field)).stream().toList();
    }
}
