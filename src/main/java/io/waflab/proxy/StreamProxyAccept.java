package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.waflab.connection.Peer;
import io.waflab.connection.SessionEvent.Plain;
import io.waflab.journal.What;

/**
 * Takes a PROXY protocol header off a session's first bytes (ngx_stream_proxy_protocol_handler). A header in pieces is
 * broken; nginx had only peeked at it, so that its kernel sends RST over the unread bytes.
 */
final class StreamProxyAccept extends ChannelInboundHandlerAdapter {

    private final StreamSession session;

    StreamProxyAccept(StreamSession session) {
        this.session = session;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var bytes = (ByteBuf) message;
        var reading = ProxyHeader.read(bytes);
        session.chronicle().observed(Peer.CLIENT, What.DATA, reading.length(), "PROXY");
        if (reading.length() == 0) {
            bytes.release();
            StreamLog.error(session, "error", reading.problem() + " while reading PROXY protocol");
            session.happened(Plain.PROXY_HEADER_BROKEN);
            return;
        }
        reading.header().ifPresent(session.facts()::proxied);
        bytes.skipBytes(reading.length());
        session.happened(Plain.PROXY_HEADER_READ);
        session.entered(bytes.isReadable());
        if (bytes.isReadable() && !session.isEnding()) {
            context.fireChannelRead(bytes);
        } else {
            bytes.release();
        }
        context.pipeline().remove(this);
    }
}
