package io.waflab.proxy;

import io.netty.util.NetUtil;
import io.waflab.config.Directive;
import io.waflab.tls.UpstreamTls;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;

/** Finds out how a session's connection to an upstream is to be made: proxy_bind, and who is spoken to in TLS. */
final class StreamSocketMaker {

    private StreamSocketMaker() {}

    /** @param host of proxy_pass */
    static UpstreamSocket of(StreamSession session, String host, SocketAddress to) {
        var settings = session.site().settings();
        boolean transparent = settings.find(Directive.PROXY_BIND)
                .filter(setting -> setting.lines().get(0).size() > 1)
                .isPresent();
        return new UpstreamSocket(
                session.site().upstreamTls().map(tls -> tls(tls, session, host, to)),
                local(session),
                transparent,
                settings.flag(Directive.PROXY_SOCKET_KEEPALIVE),
                0);
    }

    private static UpstreamSocket.Tls tls(UpstreamTls tls, StreamSession session, String host, SocketAddress to) {
        var name = Target.withoutPort(session.site()
                .template(Directive.PROXY_SSL_NAME)
                .map(session::expand)
                .orElse(host));
        boolean sends = session.site().settings().flag(Directive.PROXY_SSL_SERVER_NAME)
                && !name.isEmpty()
                && !StreamUpstream.isAddress(name);
        return new UpstreamSocket.Tls(
                tls, new UpstreamTls.Peer(sends ? Optional.of(name) : Optional.empty(), to, List.of()), name);
    }

    /** What variables make no address of is said in the log, and the system chooses one. */
    private static Optional<InetSocketAddress> local(StreamSession session) {
        var text = session.site()
                .template(Directive.PROXY_BIND)
                .map(session::expand)
                .orElse("");
        if (text.isEmpty() || text.equals("off")) {
            return Optional.empty();
        }
        int colon = text.lastIndexOf(':');
        boolean port = colon > 0 && (text.indexOf(':') == colon || text.startsWith("["));
        var address = NetUtil.createInetAddressFromIpAddressString(port ? text.substring(0, colon) : text);
        if (address == null) {
            session.log("error", "invalid local address \"" + text + "\" while connecting to upstream");
            return Optional.empty();
        }
        return Optional.of(new InetSocketAddress(address, port ? Integer.parseInt(text.substring(colon + 1)) : 0));
    }
}
