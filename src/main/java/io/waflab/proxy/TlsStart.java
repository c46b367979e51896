package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.waflab.tls.Alert;
import io.waflab.tls.ClientHello;
import io.waflab.tls.ServerTls;
import io.waflab.tls.TlsFacts;
import java.util.Optional;

/**
 * Looks at a client's first bytes where TLS is spoken: a ClientHello is refused, or TLS takes this handler's place. Bounded by
 * {@link ClientHello#LONGEST}.
 */
abstract class TlsStart extends ChannelInboundHandlerAdapter {

    private ByteBuf first;

    /** It is no TLS that begins. */
    abstract void plaintext(ChannelHandlerContext context);

    /** The ClientHello is there; the alert that refuses it, if it is to be. */
    abstract Optional<Alert> refusal(ClientHello hello);

    /** The alert was sent. */
    abstract void refused(Alert alert);

    /** The server that answers. */
    abstract ServerTls tls();

    /** TLS takes over. */
    abstract void shakesHands(TlsFacts facts);

    @Override
    public final void channelRead(ChannelHandlerContext context, Object message) {
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
            plaintext(context);
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
        var refusal = refusal(hello);
        if (refusal.isPresent()) {
            context.writeAndFlush(refusal.get().fatalRecord(context.alloc(), hello));
            refused(refusal.get());
        } else {
            handOver(context, Optional.of(hello));
        }
    }

    private void handOver(ChannelHandlerContext context, Optional<ClientHello> hello) {
        var tls = tls();
        var handler = tls.newHandler(context.alloc(), hello);
        var gate = tls.newGate(handler);
        context.pipeline().addAfter(context.name(), null, handler);
        context.pipeline().addAfter(context.name(), null, gate);
        shakesHands(new TlsFacts(tls, handler, gate, hello));
        passOn(context);
    }

    /** Gives what came to whatever is next, and leaves. */
    final void passOn(ChannelHandlerContext context) {
        var bytes = first;
        first = null;
        context.fireChannelRead(bytes);
        context.fireChannelReadComplete();
        context.pipeline().remove(this);
    }

    @Override
    public final void handlerRemoved(ChannelHandlerContext context) {
        if (first != null) {
            first.release();
            first = null;
        }
    }
}
