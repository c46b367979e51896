package io.waflab.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * Connections in memory to one server, with a client of the same engine. An engine in Java is slow until the virtual
 * machine has loaded and compiled what it does: clients need not wait for that when it was done before they came.
 */
final class Rehearsal {

    /** So often two sides hand each other what they wrote, at most; a handshake takes three of it. */
    private static final int MOST_FLIGHTS = 16;

    /** About the size of a short request and a short answer. */
    private static final ByteBuf DATA = Unpooled.unreleasableBuffer(
            Unpooled.copiedBuffer("x".repeat(256), StandardCharsets.US_ASCII).asReadOnly());

    /** What fails is seen by the handshake that does not end well. */
    private static final class Listener extends ChannelInboundHandlerAdapter {

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {}
    }

    private final ServerTls server;
    private final List<SslContext> clients = new ArrayList<>();

    /** @throws SSLException when the engine has no client that could speak to this server */
    Rehearsal(ServerTls server, ServerTlsSettings settings) throws SSLException {
        this.server = server;
        for (var version : settings.versions()) {
            clients.add(JavaContext.client(settings.engine(), List.of(version), settings.suites()));
        }
    }

    /**
     * One connection in each version of the server: a handshake, data both ways, close_notify.
     *
     * @return whether all were as they should be
     */
    boolean round() {
        boolean good = true;
        for (var client : clients) {
            good &= connection(client);
        }
        return good;
    }

    private boolean connection(SslContext context) {
        var client = new EmbeddedChannel();
        var served = new EmbeddedChannel();
        try {
            var handler = ServerTls.withoutTimers(context.newHandler(ByteBufAllocator.DEFAULT));
            var accepted = server.newHandler(ByteBufAllocator.DEFAULT, Optional.empty());
            var gate = server.newGate(accepted);
            served.pipeline().addLast(gate, accepted, new Listener());
            client.pipeline().addLast(handler, new Listener());
            exchange(client, served);
            if (!handler.handshakeFuture().isSuccess()
                    || !accepted.handshakeFuture().isSuccess()) {
                return false;
            }
            return isHeard(client, served) & isHeard(served, client) & isEnded(gate, served, client, handler);
        } finally {
            client.finishAndReleaseAll();
            served.finishAndReleaseAll();
        }
    }

    private static boolean isHeard(EmbeddedChannel from, EmbeddedChannel to) {
        from.writeOutbound(DATA.duplicate());
        exchange(from, to);
        ByteBuf heard = to.readInbound();
        boolean whole = heard != null && heard.equals(DATA);
        ReferenceCountUtil.release(heard);
        return whole;
    }

    private static boolean isEnded(AlertGate gate, EmbeddedChannel served, EmbeddedChannel client, SslHandler handler) {
        boolean sent = gate.sendCloseNotify();
        exchange(served, client);
        return sent && handler.sslCloseFuture().isSuccess();
    }

    /** Until neither has anything more to say. */
    private static void exchange(EmbeddedChannel one, EmbeddedChannel other) {
        for (int flight = 0; flight < MOST_FLIGHTS; flight++) {
            if (!carry(one, other) & !carry(other, one)) {
                return;
            }
        }
    }

    private static boolean carry(EmbeddedChannel from, EmbeddedChannel to) {
        boolean any = false;
        for (Object record = from.readOutbound(); record != null; record = from.readOutbound()) {
            if (to.isOpen()) {
                to.writeInbound(record);
                any = true;
            } else {
                ReferenceCountUtil.release(record);
            }
        }
        return any;
    }
}
