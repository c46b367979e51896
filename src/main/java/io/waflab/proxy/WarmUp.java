package io.waflab.proxy;

import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import io.waflab.config.ConfigException;
import io.waflab.config.LabConfig;
import io.waflab.tls.LabCertificates;
import io.waflab.tls.TlsEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Rehearses while the process starts and until shortly after, on a thread of its own: the virtual machine is slow in all
 * that it does for the first time, and so would be the first clients' endings. On one CPU only shortly after. Once in a
 * process for each TLS engine.
 */
final class WarmUp {

    private static final InternalLogger LOG = InternalLoggerFactory.getInstance(WarmUp.class);

    /** Measured: fewer leave code that is not yet compiled, more change nothing. */
    private static final int ROUNDS = 12;

    /** Clients that come so much later find it ended. */
    private static final Duration LIMIT = Duration.ofMillis(400);

    /** So much later than without it are clients served, at most, where handshakes are Java too. */
    private static final Duration HEAD_START = Duration.ofMillis(300);

    /**
     * Where it would take from the start of the process what it does (80 ms of 900 on one CPU, measured), clients are served
     * first, and it waits so long for those that have been waiting.
     */
    private static final Duration PAUSE = Duration.ofMillis(100);

    private static final Duration LONG_START = Duration.ofSeconds(10);

    /** What has been compiled stays so until the process ends. */
    private static final Set<TlsEngine> BEGUN = ConcurrentHashMap.newKeySet();

    private final CompletableFuture<Void> finished = new CompletableFuture<>();
    private final CountDownLatch serving = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile long end = Long.MAX_VALUE;

    private WarmUp() {}

    /**
     * Begins, unless it has been done in this process.
     *
     * @param config whose certificate is shown
     * @param certificates the lab's own, for want of one
     */
    static WarmUp of(TlsEngine engine, LabConfig config, Path certificates) {
        if (BEGUN.add(engine)) {
            var beside = engine.warmsUp() || Runtime.getRuntime().availableProcessors() > 1;
            return begun(engine, config, certificates, ROUNDS, beside);
        }
        var done = new WarmUp();
        done.finished.complete(null);
        return done;
    }

    /**
     * @param beside begins at once, beside the start of the process; otherwise shortly after it
     */
    static WarmUp begun(TlsEngine engine, LabConfig config, Path certificates, int rounds, boolean beside) {
        var warmUp = new WarmUp();
        var lab = new LabCertificates(certificates);
        var thread = new Thread(() -> warmUp.run(engine, config, lab, rounds, beside), "warm-up");
        thread.setDaemon(true);
        thread.start();
        return warmUp;
    }

    private void run(TlsEngine engine, LabConfig config, LabCertificates lab, int rounds, boolean beside) {
        try {
            if (beside || clientsAreServed()) {
                rehearse(engine, config, lab, rounds);
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        } finally {
            finished.complete(null);
        }
    }

    /** Waits for it; where the start fails, nobody is kept from anything. @return false when it is stopped first */
    private boolean clientsAreServed() throws InterruptedException {
        serving.await(LONG_START.toSeconds(), TimeUnit.SECONDS);
        return !stopped.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void rehearse(TlsEngine engine, LabConfig config, LabCertificates lab, int rounds) {
        try (var rehearsal = new RequestRehearsal(engine, config, lab)) {
            rehearsal.play(rounds, () -> stopped.getCount() > 0 && System.nanoTime() < end);
        } catch (ConfigException | IOException | RuntimeException failed) {
            LOG.info("the rehearsal failed, so the first connections may be slow: {}", failed.toString());
        }
    }

    /** Waits a little where the engine is Java. */
    void headStart(TlsEngine engine) {
        if (engine.warmsUp()) {
            await(HEAD_START);
        }
    }

    /** Clients are served from now on: it ends soon. */
    void serving() {
        end = System.nanoTime() + LIMIT.toNanos();
        serving.countDown();
    }

    /** Ends it without having done all, and waits until nothing of it is left, or for two seconds. */
    void stop() {
        stopped.countDown();
        serving.countDown();
        await(Duration.ofSeconds(2));
    }

    private void await(Duration most) {
        try {
            finished.get(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException notYet) {
            // it goes on by itself
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Done when it has ended. */
    CompletableFuture<Void> finished() {
        return finished;
    }
}
