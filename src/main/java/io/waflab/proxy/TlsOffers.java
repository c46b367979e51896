package io.waflab.proxy;

import io.waflab.config.Server;
import io.waflab.tls.ServerTls;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** TLS of every server that speaks it, as ALPN is to offer it: with HTTP/2 and without. */
final class TlsOffers {

    private final Map<Server, ServerTls> plain = new IdentityHashMap<>();
    private final Map<Server, ServerTls> http2 = new IdentityHashMap<>();

    private TlsOffers() {}

    /** @param store makes them, and has what is wrong with any of them */
    static TlsOffers of(List<Server> servers, TlsPlan plan, ServerTlsStore store) {
        var offers = new TlsOffers();
        for (var server : servers) {
            for (var reading : plan.of(server)) {
                var made = store.read(server.settings(), reading);
                if (made.isPresent()) {
                    (reading.offersHttp2() ? offers.http2 : offers.plain).put(server, made.get());
                }
            }
        }
        return offers;
    }

    /** Null for a server that speaks no TLS; one that speaks it elsewhere only, offers there what it offers. */
    ServerTls of(Server server, boolean offersHttp2) {
        var wanted = (offersHttp2 ? http2 : plain).get(server);
        return wanted != null ? wanted : (offersHttp2 ? plain : http2).get(server);
    }
}
