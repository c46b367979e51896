package io.waflab.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import java.util.concurrent.TimeUnit;

/**
 * A socket that clients connect to, and the {@link Acceptor} that takes them. The listener may be replaced by one of
 * another configuration, between one connection and the next; until there is one, clients wait in the kernel's queue.
 */
final class ListeningSocket extends ChannelInboundHandlerAdapter {

    /** How long nothing is accepted when there are no file descriptors: nginx's accept_mutex_delay (ngx_event_accept). */
    private static final long PAUSE_MS = 500;

    private final Channel channel;
    private Acceptor listener;

    /** @param channel of a server, not yet bound */
    ListeningSocket(Channel channel) {
        this.channel = channel;
        channel.config().setAutoRead(false);
        channel.pipeline().addLast(this);
    }

    Channel channel() {
        return channel;
    }

    /** What takes connections from here on. On the channel's event loop. */
    void setListener(Acceptor next) {
        listener = next;
        channel.config().setAutoRead(true);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object accepted) {
        var client = (Channel) accepted;
        client.config().setOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WriteBufferWaterMark.DEFAULT);
        client.pipeline().addLast(listener);
        listener.accept(client);
    }

    /** Whatever else fails, the next client is taken at once, as ngx_event_accept does when epoll calls it again. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        listener.failed(failure);
        channel.config().setAutoRead(false);
        long pause = SocketError.isOutOfFiles(failure) ? PAUSE_MS : 0;
        channel.eventLoop().schedule(() -> channel.config().setAutoRead(true), pause, TimeUnit.MILLISECONDS);
    }
}
