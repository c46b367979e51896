package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.waflab.connection.SessionEvent.Plain;

/** The last handler of a session's client: what the client says, TLS taken off, and what is said to it. */
final class StreamClient extends ChannelInboundHandlerAdapter implements Output.Listener {

    private final StreamSession session;
    private Output output;

    StreamClient(StreamSession session) {
        this.session = session;
    }

    Output output() {
        return output;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        output = new Output(context, this);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        session.fromClient((ByteBuf) message);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            session.handshake(handshake);
        } else if (event instanceof SslCloseCompletionEvent) {
            session.clientNotified();
        }
    }

    /** A TLS record that cannot be read; the engine has sent its alert. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof DecoderException) {
            session.happened(Plain.CLIENT_GARBAGE);
        } else {
            session.failed(cause);
        }
    }

    @Override
    public void blocked() {
        session.happened(Plain.CLIENT_BLOCKED);
    }

    @Override
    public void progress() {
        session.happened(Plain.FLOWED);
        session.readOn();
    }

    @Override
    public void drained() {
        session.happened(Plain.CLIENT_DRAINED);
        taken();
    }

    @Override
    public void taken() {
        session.readOn();
    }

    @Override
    public void broken(Throwable cause) {
        session.log("info", "send() failed (" + SocketError.of(cause) + ") while proxying and sending to client");
        session.clientReset();
    }

    @Override
    public void finished() {
        session.happened(Plain.REPLIED);
    }
}
