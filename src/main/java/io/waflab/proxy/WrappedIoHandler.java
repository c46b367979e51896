package io.waflab.proxy;

import io.netty.channel.Channel;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.util.concurrent.ThreadAwareExecutor;
import java.util.function.BiFunction;

/** One of Netty's handlers of an event loop's sockets, with something of our own around it. */
abstract class WrappedIoHandler implements IoHandler {

    final IoHandler netty;

    WrappedIoHandler(IoHandler netty) {
        this.netty = netty;
    }

    /** Those of Netty, each wrapped; the wrapping is told whose event loop it is. */
    static IoHandlerFactory factory(
            IoHandlerFactory netty, BiFunction<IoHandler, ThreadAwareExecutor, IoHandler> wrap) {
        return new IoHandlerFactory() {
            @Override
            public IoHandler newHandler(ThreadAwareExecutor executor) {
                return wrap.apply(netty.newHandler(executor), executor);
            }

            @Override
            public boolean isChangingThreadSupported() {
                return netty.isChangingThreadSupported();
            }
        };
    }

    /** Whether that socket connects: it has no address of its own before; one that was accepted, or listens, has. */
    static boolean connects(IoHandle handle) {
        return handle instanceof Channel.Unsafe socket && socket.localAddress() == null;
    }

    @Override
    public void initialize() {
        netty.initialize();
    }

    @Override
    public int run(IoHandlerContext context) {
        return netty.run(context);
    }

    @Override
    public void prepareToDestroy() {
        netty.prepareToDestroy();
    }

    @Override
    public void destroy() {
        netty.destroy();
    }

    @Override
    public void wakeup() {
        netty.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handleType) {
        return netty.isCompatible(handleType);
    }
}
