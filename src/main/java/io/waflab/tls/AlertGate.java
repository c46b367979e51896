package io.waflab.tls;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.Optional;
import javax.net.ssl.SSLEngine;

/**
 * Stands between the socket and the {@link SslHandler}, and drops what must not be on the wire: the close_notify with
 * which every engine answers the peer's by itself. nginx never answers it: having read the peer's close_notify it sets
 * {@code no_send_shutdown} (src/event/ngx_event_openssl.c), so that a FIN without an alert is all that follows.
 *
 * <p>It also notes a fatal alert that goes out unencrypted, which is how an engine refuses a handshake.
 */
public final class AlertGate extends ChannelOutboundHandlerAdapter {

    private final SSLEngine engine;
    private boolean silent;
    private Alert sent;

    /** @param handler the TLS handler that stands directly above */
    AlertGate(SslHandler handler) {
        this.engine = handler.engine();
    }

    /** From now on nothing that the handler above writes reaches the socket. */
    public void silence() {
        silent = true;
    }

    /** The fatal alert with which the engine refused the handshake; empty when none was sent or it was encrypted. */
    public Optional<Alert> sent() {
        return Optional.ofNullable(sent);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (silent || engine.isInboundDone() && engine.isOutboundDone()) {
            ReferenceCountUtil.release(message);
            promise.setSuccess();
            return;
        }
        note((ByteBuf) message);
        context.write(message, promise);
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
