package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.waflab.connection.Peer;
import io.waflab.connection.SessionEvent.HandshakeFailed;
import io.waflab.connection.SessionEvent.Plain;
import io.waflab.tls.ClientHello;
import io.waflab.tls.TlsFacts;
import java.util.Optional;

/**
 * Looks at a client's first bytes where stream speaks TLS: what is no TLS gets no answer, as OpenSSL gives none; then TLS
 * takes this handler's place. The name in the ClientHello picks no server, as in nginx 1.22. Bounded by
 * {@link ClientHello#LONGEST}.
 */
final class StreamTlsAccept extends ChannelInboundHandlerAdapter {

    private final StreamSession session;
    private ByteBuf first;

    StreamTlsAccept(StreamSession session) {
        this.session = session;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var bytes = (ByteBuf) message;
        first = first == null
                ? bytes
                : context.alloc()
                        .buffer(first.readableBytes() + bytes.readableBytes())
                        .writeBytes(first)
                        .writeBytes(bytes);
        if (first != bytes) {
            bytes.release();
        }
        if (!first.isReadable()) {
            return;
        }
        if (!ClientHello.beginsTls(first.getByte(first.readerIndex()))) {
            session.happened(Plain.PLAINTEXT);
            return;
        }
        var reading = ClientHello.read(first);
        switch (reading.state()) {
            case INCOMPLETE -> {}
            case COMPLETE -> hello(context, reading.hello().orElseThrow());
            case MALFORMED -> handOver(context, Optional.empty());
        }
    }

    private void hello(ChannelHandlerContext context, ClientHello hello) {
        hello.serverName().ifPresent(session.facts()::serverNamed);
        var refusal = session.site().tls().refusalOf(hello);
        if (refusal.isPresent()) {
            context.writeAndFlush(refusal.get().fatalRecord(context.alloc(), hello));
            session.happened(
                    new HandshakeFailed(Optional.of(Peer.SERVER), refusal.get().word()));
        } else {
            handOver(context, Optional.of(hello));
        }
    }

    private void handOver(ChannelHandlerContext context, Optional<ClientHello> hello) {
        var tls = session.site().tls();
        var handler = tls.newHandler(context.alloc(), hello);
        var gate = tls.newGate(handler);
        context.pipeline().addAfter(context.name(), null, handler);
        context.pipeline().addAfter(context.name(), null, gate);
        session.facts().shakesHands(new TlsFacts(tls, handler, gate, hello));
        var bytes = first;
        first = null;
        context.fireChannelRead(bytes);
        context.fireChannelReadComplete();
        context.pipeline().remove(this);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (first != null) {
            first.release();
            first = null;
        }
    }
}
