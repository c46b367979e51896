package io.waflab.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;

/** What sockets are made of: native epoll on Linux, NIO elsewhere. */
enum Transport {
    EPOLL(EpollServerSocketChannel::new, EpollSocketChannel::new),
    NIO(NioServerSocketChannel::new, NioSocketChannel::new);

    private final ChannelFactory<ServerChannel> listening;
    private final ChannelFactory<Channel> connecting;

    Transport(ChannelFactory<ServerChannel> listening, ChannelFactory<Channel> connecting) {
        this.listening = listening;
        this.connecting = connecting;
    }

    static Transport best() {
        return Epoll.isAvailable() ? EPOLL : NIO;
    }

    /** @param name of the threads */
    EventLoopGroup loops(int threads, String name) {
        IoHandlerFactory handlers = this == EPOLL ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        return new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory(name), handlers);
    }

    ChannelFactory<ServerChannel> listening() {
        return listening;
    }

    ChannelFactory<Channel> connecting() {
        return connecting;
    }
}
