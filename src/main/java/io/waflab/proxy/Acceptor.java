package io.waflab.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.waflab.config.ListeningAddress;
import io.waflab.connection.CloseAct;
import io.waflab.http.LogEscape;
import java.util.Optional;

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

    /** A client could not be accepted; said at the levels of ngx_event_accept. */
    final void failed(Throwable failure) {
        var level = SocketError.isOutOfFiles(failure) ? "crit" : SocketError.isAborted(failure) ? "error" : "alert";
        proxy.tell(level, "accept4() failed (" + SocketError.of(failure) + ")");
    }

    /** Whatever goes wrong: each client that was counted ends, or SIGQUIT would wait for it for ever. */
    @Override
    protected final void initChannel(Channel channel) {
        var worker = proxy.worker(channel.eventLoop());
        made(worker, channel).ifPresentOrElse(served -> begin(served, worker, channel), () -> {
            Closer.close(channel, CloseAct.SILENT_FIN, false);
            proxy.ended();
        });
    }

    private Optional<Served> made(Worker worker, Channel channel) {
        try {
            SocketSettings.accepted(channel, address.options());
            return worker.isFull() ? Optional.empty() : Optional.of(served(worker, channel));
        } catch (RuntimeException failed) {
            tell(failed);
            return Optional.empty();
        }
    }

    private void begin(Served served, Worker worker, Channel channel) {
        worker.add(served);
        try {
            served.begin();
            if (proxy.isStopping()) {
                served.stop();
            }
        } catch (RuntimeException failed) {
            tell(failed);
            Closer.close(channel, CloseAct.SILENT_FIN, false);
            worker.remove(served);
        }
    }

    private void tell(RuntimeException failed) {
        proxy.tell("alert", "internal error: " + LogEscape.line(failed.toString()));
    }

    /** The connection, on its event loop. */
    abstract Served served(Worker worker, Channel channel);
}
