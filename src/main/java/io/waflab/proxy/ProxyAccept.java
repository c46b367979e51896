package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.waflab.connection.Happened;
import io.waflab.connection.Peer;
import io.waflab.journal.What;

/**
 * Takes a PROXY protocol header off a connection's first bytes, before anything else looks at them. nginx takes what its
 * first read gave: a header in pieces is broken. Of a broken one it says nothing to the client: over TLS, where it had only
 * peeked, its kernel sends RST over the unread bytes.
 */
final class ProxyAccept extends ChannelInboundHandlerAdapter {

    private final ProxyConnection connection;

    ProxyAccept(ProxyConnection connection) {
        this.connection = connection;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var bytes = (ByteBuf) message;
        var reading = ProxyHeader.read(bytes);
        connection.chronicle().observed(Peer.CLIENT, What.DATA, reading.length(), "PROXY");
        if (reading.length() == 0) {
            bytes.release();
            RequestLog.error(connection, "error", reading.problem(), "reading PROXY protocol");
            connection.happened(
                    connection.listener().isTls() ? Happened.PROXY_HEADER_BROKEN_UNREAD : Happened.PROXY_HEADER_BROKEN);
            return;
        }
        reading.header().ifPresent(connection.facts()::proxied);
        bytes.skipBytes(reading.length());
        if (bytes.isReadable()) {
            context.fireChannelRead(bytes);
        } else {
            bytes.release();
        }
        context.pipeline().remove(this);
    }
}
