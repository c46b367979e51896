package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.unix.Errors;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong with a client before its connection has begun, or before it is accepted at all. */
@Tag("wire")
class AcceptorTest {

    private static final int EMFILE = -24;
    private static final int ECONNABORTED = -103;

    @TempDir
    private static Path shared;

    private StreamLab lab;

    @BeforeEach
    void serve() throws Exception {
        lab = new StreamLab(shared, "server { listen LISTEN; return one; }");
    }

    @AfterEach
    void stop() throws Exception {
        lab.close();
    }

    /** Begins connections in a way that fails. */
    private static final class Failing extends Acceptor {

        private final boolean atOnce;

        Failing(ProxyServer server, boolean atOnce) {
            super(server.config().stream().endpoints().get(0), server);
            this.atOnce = atOnce;
        }

        @Override
        Served served(Worker worker, Channel channel) {
            if (atOnce) {
                throw new IllegalStateException("a bug");
            }
            return new Served() {
                @Override
                public void begin() {
                    throw new IllegalStateException("a bug");
                }

                @Override
                public void stop() {}

                @Override
                public void stopNow() {}
            };
        }
    }

    private void assertThatItEnds(boolean atOnce) throws Exception {
        var server = lab.server();
        var client = server.transport().streams().newChannel();
        var acceptor = new Failing(server, atOnce);
        client.pipeline().addLast(acceptor);
        acceptor.accept(client);
        assertThat(client.closeFuture().await(20, TimeUnit.SECONDS)).isTrue();
        server.stop().get(20, TimeUnit.SECONDS);
        assertThat(server.connections()).isZero();
        assertThat(lab.line("error.log", " [alert] "))
                .endsWith(": internal error: java.lang.IllegalStateException: a bug");
    }

    @Test
    void aClientWhoseConnectionCannotBeMadeKeepsNobodyFromQuitting() throws Exception {
        assertThatItEnds(true);
    }

    @Test
    void aClientWhoseConnectionCannotBeginKeepsNobodyFromQuitting() throws Exception {
        assertThatItEnds(false);
    }

    @Test
    void acceptingPausesOnlyForWantOfDescriptors() throws Exception {
        var channel = new EmbeddedChannel();
        channel.freezeTime();
        var socket = new ListeningSocket(channel);
        socket.setListener(new Failing(lab.server(), true));
        channel.pipeline().fireExceptionCaught(new Errors.NativeIoException("accept", ECONNABORTED, false));
        channel.runScheduledPendingTasks();
        assertThat(channel.config().isAutoRead()).isTrue();
        assertThat(lab.line("error.log", "accept4()"))
                .contains(" [error] ")
                .endsWith("accept4() failed (103: Software caused connection abort)");
        channel.pipeline().fireExceptionCaught(new Errors.NativeIoException("accept", EMFILE, false));
        channel.advanceTimeBy(499, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.config().isAutoRead()).isFalse();
        channel.advanceTimeBy(1, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.config().isAutoRead()).isTrue();
        assertThat(lab.line("error.log", "24: Too")).contains(" [crit] ");
        channel.finish();
    }
}
