package io.waflab.proxy;

import io.waflab.config.Directive;
import io.waflab.config.LocalAddress;
import io.waflab.tls.UpstreamTls;
import io.waflab.tls.UpstreamTls.OwnCertificate;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Finds out how a connection to an origin is to be made: proxy_bind, and who is spoken to in TLS. */
final class UpstreamSocketMaker {

    private UpstreamSocketMaker() {}

    /**
     * @param then gets the answer, at once unless a certificate that variables name must be read first
     * @param unusable is told why such a certificate cannot be used
     */
    static void make(
            Exchange exchange,
            Proxying proxying,
            Target target,
            SocketAddress to,
            Consumer<UpstreamSocket> then,
            Consumer<String> unusable) {
        var identity = target.tls() ? identity(exchange, proxying) : List.<String>of();
        if (identity.isEmpty()) {
            then.accept(socket(exchange, proxying, target, to, Optional.empty()));
            return;
        }
        new OwnCertificateReading(exchange.connection().worker(), proxying.tls())
                .read(
                        identity,
                        own -> exchange.carrier()
                                .soon(() -> then.accept(socket(exchange, proxying, target, to, Optional.of(own)))),
                        why -> exchange.carrier().soon(() -> unusable.accept(why)));
    }

    /** Certificate and key that variables name; none where they come out empty, or there are no variables. */
    private static List<String> identity(Exchange exchange, Proxying proxying) {
        if (proxying.identity().isEmpty()) {
            return List.of();
        }
        var paths = proxying.identity().stream().map(exchange::expand).toList();
        return paths.get(0).isEmpty() ? List.of() : paths;
    }

    private static UpstreamSocket socket(
            Exchange exchange, Proxying proxying, Target target, SocketAddress to, Optional<OwnCertificate> own) {
        var settings = proxying.settings();
        var bind = settings.find(Directive.PROXY_BIND)
                .map(setting -> setting.lines().get(0))
                .orElse(List.of());
        return new UpstreamSocket(
                target.tls() ? Optional.of(tls(exchange, proxying, target, to, own)) : Optional.empty(),
                local(exchange, proxying),
                bind.size() > 1,
                settings.flag(Directive.PROXY_SOCKET_KEEPALIVE),
                proxying.portion());
    }

    private static UpstreamSocket.Tls tls(
            Exchange exchange, Proxying proxying, Target target, SocketAddress to, Optional<OwnCertificate> own) {
        var host = Target.withoutPort(proxying.sslName().map(exchange::expand).orElse(target.host()));
        boolean sends = proxying.settings().flag(Directive.PROXY_SSL_SERVER_NAME) && Target.isSentInSni(host);
        var peer = new UpstreamTls.Peer(sends ? Optional.of(host) : Optional.empty(), to, own);
        return new UpstreamSocket.Tls(proxying.tls(), peer, host);
    }

    /** What variables make no address of is said in the log, and the system chooses one. */
    private static Optional<InetSocketAddress> local(Exchange exchange, Proxying proxying) {
        if (proxying.bind().isEmpty()) {
            return Optional.empty();
        }
        var text = exchange.expand(proxying.bind().get());
        var address = LocalAddress.of(text);
        if (address.isEmpty() && !text.isEmpty()) {
            exchange.log("error", "invalid local address \"" + text + "\"");
        }
        return address;
    }
}
