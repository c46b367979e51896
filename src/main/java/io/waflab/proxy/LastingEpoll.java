package io.waflab.proxy;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollIoOps;

/**
 * Netty's epoll, in which a socket stays until it is closed.
 *
 * <p>Netty 4.2.18 takes a socket out of epoll when nothing is awaited on it, which is so once a peer's FIN has been read, or
 * comes while the peer is not read; and never puts it back ({@code EpollIoHandler.DefaultEpollIoRegistration.submit}, since
 * netty/netty#16689). To wait again for that socket, to read it or to write what the kernel did not take at once, then fails
 * with ENOENT, and Netty closes it with all that was to be sent. Here such a socket waits for EPOLLET alone: nothing that
 * can be read or written wakes the loop, and an error or hang-up does so once, not for ever.
 *
 * <p>On EPOLLRDHUP Netty reads all that the kernel holds, whatever is asked of it ({@code
 * AbstractEpollChannel.epollRdHupReady}): an origin that has ended the connection would be read faster than
 * proxy_limit_rate, and than the client takes. So a socket that connects awaits no EPOLLRDHUP: its peer's FIN is what is
 * read behind the last byte, as in nginx. A client's FIN is told while it is not read: the request's end depends on it.
 */
final class LastingEpoll extends WrappedIoHandler {

    private LastingEpoll(IoHandler epoll) {
        super(epoll);
    }

    static IoHandlerFactory newFactory() {
        return factory(EpollIoHandler.newFactory(), (epoll, loop) -> new LastingEpoll(epoll));
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        return new Registration(netty.register(handle), connects(handle));
    }

    private static final class Registration implements IoRegistration {

        private final IoRegistration registration;
        private final boolean connects;
        private boolean added;

        Registration(IoRegistration registration, boolean connects) {
            this.registration = registration;
            this.connects = connects;
        }

        @Override
        public <T> T attachment() {
            return registration.attachment();
        }

        /** On the event loop, as all of a channel's interests are. */
        @Override
        public long submit(IoOps ops) {
            var awaited = connects ? ((EpollIoOps) ops).without(EpollIoOps.EPOLLRDHUP) : ops;
            boolean none = EpollIoOps.NONE.equals(awaited);
            added |= !none;
            return registration.submit(none && added ? EpollIoOps.EPOLLET : awaited);
        }

        @Override
        public boolean isValid() {
            return registration.isValid();
        }

        @Override
        public boolean cancel() {
            return registration.cancel();
        }
    }
}
