package io.waflab.proxy;

import io.waflab.tls.ServerTls;
import io.waflab.tls.TlsEngine;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections in memory while the process starts and until shortly after, on a thread of its own, for engines that begin
 * slowly. Clients are served all the while.
 */
final class WarmUp {

    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

    /** Measured: fewer leave code that is not yet compiled, more change nothing. */
    private static final int ROUNDS = 40;

    /** A machine that is too slow or too busy for all rounds is left to its clients then. */
    private static final Duration LIMIT = Duration.ofSeconds(3);

    /** So much later than without it are clients served, at most; the rest is done beside them. */
    private static final Duration HEAD_START = Duration.ofMillis(300);

    /** What has been compiled stays so until the process ends. */
    private static final Set<TlsEngine> BEGUN = ConcurrentHashMap.newKeySet();

    private final CompletableFuture<Collection<ServerTls>> contexts = new CompletableFuture<>();
    private final CompletableFuture<Void> finished = new CompletableFuture<>();
    private volatile boolean stopped;

    WarmUp() {}

    /** Begins to load that engine, where it needs it and has not been warmed up in this process. */
    static WarmUp of(TlsEngine engine) {
        var warmUp = new WarmUp();
        if (engine.warmsUp() && BEGUN.add(engine)) {
            var thread = new Thread(() -> warmUp.run(engine), "warm-up");
            thread.setDaemon(true);
            thread.start();
        } else {
            warmUp.finished.complete(null);
        }
        return warmUp;
    }

    /**
     * Goes on with these, and waits for it a little.
     *
     * @param all servers'; those with keys of the same kinds are alike
     */
    void with(Collection<ServerTls> all) {
        contexts.complete(all.stream()
                .collect(Collectors.toMap(ServerTls::keyTypes, context -> context, (first, alike) -> first))
                .values());
        try {
            finished.get(HEAD_START.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException notYet) {
            // it goes on while clients are served
        } catch (ExecutionException | InterruptedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    void run(TlsEngine engine) {
        try {
            engine.cipherSuites();
            var unlike = contexts.join();
            long end = System.nanoTime() + LIMIT.toNanos();
            for (var context : unlike) {
                context.rehearse(Math.max(1, ROUNDS / unlike.size()), () -> !stopped && System.nanoTime() < end);
            }
        } catch (RuntimeException failed) {
            LOG.warn(
                    "the first handshakes will be slow: tls_engine {} could not be warmed up: {}",
                    engine.word(),
                    failed.toString());
        } finally {
            finished.complete(null);
        }
    }

    /** Ends it soon, without having done all. */
    void stop() {
        stopped = true;
        contexts.complete(List.of());
    }

    /** Done when it has ended. */
    CompletableFuture<Void> finished() {
        return finished;
    }
}
