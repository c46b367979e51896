package io.waflab.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.waflab.config.ListeningAddress;
import io.waflab.connection.CloseAct;

/** What takes the connections of one listening socket: gives each to a worker, and begins it there. */
abstract class Acceptor extends ChannelInitializer<Channel> {

    private final ListeningAddress address;
    private final ProxyServer proxy;

    Acceptor(ListeningAddress address, ProxyServer proxy) {
        this.address = address;
        this.proxy = proxy;
    }

    /** Gives a client to one of the workers. It counts from here on, so that the workers stay until it has ended. */
    final void accept(Channel client) {
        proxy.begun();
        proxy.counts().accepted();
        proxy.register(client).addListener(registered -> {
            if (!registered.isSuccess()) {
                Closer.discard(client);
                proxy.ended();
            }
        });
    }

    /** A client could not be accepted. */
    final void failed(Throwable failure) {
        proxy.tell("crit", "accept4() failed (" + SocketError.of(failure) + ")");
    }

    @Override
    protected final void initChannel(Channel channel) {
        SocketSettings.accepted(channel, address.options());
        var worker = proxy.worker(channel.eventLoop());
        if (worker.isFull()) {
            Closer.close(channel, CloseAct.SILENT_FIN, false);
            proxy.ended();
            return;
        }
        var served = begin(worker, channel);
        if (proxy.isStopping()) {
            served.stop();
        }
    }

    /** The connection begins, on its event loop. */
    abstract Served begin(Worker worker, Channel channel);
}
