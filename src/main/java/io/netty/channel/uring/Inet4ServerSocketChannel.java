package io.netty.channel.uring;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.ServerSocketChannelConfig;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/**
 * A socket of IPv4 that listens. Netty 4.2.18 makes those of io_uring of IPv6, wherever there is IPv6, and binds 0.0.0.0 to
 * {@code ::}: {@code listen 80} would take IPv6's port too, and {@code listen [::]:80} beside it would fail. It offers no other
 * way, nor what it is made of outside of its package; so this stands in it.
 */
public final class Inet4ServerSocketChannel extends AbstractIoUringServerChannel implements ServerSocketChannel {

    private final IoUringServerSocketChannelConfig config = new IoUringServerSocketChannelConfig(this);

    public Inet4ServerSocketChannel() {
        super(LinuxSocket.newSocketStream(false), false);
    }

    @Override
    public ServerSocketChannelConfig config() {
        return config;
    }

    @Override
    Channel newChildChannel(int descriptor, ByteBuffer from) {
        var accepted = new LinuxSocket(descriptor);
        if (from == null) {
            return new IoUringSocketChannel(this, accepted);
        }
        IoUringIoHandler handler = registration().attachment();
        return new IoUringSocketChannel(this, accepted, SockaddrIn.getIPv4(from, handler.inet4AddressArray()));
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return (InetSocketAddress) super.remoteAddress();
    }

    @Override
    public InetSocketAddress localAddress() {
        return (InetSocketAddress) super.localAddress();
    }

    @Override
    protected void doBind(SocketAddress address) throws Exception {
        super.doBind(address);
        int queue = config.getOption(ChannelOption.TCP_FASTOPEN);
        if (queue > 0 && IoUring.isTcpFastOpenServerSideAvailable()) {
            socket.setTcpFastOpen(queue);
        }
        socket.listen(config.getBacklog());
        active = true;
    }
}
