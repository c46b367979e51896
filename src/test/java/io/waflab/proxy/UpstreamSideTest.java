package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.DefaultChannelPromise;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

class UpstreamSideTest {

    private static final String RESET = "SSL_do_handshake() failed (104: Connection reset by peer)";

    private final List<String> told = new ArrayList<>();

    /** Writes down how it ends. */
    private final class User implements UpstreamUser {

        @Override
        public void handshakeFailed(String why) {
            told.add(why);
        }

        @Override
        public void connected() {}

        @Override
        public void connectFailed(Throwable cause) {
            told.add(cause.getMessage() + " on "
                    + Thread.currentThread().getName().replaceFirst("-.*", ""));
        }

        @Override
        public void noSocket(String level, String why) {
            told.add(level + ": " + why + " on "
                    + Thread.currentThread().getName().replaceFirst("-.*", ""));
        }

        @Override
        public void handshaking() {}

        @Override
        public void received(ByteBuf bytes) {
            bytes.release();
        }

        @Override
        public void receivedAll() {}

        @Override
        public void notified() {}

        @Override
        public void ended(boolean reset) {}

        @Override
        public void blocked() {}

        @Override
        public void progress() {}

        @Override
        public void taken() {
            told.add("taken");
        }

        @Override
        public void drained() {}

        @Override
        public void broken(Throwable cause) {}

        @Override
        public void finished() {}
    }

    private List<String> after(Throwable failure) {
        var worker = new Worker(new EmbeddedChannel().eventLoop(), null);
        var side = new UpstreamSide(new InetSocketAddress("127.0.0.1", 1), worker, null, null);
        side.serve(new User());
        var channel = new EmbeddedChannel(side);
        channel.pipeline().fireExceptionCaught(failure);
        channel.finishAndReleaseAll();
        return told;
    }

    @Test
    void aSocketsErrorIsTheOriginsReset() {
        assertThat(after(new IOException("Connection reset by peer"))).containsExactly(RESET);
    }

    @Test
    void whatAnEngineThrowsIsTheOriginsToo() {
        assertThat(after(new DecoderException(new SSLException("bad record")))).containsExactly(RESET);
    }

    @Test
    void aFailureOfOurOwnNeverLetsAnAnswerPassForWhole() {
        assertThat(after(new IllegalStateException("a defect"))).containsExactly(RESET);
    }

    /** As Netty's Bootstrap has it: there is no channel, so no event loop, to tell of it. */
    @Test
    void aSocketThatCannotBeMadeIsToldOfOnTheEventLoop() throws Exception {
        var loop = new DefaultEventLoop(new DefaultThreadFactory("the worker", true));
        var side = new UpstreamSide(new InetSocketAddress("127.0.0.1", 1), new Worker(loop, null), null, null);
        var none = new DefaultChannelPromise(new EmbeddedChannel(), GlobalEventExecutor.INSTANCE);
        side.serve(new User());
        side.connecting(none);
        none.setFailure(new IOException("Too many open files"));
        GlobalEventExecutor.INSTANCE.submit(() -> {}).sync();
        loop.shutdownGracefully(0, 2, TimeUnit.SECONDS).sync();
        assertThat(told).containsExactly("alert: socket() failed (24: Too many open files) on the worker");
    }
}
