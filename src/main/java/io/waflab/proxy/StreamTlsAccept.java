package io.waflab.proxy;

import io.netty.channel.ChannelHandlerContext;
import io.waflab.connection.HandshakeFailed;
import io.waflab.connection.Peer;
import io.waflab.connection.SessionEvent.Plain;
import io.waflab.tls.Alert;
import io.waflab.tls.ClientHello;
import io.waflab.tls.ServerTls;
import io.waflab.tls.TlsFacts;
import java.util.Optional;

/**
 * The start of TLS in stream: what is no TLS gets no answer, as OpenSSL gives none. The name in the ClientHello picks no
 * server, as in nginx 1.22.
 */
final class StreamTlsAccept extends TlsStart {

    private final StreamSession session;

    StreamTlsAccept(StreamSession session) {
        this.session = session;
    }

    @Override
    void plaintext(ChannelHandlerContext context) {
        session.happened(Plain.PLAINTEXT);
    }

    @Override
    Optional<Alert> refusal(ClientHello hello) {
        hello.serverName().ifPresent(session.facts()::serverNamed);
        return tls().refusalOf(hello);
    }

    @Override
    void refused(Alert alert) {
        session.happened(new HandshakeFailed(Peer.SERVER, alert.word()));
    }

    @Override
    ServerTls tls() {
        return session.site().tls();
    }

    @Override
    String expand(String text) {
        return session.expand(session.site().template(text));
    }

    @Override
    Worker worker() {
        return session.worker();
    }

    @Override
    void unusable(String why) {
        session.log("error", why + " while SSL handshaking");
    }

    @Override
    void shakesHands(TlsFacts facts) {
        session.facts().shakesHands(facts);
    }
}
