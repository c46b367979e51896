package io.waflab.reproduce;

import io.waflab.config.ConfigException;
import io.waflab.diagnose.Attempts;
import io.waflab.diagnose.Grid;
import io.waflab.diagnose.Grid.Axis;
import io.waflab.diagnose.Grid.Unit;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Plays every cell of a grid: a proxy for each setting, and the trials of all cells side by side, the longest first. */
public final class TuneRun {

    private static final int HANDSHAKES = 4;
    private static final int WARM_UPS = 10;
    private static final int MOST_FAILURES = 3;
    private static final int AGAIN = 2;
    private static final double LATE_NANOS = 5_000_000;
    private static final double LATE_SHARE = 0.002;

    /** Told from several threads how many trials are over, and of how many; 0 when the warm-up begins. */
    public interface Progress {
        void told(int done, int all);
    }

    private final TuneOptions options;
    private final Axis rows;
    private final Axis columns;
    private final Attempts[][] counted;
    private final Semaphore handshakes = new Semaphore(HANDSHAKES);
    private final AtomicInteger done = new AtomicInteger();
    private final List<Long> late = new ArrayList<>();
    private String failure = "";
    private final ExecutorService threads;
    private final ExecutorService warming;
    private final Progress progress;

    /**
     * Where only one thing is varied, the other axis has one value: the idle time of the options, or the proxy's
     * keepalive_timeout.
     *
     * @throws ConfigException for a profile or a setting that cannot be used
     */
    public TuneRun(TuneOptions options, Progress progress) throws ConfigException {
        this.options = options;
        this.progress = progress;
        var first = options.axes().get(0);
        boolean two = options.axes().size() > 1;
        rows = two || first.isClients() ? first : idle(options);
        columns = two ? options.axes().get(1) : first.isClients() ? TunedProxy.keepalive(options) : first;
        counted = new Attempts[rows.values().size()][columns.values().size()];
        for (var row : counted) {
            Arrays.fill(row, Attempts.NONE);
        }
        threads = threads(options.connections());
        warming = threads(1);
    }

    private static ExecutorService threads(int count) {
        return Executors.newFixedThreadPool(count, task -> {
            var thread = new Thread(null, task, "tune", 256 * 1024);
            thread.setDaemon(true);
            return thread;
        });
    }

    private static Axis idle(TuneOptions options) {
        return new Axis(TuneAxes.IDLE, Unit.SECONDS, List.of(options.idle().toNanos() / 1e9));
    }

    /** One request to be raced: where it counts, which proxy gets it, and after what pause in seconds of life. */
    private record Trial(int row, int column, TunedProxy proxy, double idle) {}

    /** Trials that there will be. */
    public int trials() {
        return rows.values().size() * columns.values().size() * options.trials();
    }

    /** Trials that are over. */
    public int done() {
        return done.get();
    }

    /**
     * By how much the requests that did not fail were later than planned.
     *
     * @param share of the requests that were at most so late, above 0 to 1
     * @return seconds of life; 0 without such a request
     */
    public double lateSeconds(double share) {
        synchronized (counted) {
            var sorted = late.stream().sorted().toList();
            int index = (int) Math.ceil(share * sorted.size()) - 1;
            return sorted.isEmpty() ? 0 : sorted.get(index) / 1e9 * options.speed();
        }
    }

    /**
     * Returns when all is counted, or {@link #stop} was called.
     *
     * @throws ConfigException for a setting that cannot be used
     */
    public Grid play() throws ConfigException, IOException, InterruptedException {
        Map<List<String>, TunedProxy> proxies = new HashMap<>();
        var local = OriginOptions.local().withSpeed(options.speed()).withRoutes(options.routes());
        try (var origin = LabOrigin.start(local)) {
            try {
                var trials = trials(proxies, origin.url());
                progress.told(0, trials());
                proxies.values().forEach(proxy -> warming.execute(() -> warmUp(proxy)));
                finish(warming);
                trials.forEach(trial -> threads.execute(() -> play(trial)));
                finish(threads);
            } catch (RejectedExecutionException stopped) {
                return grid();
            } finally {
                stop();
                proxies.values().forEach(TunedProxy::close);
            }
        }
        return grid();
    }

    private static void finish(ExecutorService tasks) throws InterruptedException {
        tasks.shutdown();
        tasks.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    }

    /** Ends every wait, that for the warm-up too; {@link #play} then returns what was counted. Safe from another thread. */
    public void stop() {
        threads.shutdownNow();
        warming.shutdownNow();
    }

    private List<Trial> trials(Map<List<String>, TunedProxy> proxies, String origin)
            throws ConfigException, IOException {
        var random = new Random(options.seed());
        var trials = new ArrayList<Trial>();
        for (int row = 0; row < counted.length; row++) {
            for (int column = 0; column < counted[row].length; column++) {
                var sets = new ArrayList<String>();
                sets.addAll(set(rows, row));
                sets.addAll(set(columns, column));
                var proxy = proxies.get(sets);
                if (proxy == null) {
                    proxy = TunedProxy.start(options, origin, sets);
                    proxies.put(sets, proxy);
                }
                for (int i = 0; i < options.trials(); i++) {
                    trials.add(new Trial(row, column, proxy, idle(row, random)));
                }
            }
        }
        trials.sort(Comparator.comparingDouble(Trial::idle).reversed());
        return trials;
    }

    /** What is not varied stays as it stands, in every server and location. */
    private List<String> set(Axis axis, int index) {
        return axis.isClients() || !options.axes().contains(axis)
                ? List.of()
                : List.of(axis.name() + "=" + Math.round(axis.values().get(index) * 1000) + "ms");
    }

    private double idle(int row, Random random) {
        if (!rows.isClients()) {
            return options.idle().toNanos() / 1e9;
        }
        double value = rows.values().get(row);
        return rows.unit() == Unit.SECONDS ? value : gap(value, random);
    }

    /** Seconds between two of the arrivals of a Poisson process. */
    static double gap(double perMinute, Random random) {
        return -Math.log(1 - random.nextDouble()) * 60 / perMinute;
    }

    /** The first exchanges of a JVM take a hundred times as long as the others, and may fail for that; not often. */
    private void warmUp(TunedProxy proxy) {
        int failures = 0;
        for (int i = 0; i < WARM_UPS && failures < MOST_FAILURES; i++) {
            try {
                new TuneTrial(options, proxy.port(), handshakes).warmUp();
            } catch (IOException failed) {
                // The trials say what fails.
                failures++;
            } catch (InterruptedException stopped) {
                return;
            }
        }
    }

    /** A request that came too late for its cell is played again, whatever came of it. */
    private void play(Trial trial) {
        double planned = trial.idle() * 1e9 / options.speed();
        double tolerated = Math.max(LATE_NANOS, LATE_SHARE * planned);
        try {
            var result = new TuneTrial(options, trial.proxy().port(), handshakes).play(trial.idle());
            for (int more = AGAIN; more > 0 && result.lateNanos() > tolerated; more--) {
                result = new TuneTrial(options, trial.proxy().port(), handshakes).play(trial.idle());
            }
            count(trial, result);
        } catch (InterruptedException | InterruptedIOException stopped) {
            // Not counted: what it would have come to is not known.
        }
    }

    private void count(Trial trial, TuneTrial.Result result) {
        if (threads.isShutdown() && Thread.currentThread().isInterrupted()) {
            return;
        }
        synchronized (counted) {
            if (result.failure().isEmpty()) {
                late.add(result.lateNanos());
            } else if (failure.isEmpty()) {
                failure = result.failure();
            }
            counted[trial.row()][trial.column()] = counted[trial.row()][trial.column()].plus(result.attempt());
        }
        progress.told(done.incrementAndGet(), trials());
    }

    private Grid grid() {
        synchronized (counted) {
            return new Grid(
                    rows,
                    columns,
                    Arrays.stream(counted).map(row -> List.of(row.clone())).toList(),
                    failure);
        }
    }
}
