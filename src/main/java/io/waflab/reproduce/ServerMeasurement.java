package io.waflab.reproduce;

import io.waflab.diagnose.Sentence;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Measures a server from outside: all measures side by side, bounded in connections and time by the options. What is
 * found is told as it is found.
 */
public final class ServerMeasurement {

    private static final int WARM_UPS = 3;

    private final Probes probes;
    private final Consumer<Sentence> progress;
    private final long start = System.nanoTime();
    private final Map<Measure, Measured> found = new ConcurrentSkipListMap<>();
    // A thread for each measure and each of its connections, whose number is fixed: below 48.
    private final ExecutorService threads =
            new ThreadPoolExecutor(0, Integer.MAX_VALUE, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                var thread = new Thread(task, "measure");
                thread.setDaemon(true);
                return thread;
            });

    /** @param progress told from several threads */
    public ServerMeasurement(MeasureOptions options, Consumer<Sentence> progress) {
        this.probes = new Probes(options);
        this.progress = progress;
    }

    /**
     * Returns when all is measured, or {@link #stop} was called.
     *
     * @throws IOException when the server cannot be reached at all
     */
    public MeasuredServer run() throws IOException, InterruptedException {
        try {
            threads.submit(this::warmUp).get();
            var running = probes.options().measures().stream()
                    .sorted()
                    .map(measure -> threads.submit(() -> take(measure)))
                    .toList();
            for (var one : running) {
                one.get();
            }
        } catch (ExecutionException failed) {
            if (!threads.isShutdown()) {
                rethrow(failed.getCause());
            }
        } catch (CancellationException | RejectedExecutionException stopped) {
            // What was found before is told.
        } finally {
            threads.shutdownNow();
        }
        return result();
    }

    private static void rethrow(Throwable failure) throws IOException {
        if (failure instanceof IOException unreachable) {
            throw unreachable;
        }
        throw new IllegalStateException(failure);
    }

    /** The first handshakes in a JVM take long, and the header's timer runs meanwhile. On a thread that a stop ends. */
    private Void warmUp() throws IOException, InterruptedException {
        for (int i = 0; i < WARM_UPS; i++) {
            probes.open(probes.options().patience()).close();
        }
        return null;
    }

    /** Ends every wait; {@link #run} then returns what was found so far. Safe from another thread. */
    public void stop() {
        threads.shutdownNow();
    }

    private MeasuredServer result() {
        var client = probes.options().client();
        return new MeasuredServer(
                client.host(),
                client.port(),
                client.tls().isPresent(),
                LocalDate.now(ZoneOffset.UTC),
                probes.server(),
                List.copyOf(found.values()),
                probes.opened(),
                (System.nanoTime() - start) / 1e9);
    }

    private void take(Measure measure) {
        Measured measured;
        try {
            measured = measure(measure);
        } catch (IOException failed) {
            if (threads.isShutdown()) {
                return;
            }
            measured = Measured.nothing(measure, Ended.STILL_OPEN, 0, Measured.raw(SocketWords.reason(failed)));
        } catch (InterruptedException | RejectedExecutionException stopped) {
            return;
        }
        found.put(measure, measured);
        progress.accept(
                measured.end() == Ended.STILL_OPEN
                        ? Sentence.of("measure.progress.found", measure.title(), measured.told())
                        : Sentence.of(
                                "measure.progress.ended",
                                measure.title(),
                                measured.told(),
                                measured.end().word()));
    }

    private Division division(Measure measure) {
        return new Division(measure, probes, threads, progress);
    }

    private Measured measure(Measure measure) throws IOException, InterruptedException {
        var single = new SingleMeasurements(probes);
        return switch (measure) {
            case IDLE -> new IdleMeasurement(probes).measure(division(measure));
            case SILENT -> single.silent();
            case HEADER -> single.header();
            case BODY -> single.body();
            case REQUESTS -> single.requests();
            case CLOSE -> single.close();
            case H2 -> single.http2();
            case AGE -> new AgeMeasurement(probes, threads).measure();
            case SEND -> new SendMeasurement(probes).measure(division(measure));
            case LINGER -> new LingerMeasurement(probes).silence(division(measure));
            case LINGERING -> new LingerMeasurement(probes).steadily();
        };
    }
}
