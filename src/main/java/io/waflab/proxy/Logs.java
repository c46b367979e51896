package io.waflab.proxy;

import io.waflab.config.AccessLog;
import io.waflab.config.ConfigException;
import io.waflab.config.Directive;
import io.waflab.config.LabConfig;
import io.waflab.config.Location;
import io.waflab.config.LogFileCache;
import io.waflab.config.Origin;
import io.waflab.config.Settings;
import io.waflab.journal.LineLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The log files of a configuration, each opened once however many places name it. */
public final class Logs implements AutoCloseable {

    /** nginx's levels, most urgent first. */
    private static final List<String> LEVELS =
            List.of("emerg", "alert", "crit", "error", "warn", "notice", "info", "debug");

    private final LabConfig config;
    private final Map<String, LineLog> files = new HashMap<>();

    private final AccessLogs accesses;

    private Logs(LabConfig config) {
        this.config = config;
        accesses = new AccessLogs(config);
    }

    /**
     * Opens every log that the configuration names.
     *
     * @throws ConfigException naming each that cannot be opened
     */
    public static Logs open(LabConfig config) throws ConfigException {
        var logs = new Logs(config);
        try {
            logs.openAll(config);
        } catch (ConfigException refused) {
            logs.close();
            throw refused;
        }
        return logs;
    }

    private void openAll(LabConfig from) throws ConfigException {
        openErrors(from.main());
        for (var server : from.servers()) {
            openOf(server.settings());
            openOf(server.locations());
        }
    }

    private void openOf(List<Location> locations) throws ConfigException {
        for (var location : locations) {
            openOf(location.settings());
            openOf(location.locations());
        }
    }

    private void openOf(Settings settings) throws ConfigException {
        openErrors(settings);
        for (var access : AccessLog.of(settings.lines(Directive.ACCESS_LOG))) {
            if (access.path().isLiteral()) {
                open(access.path().source(), settings.get(Directive.ACCESS_LOG).origin());
            }
        }
    }

    private void openErrors(Settings settings) throws ConfigException {
        for (var words : settings.lines(Directive.ERROR_LOG)) {
            open(words.get(0), settings.get(Directive.ERROR_LOG).origin());
        }
    }

    private void open(String path, Origin origin) throws ConfigException {
        if (files.containsKey(path)) {
            return;
        }
        try {
            files.put(path, opened(path));
        } catch (IOException failed) {
            throw new ConfigException(
                    origin,
                    "log file " + path + " cannot be opened: " + failed.getMessage()
                            + " (expected a file that can be written; make its folder)");
        }
    }

    private LineLog opened(String path) throws IOException {
        if (path.equals("stderr") || path.equals("/dev/stderr")) {
            return LineLog.stream(path, System.err);
        }
        if (path.equals("/dev/stdout")) {
            return LineLog.stream(path, System.out);
        }
        Path file = config.resolve(path);
        if (file.getParent() != null) {
            Files.createDirectories(file.getParent());
        }
        return LineLog.file(file);
    }

    /** Where the requests of a place are told, and in what form. */
    List<AccessLogs.Target> accesses(Settings settings) {
        var cache = LogFileCache.of(settings);
        return AccessLog.of(settings.lines(Directive.ACCESS_LOG)).stream()
                .map(log -> accesses.target(log, files.get(log.path().source()), cache))
                .toList();
    }

    /**
     * Adds a line to the error logs in force that ask for its level.
     *
     * @param date as nginx writes it: {@code 2026/11/22 16:00:38}
     */
    void error(Settings settings, String level, String date, String message) {
        for (var words : settings.lines(Directive.ERROR_LOG)) {
            var asked = words.size() > 1 ? words.get(1) : "error";
            if (LEVELS.indexOf(level) <= LEVELS.indexOf(asked)) {
                files.get(words.get(0)).line(date + " [" + level + "] " + ThreadNumber.words() + ": " + message);
            }
        }
    }

    /** Opens the files anew, for log rotation. */
    public void reopen() {
        accesses.reopen();
        files.values().forEach(LineLog::reopen);
    }

    /** Waits until every line so far is written. Not for event loops. */
    public void drain() throws InterruptedException {
        accesses.flush();
        for (var file : files.values()) {
            file.drain();
        }
    }

    @Override
    public void close() {
        accesses.close();
        files.values().forEach(LineLog::close);
    }
}
