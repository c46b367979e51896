package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.waflab.config.Directive;
import io.waflab.connection.Event.HandshakeFailed;
import io.waflab.connection.Happened;
import io.waflab.connection.Peer;
import io.waflab.tls.Alert;
import io.waflab.tls.ClientHello;
import io.waflab.tls.TlsFacts;
import java.util.Optional;

/**
 * Looks at a client's first bytes on a TLS port: plain HTTP is let through to be refused, a ClientHello picks the server,
 * and then TLS takes this handler's place.
 */
final class TlsAccept extends ChannelInboundHandlerAdapter {

    private final ProxyConnection connection;
    private ByteBuf first;

    TlsAccept(ProxyConnection connection) {
        this.connection = connection;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var bytes = (ByteBuf) message;
        if (first == null) {
            first = bytes;
        } else {
            first = context.alloc()
                    .buffer(first.readableBytes() + bytes.readableBytes())
                    .writeBytes(first)
                    .writeBytes(bytes);
            bytes.release();
        }
        if (!first.isReadable()) {
            return;
        }
        if (!ClientHello.beginsTls(first.getByte(first.readerIndex()))) {
            connection.happened(Happened.PLAINTEXT);
            passOn(context);
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
        hello.serverName().ifPresent(connection::serverNamed);
        boolean rejects = connection.server().settings().flag(Directive.SSL_REJECT_HANDSHAKE);
        var refusal = rejects
                ? Optional.of(Alert.UNRECOGNIZED_NAME)
                : connection
                        .listener()
                        .tls(connection.channel(), connection.server())
                        .refusalOf(hello);
        if (refusal.isPresent()) {
            context.writeAndFlush(refusal.get().fatalRecord(context.alloc(), hello));
            connection.happened(
                    new HandshakeFailed(Optional.of(Peer.SERVER), refusal.get().word()));
        } else {
            handOver(context, Optional.of(hello));
        }
    }

    private void handOver(ChannelHandlerContext context, Optional<ClientHello> hello) {
        var tls = connection.listener().tls(connection.channel(), connection.server());
        var handler = tls.newHandler(context.alloc(), hello);
        var gate = tls.newGate(handler);
        context.pipeline().addAfter(context.name(), null, handler);
        context.pipeline().addAfter(context.name(), null, gate);
        connection.client().output().blocks((int) connection.server().settings().size(Directive.SSL_BUFFER_SIZE));
        connection.facts().shakesHands(new TlsFacts(tls, handler, gate, hello));
        passOn(context);
    }

    private void passOn(ChannelHandlerContext context) {
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
