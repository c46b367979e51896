package io.waflab.proxy;

import io.waflab.config.Directive;
import io.waflab.config.LocalAddress;
import io.waflab.config.Template;
import io.waflab.tls.UpstreamTls;
import io.waflab.tls.UpstreamTls.OwnCertificate;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Finds out how a session's connection to an upstream is to be made: proxy_bind, and who is spoken to in TLS. */
final class StreamSocketMaker {

    private StreamSocketMaker() {}

    /**
     * @param host of proxy_pass
     * @param then gets the answer, at once unless a certificate that variables name must be read first
     * @param unusable is told why such a certificate cannot be used
     */
    static void make(
            StreamSession session,
            String host,
            SocketAddress to,
            Consumer<UpstreamSocket> then,
            Consumer<String> unusable) {
        var names = names(session);
        if (names.isEmpty()) {
            then.accept(socket(session, host, to, Optional.empty()));
            return;
        }
        new OwnCertificateReading(session.worker(), session.site().upstreamTls().orElseThrow())
                .read(names, own -> then.accept(socket(session, host, to, Optional.of(own))), unusable);
    }

    /** Certificate and key that variables name; none where they come out empty, or there are no variables. */
    private static List<String> names(StreamSession session) {
        var names = Stream.of(Directive.PROXY_SSL_CERTIFICATE, Directive.PROXY_SSL_CERTIFICATE_KEY)
                .flatMap(directive -> session.site().template(directive).stream())
                .toList();
        if (session.site().upstreamTls().isEmpty() || names.stream().allMatch(Template::isLiteral)) {
            return List.of();
        }
        var expanded = names.stream().map(session::expand).toList();
        return expanded.get(0).isEmpty() ? List.of() : expanded;
    }

    private static UpstreamSocket socket(
            StreamSession session, String host, SocketAddress to, Optional<OwnCertificate> own) {
        var settings = session.site().settings();
        boolean transparent = settings.find(Directive.PROXY_BIND)
                .filter(setting -> setting.lines().get(0).size() > 1)
                .isPresent();
        return new UpstreamSocket(
                session.site()
                        .upstreamTls()
                        .map(tls -> new UpstreamSocket.Tls(
                                tls, peer(session, name(session, host), to, own), name(session, host))),
                local(session),
                transparent,
                settings.flag(Directive.PROXY_SOCKET_KEEPALIVE),
                0);
    }

    private static String name(StreamSession session, String host) {
        return Target.withoutPort(session.site()
                .template(Directive.PROXY_SSL_NAME)
                .map(session::expand)
                .orElse(host));
    }

    private static UpstreamTls.Peer peer(
            StreamSession session, String name, SocketAddress to, Optional<OwnCertificate> own) {
        boolean sends = session.site().settings().flag(Directive.PROXY_SSL_SERVER_NAME) && Target.isSentInSni(name);
        return new UpstreamTls.Peer(sends ? Optional.of(name) : Optional.empty(), to, own);
    }

    /** What variables make no address of is said in the log, and the system chooses one. */
    private static Optional<InetSocketAddress> local(StreamSession session) {
        var bind = session.site().template(Directive.PROXY_BIND);
        if (bind.isEmpty() || bind.get().isLiteral() && bind.get().literal().equals("off")) {
            return Optional.empty();
        }
        var text = session.expand(bind.get());
        var address = LocalAddress.of(text);
        if (address.isEmpty() && !text.isEmpty()) {
            session.log("error", "invalid local address \"" + text + "\"");
        }
        return address;
    }
}
