package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.netty.channel.ChannelException;
import io.netty.channel.ServerChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.waflab.config.ConfigException;
import io.waflab.config.ConfigReader;
import io.waflab.config.LabConfig;
import io.waflab.config.ListeningAddress;
import io.waflab.config.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the kernel refuses is refused as nginx does it, and leaves no socket open. */
@Tag("wire")
class ListeningSocketsTest {

    @TempDir
    private Path folder;

    private final List<ServerChannel> made = new ArrayList<>();

    private LabConfig config() throws Exception {
        var text = "events { " + (LabProxy.USE.isEmpty() ? "" : "use " + LabProxy.USE + ";") + " }\n"
                + "http { server { listen 127.0.0.1:0;\nlisten 127.0.0.2:0; return 204; } }";
        var file = Files.writeString(folder.resolve("nginx.conf"), text);
        return ConfigReader.read(file, Optional.empty(), List.of());
    }

    /** What is said when the second socket is made so. */
    private String said(Transport transport, Function<ListeningAddress, ServerChannel> second) throws Exception {
        var config = config();
        var endpoints = new LinkedHashMap<ListeningAddress, Acceptor>();
        config.endpoints().forEach(endpoint -> endpoints.put(endpoint, null));
        var sockets = new ListeningSockets(transport, endpoint -> {
            made.add(made.isEmpty() ? transport.listening(endpoint) : second.apply(endpoint));
            return made.get(made.size() - 1);
        });
        try {
            var problems = new ArrayList<Problem>();
            assertThatThrownBy(() -> sockets.serve(endpoints, none -> {}))
                    .asInstanceOf(type(ConfigException.class))
                    .satisfies(refused -> problems.addAll(refused.problems()));
            assertThat(sockets.addresses()).isEmpty();
            assertThat(problems).hasSize(1);
            assertThat(problems.get(0)).asString().startsWith(folder.resolve("nginx.conf") + ":3: listen: ");
            return problems.get(0).nginxLine();
        } finally {
            sockets.end();
        }
    }

    private Transport transport() throws Exception {
        return Transport.of(config().main()).get(0);
    }

    @Test
    void aSocketThatTheKernelDoesNotMakeIsAProblemOfItsListen() throws Exception {
        var said = said(transport(), endpoint -> {
            throw new ChannelException(
                    new IOException("newSocketStream(..) failed with error(-24): Too many open files"));
        });
        assertThat(said).isEqualTo("socket() 127.0.0.2:0 failed (24: Too many open files)");
        assertThat(made).hasSize(1).noneMatch(ServerChannel::isOpen);
    }

    @Test
    void aSocketThatTakesNoOptionIsClosed() throws Exception {
        var transport = transport();
        var said = said(transport, endpoint -> {
            var channel = transport.listening(endpoint);
            Closer.discard(channel);
            return channel;
        });
        assertThat(said).startsWith("setsockopt() 127.0.0.2:0 failed (");
        assertThat(made).hasSize(2).noneMatch(ServerChannel::isOpen);
    }

    /** Netty tells that a loop has ended on a thread which all share. */
    @Test
    @Timeout(60)
    void anEndDoesNotWaitForEverForNettysOwnThread() throws Exception {
        var sockets = new ListeningSockets(transport());
        var blocked = new CountDownLatch(1);
        var freed = new CountDownLatch(1);
        GlobalEventExecutor.INSTANCE.execute(() -> {
            blocked.countDown();
            try {
                freed.await();
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        });
        try {
            assertThat(blocked.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(CompletableFuture.runAsync(sockets::end)).succeedsWithin(20, TimeUnit.SECONDS);
        } finally {
            freed.countDown();
        }
    }

    @Test
    void aBugClosesThemTooAndIsNotHidden() throws Exception {
        var transport = transport();
        var config = config();
        var endpoints = new LinkedHashMap<ListeningAddress, Acceptor>();
        config.endpoints().forEach(endpoint -> endpoints.put(endpoint, null));
        var sockets = new ListeningSockets(transport, endpoint -> {
            if (!made.isEmpty()) {
                throw new IllegalStateException("a bug");
            }
            made.add(transport.listening(endpoint));
            return made.get(0);
        });
        assertThatThrownBy(() -> sockets.serve(endpoints, none -> {})).hasMessage("a bug");
        assertThat(made.get(0).isOpen()).isFalse();
        sockets.end();
    }
}
