package io.waflab.tls;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.Optional;

/**
 * Stands between the socket and the {@link SslHandler}, and keeps off the wire what nginx would not send: the
 * close_notify with which engines answer the peer's by themselves. nginx never answers it: having read the peer's
 * close_notify or FIN it sets {@code no_send_shutdown} (src/event/ngx_event_openssl.c), and FIN alone is all that
 * follows.
 *
 * <p>It also notes a fatal alert that goes out unencrypted, which is how an engine refuses a handshake.
 */
public final class AlertGate extends ChannelDuplexHandler {

    private final SslHandler handler;
    private Channel channel;
    private boolean closing;
    private boolean peerEnded;
    private Alert sent;

    /** @param handler the TLS handler that stands directly above */
    AlertGate(SslHandler handler) {
        this.handler = handler;
    }

    /**
     * Sends close_notify where nginx would: the handshake is done, the peer has said neither close_notify nor FIN, and
     * nothing waits to be sent. Call on the event loop, then close from below the handler, so that FIN follows in the
     * same instant: {@code pipeline.context(sslHandler).close()}.
     *
     * @return whether it was sent; if not, the end is silent
     */
    public boolean sendCloseNotify() {
        var waiting = channel.unsafe().outboundBuffer();
        if (waiting == null || !waiting.isEmpty() || peerSaidClose() || !isShaken()) {
            return false;
        }
        closing = true;
        return handler.closeOutbound().isSuccess();
    }

    /** The fatal alert with which the engine refused the handshake; empty when none was sent or it was encrypted. */
    public Optional<Alert> sent() {
        return Optional.ofNullable(sent);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        channel = context.channel();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        peerEnded |= event instanceof ChannelInputShutdownEvent;
        context.fireUserEventTriggered(event);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (isAnswerToCloseNotify()) {
            ReferenceCountUtil.release(message);
            promise.setSuccess();
            return;
        }
        note((ByteBuf) message);
        context.write(message, promise);
    }

    /** An engine that is done though nobody asked it to end, and not because of an error, answers a close_notify. */
    private boolean isAnswerToCloseNotify() {
        return !closing
                && isShaken()
                && peerSaidClose()
                && handler.engine().isOutboundDone()
                && handler.engine().getSession().isValid();
    }

    private boolean isShaken() {
        return handler.handshakeFuture().isSuccess();
    }

    private boolean peerSaidClose() {
        return peerEnded || handler.engine().isInboundDone();
    }

    private void note(ByteBuf record) {
        int at = record.readerIndex();
        if (record.readableBytes() >= Alert.RECORD_LENGTH
                && record.getByte(at) == Alert.RECORD_TYPE
                && record.getUnsignedShort(at + 3) == 2
                && record.getByte(at + 5) == Alert.LEVEL_FATAL) {
            sent = Alert.of(record.getUnsignedByte(at + 6)).orElse(null);
        }
    }
}
