package io.waflab.proxy;

import io.waflab.config.AccessLog;
import io.waflab.config.LabConfig;
import io.waflab.config.LogFileCache;
import io.waflab.config.LogFormat;
import io.waflab.config.Template;
import io.waflab.journal.LineBuffer;
import io.waflab.journal.LineLog;
import io.waflab.journal.ScatteredLog;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Where the lines of a configuration's access logs go: to a file at once, to a buffer before it, to files by name. */
final class AccessLogs {

    private final LabConfig config;
    private final Map<List<Object>, Buffered> buffers = new HashMap<>();
    private final List<ScatteredLog> scattered = new ArrayList<>();
    private ScheduledExecutorService clock;

    /** One access log of a location. */
    record Target(LogFormat format, Optional<Template> condition, To to) {}

    /** Where lines go. */
    interface To {

        /** @param line with its end, one character for each byte */
        void add(byte[] line, Exchange exchange);
    }

    private final class Buffered implements To {

        private final LineBuffer lines;
        private final Optional<Duration> flush;

        Buffered(LineBuffer lines, Optional<Duration> flush) {
            this.lines = lines;
            this.flush = flush;
        }

        @Override
        public void add(byte[] line, Exchange exchange) {
            if (lines.add(line) && flush.isPresent()) {
                clock().schedule(lines::flush, flush.get().toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    AccessLogs(LabConfig config) {
        this.config = config;
    }

    /** @param file open already; null for a log with variables in its path */
    Target target(AccessLog log, LineLog file, Optional<LogFileCache> cache) {
        var format = config.logFormats().get(log.format());
        if (file == null) {
            return new Target(format, log.condition(), byName(log.path(), cache));
        }
        var to = log.buffer()
                .<To>map(buffer -> buffers.computeIfAbsent(
                        List.of(log.path().source(), buffer),
                        same -> new Buffered(new LineBuffer(file, buffer.size(), buffer.gzip()), buffer.flush())))
                .orElse((line, exchange) -> file.raw(line));
        return new Target(format, log.condition(), to);
    }

    private To byName(Template path, Optional<LogFileCache> cache) {
        var keeping = cache.map(one -> new ScatteredLog.Keeping(one.most(), one.inactive(), one.uses()))
                .orElse(ScatteredLog.Keeping.NOTHING);
        var files = new ScatteredLog(
                keeping,
                (file, failed) ->
                        System.err.println("waflab: log " + file + " cannot be written: " + failed.getMessage()));
        scattered.add(files);
        return (line, exchange) -> files.line(file(path, exchange), line);
    }

    private Path file(Template path, Exchange exchange) {
        return config.resolve(exchange.expand(path).replace('\0', ' '));
    }

    private synchronized ScheduledExecutorService clock() {
        if (clock == null) {
            clock = Executors.newSingleThreadScheduledExecutor(task -> {
                var thread = new Thread(task, "log flush");
                thread.setDaemon(true);
                return thread;
            });
        }
        return clock;
    }

    /** The request's line in each of them. */
    static void write(List<Target> targets, Exchange exchange) {
        for (var target : targets) {
            var asked = target.condition().map(exchange::expand).orElse("1");
            if (!asked.isEmpty() && !asked.equals("0")) {
                var line = Values.expandForLog(target.format(), exchange) + "\n";
                target.to().add(line.getBytes(StandardCharsets.ISO_8859_1), exchange);
            }
        }
    }

    /** What is gathered goes to the files, which are about to be opened anew or closed. */
    void flush() {
        buffers.values().forEach(buffer -> buffer.lines.flush());
    }

    /** Opens the files by name anew. */
    void reopen() {
        flush();
        scattered.forEach(ScatteredLog::reopen);
    }

    /** Writes all that is pending. Not for event loops. */
    synchronized void close() {
        flush();
        scattered.forEach(ScatteredLog::close);
        if (clock != null) {
            clock.shutdownNow();
        }
    }
}
