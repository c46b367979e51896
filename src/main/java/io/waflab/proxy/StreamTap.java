package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.waflab.connection.Peer;

/** The first handler of a session's client, on the socket's own bytes: it notes every TLS record, FIN and RST. */
final class StreamTap extends ChannelDuplexHandler {

    private final StreamSession session;
    private final RecordHeaders in;
    private final RecordHeaders out;

    StreamTap(StreamSession session, boolean tls) {
        this.session = session;
        in = new RecordHeaders(session.chronicle(), tls, Peer.CLIENT);
        out = new RecordHeaders(session.chronicle(), tls, Peer.SERVER);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var clock = session.worker().clock();
        boolean stands = clock.stand();
        try {
            read(context, (ByteBuf) message);
        } finally {
            clock.goOn(stands);
        }
    }

    private void read(ChannelHandlerContext context, ByteBuf bytes) {
        in.pass(bytes);
        if (session.isEnding()) {
            // Nothing above may see or answer it: whatever it is, it ends the wait for the client's close_notify.
            bytes.release();
            session.late();
        } else {
            session.chronicle().clientActive();
            context.fireChannelRead(bytes);
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof ByteBuf bytes) {
            out.pass(bytes);
        }
        context.write(message, promise);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            // Whether what was flushed before it has gone is to be known first.
            Ring.afterwards(context.channel(), () -> {
                context.fireUserEventTriggered(event);
                session.clientFin();
            });
        } else {
            context.fireUserEventTriggered(event);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        context.fireChannelInactive();
        session.clientFin();
    }

    /** A read that failed: the client's RST. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        session.clientReset();
    }
}
