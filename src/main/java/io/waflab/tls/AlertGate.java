package io.waflab.tls;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;
import javax.net.ssl.SSLException;

/**
 * Stands between the socket and the {@link SslHandler}, and keeps off the wire what nginx would not send: the
 * close_notify with which engines answer the peer's by themselves. nginx never answers it: having read the peer's
 * close_notify or FIN it sets {@code no_send_shutdown} (src/event/ngx_event_openssl.c), and FIN alone is all that
 * follows.
 *
 * <p>It also notes a fatal alert that goes out unencrypted, which is how an engine refuses a handshake.
 */
public final class AlertGate extends ChannelDuplexHandler {

    /** An encrypted alert in TLS 1.2 with CBC and SHA-384, the longest; shorter data are taken for one, harmlessly. */
    private static final int LONGEST_ALERT = 5 + 16 + 64;

    private static final int RECORD_HEADER = 5;

    private final TlsEngine engine;
    private final SslHandler handler;
    private Channel channel;
    private boolean closing;
    private boolean peerEnded;
    private boolean wroteAlert;
    private Alert sent;
    private ByteBuf held;
    private final AgreedGroup agreed = new AgreedGroup();

    /**
     * @param engine who speaks TLS in handler
     * @param handler the TLS handler that stands directly above
     */
    AlertGate(TlsEngine engine, SslHandler handler) {
        this.engine = engine;
        this.handler = handler;
    }

    /**
     * Sends close_notify where nginx would: the handshake is done, the peer has said neither close_notify nor FIN, and
     * nothing waits to be sent. Call on the event loop, then close from below the handler, so that FIN follows in the
     * same instant: {@code pipeline.context(sslHandler).close()}.
     *
     * @param goes whether what waits is about to be taken by the kernel, as far as is known
     * @return whether it was written; if not, the end is silent
     */
    public boolean sendCloseNotify(boolean goes) {
        var waiting = channel.unsafe().outboundBuffer();
        if (waiting == null || !waiting.isEmpty() && !goes || peerSaidClose() || !isShaken()) {
            return false;
        }
        closing = true;
        return handler.closeOutbound().cause() == null;
    }

    /** The fatal alert with which the engine refused the handshake; empty when none was sent or it was encrypted. */
    public Optional<Alert> sent() {
        return Optional.ofNullable(sent);
    }

    /** The group of the key exchange. */
    OptionalInt group() {
        return agreed.group();
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
        if (isAnswerOrComplaint()) {
            hold((ByteBuf) message);
            promise.setSuccess();
            return;
        }
        note((ByteBuf) message);
        if (!isShaken()) {
            agreed.see((ByteBuf) message);
        }
        context.write(message, promise);
    }

    /** The TLS handler closes behind an engine's complaint, never behind its answer to a close_notify. */
    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        if (held != null && !handler.sslCloseFuture().isSuccess()) {
            var complaint = held;
            held = null;
            context.writeAndFlush(complaint);
        }
        context.close(promise);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        hold(null);
    }

    private void hold(ByteBuf message) {
        ReferenceCountUtil.release(held);
        held = message;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (wroteAlert && !closing) {
            wroteAlert = false;
            raiseHiddenFailure(context);
        }
        context.fireChannelReadComplete();
    }

    /** Netty's BoringSSL engine throws for a broken record only when asked for more to send: a peer that waits would wait on. */
    private void raiseHiddenFailure(ChannelHandlerContext context) {
        try {
            if (handler.engine() instanceof ReferenceCountedOpenSslEngine) {
                handler.engine().wrap(ByteBuffer.allocate(0), ByteBuffer.allocate(LONGEST_ALERT));
            }
        } catch (SSLException hidden) {
            context.pipeline().context(handler).fireExceptionCaught(new DecoderException(hidden));
        }
    }

    /**
     * An engine that is done though nobody asked it to end, and not because of an error, answers a close_notify. An
     * error makes the session invalid; BouncyCastle's is not valid before either, so that its alerts are all dropped.
     */
    private boolean isAnswerToCloseNotify() {
        return isLastWord()
                && engine != TlsEngine.BCTLS
                && handler.engine().getSession().isValid();
    }

    /** BouncyCastle's sessions tell nothing of errors: the record waits until the TLS handler has said which it is. */
    private boolean isAnswerOrComplaint() {
        return isLastWord() && engine == TlsEngine.BCTLS;
    }

    private boolean isLastWord() {
        return !closing && isShaken() && peerSaidClose() && handler.engine().isOutboundDone();
    }

    private boolean isShaken() {
        return handler.handshakeFuture().isSuccess();
    }

    private boolean peerSaidClose() {
        return peerEnded || handler.engine().isInboundDone();
    }

    /** BoringSSL may put session tickets and an alert into one buffer: what counts is the last record. */
    private void note(ByteBuf records) {
        int at = records.readerIndex();
        int end = records.writerIndex();
        int next = at;
        while (next + RECORD_HEADER <= end) {
            at = next;
            next += RECORD_HEADER + records.getUnsignedShort(at + 3);
        }
        if (next != end || at == end) {
            return;
        }
        int length = end - at;
        boolean plain = length == Alert.RECORD_LENGTH && records.getByte(at) == Alert.RECORD_TYPE;
        if (plain && records.getByte(at + RECORD_HEADER) == Alert.LEVEL_FATAL) {
            sent = Alert.of(records.getUnsignedByte(at + RECORD_HEADER + 1)).orElse(null);
        }
        wroteAlert |= isShaken() && length <= LONGEST_ALERT;
    }
}
