package io.waflab.proxy;

import io.netty.channel.ChannelHandlerContext;
import io.waflab.config.Directive;
import io.waflab.connection.HandshakeFailed;
import io.waflab.connection.Happened;
import io.waflab.connection.Peer;
import io.waflab.tls.Alert;
import io.waflab.tls.ClientHello;
import io.waflab.tls.ServerTls;
import io.waflab.tls.TlsFacts;
import java.util.Optional;

/** The start of HTTPS: plain HTTP is let through to be refused, and the name in the ClientHello picks the server. */
final class TlsAccept extends TlsStart {

    private final ProxyConnection connection;

    TlsAccept(ProxyConnection connection) {
        this.connection = connection;
    }

    @Override
    void plaintext(ChannelHandlerContext context) {
        connection.happened(Happened.PLAINTEXT);
        passOn(context);
    }

    @Override
    Optional<Alert> refusal(ClientHello hello) {
        hello.serverName().ifPresent(connection::serverNamed);
        boolean rejects = connection.server().settings().flag(Directive.SSL_REJECT_HANDSHAKE);
        return rejects ? Optional.of(Alert.UNRECOGNIZED_NAME) : tls().refusalOf(hello);
    }

    @Override
    void refused(Alert alert) {
        connection.happened(new HandshakeFailed(Peer.SERVER, alert.word()));
    }

    @Override
    ServerTls tls() {
        return connection.listener().tls(connection.channel(), connection.server());
    }

    @Override
    String expand(String text) {
        return new HandshakeValues(connection).expand(text);
    }

    @Override
    Worker worker() {
        return connection.worker();
    }

    @Override
    void unusable(String why) {
        RequestLog.error(connection, "error", why, "SSL handshaking");
    }

    @Override
    void shakesHands(TlsFacts facts) {
        connection.client().output().blocks((int) connection.server().settings().size(Directive.SSL_BUFFER_SIZE));
        connection.facts().shakesHands(facts);
    }
}
