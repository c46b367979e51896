package io.waflab.proxy;

import io.waflab.config.AccessLog;
import io.waflab.config.ConfigException;
import io.waflab.config.Directive;
import io.waflab.config.FileError;
import io.waflab.config.LabConfig;
import io.waflab.config.Location;
import io.waflab.config.LogFileCache;
import io.waflab.config.LogFormat;
import io.waflab.config.Origin;
import io.waflab.config.Settings;
import io.waflab.config.StreamConfig;
import io.waflab.config.Template;
import io.waflab.config.Variables;
import io.waflab.http.HttpDate;
import io.waflab.http.LogEscape;
import io.waflab.journal.Gathering;
import io.waflab.journal.LineLog;
import io.waflab.journal.NamedLogs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;

/** The log files of a configuration, each opened once however many places name it. */
public final class Logs implements AutoCloseable {

    /** nginx's levels, most urgent first. */
    private static final List<String> LEVELS =
            List.of("emerg", "alert", "crit", "error", "warn", "notice", "info", "debug");

    private final LabConfig config;
    private final Map<String, LineLog> files = new HashMap<>();
    private final Map<String, Wanted> wanted = new LinkedHashMap<>();
    /** Made when a name has variables. */
    private NamedLogs byName;

    /**
     * How a file is written, and where that was said.
     *
     * @param gathering that of the place which has a buffer, where any has
     */
    private record Wanted(Gathering gathering, Origin origin) {}

    /**
     * Where a location's requests are told, and in what form.
     *
     * @param file empty for one that each line names
     * @param name what names it then
     * @param keeping which of such files stay open
     * @param condition lines are written where it is neither empty nor 0
     */
    record Access(
            Optional<LineLog> file,
            Template name,
            NamedLogs.Keeping keeping,
            LogFormat format,
            Optional<Template> condition) {}

    private Logs(LabConfig config) {
        this.config = config;
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
        } catch (ConfigException | RuntimeException | Error refused) {
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
        for (var server : from.stream().servers()) {
            openOf(server.settings());
        }
        for (var file : wanted.entrySet()) {
            open(file.getKey(), file.getValue());
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
            if (access.hasVariables()) {
                openByName();
            } else if (!AccessLog.isElsewhere(access.path())) {
                var gathering = new Gathering(access.buffer(), access.flush(), access.gzip());
                want(
                        access.path(),
                        gathering,
                        settings.get(Directive.ACCESS_LOG).origin());
            }
        }
    }

    private void openByName() {
        if (byName == null) {
            byName = new NamedLogs(
                    (file, failure) -> tell("crit", FileError.open(file, failure) + " while logging request"),
                    lines -> tell(
                            "crit",
                            lines + " lines of access logs named by variables were dropped: the disk was slower than"
                                    + " the logs"));
        }
    }

    private void openErrors(Settings settings) throws ConfigException {
        for (var words : settings.lines(Directive.ERROR_LOG)) {
            if (!AccessLog.isElsewhere(words.get(0))) {
                want(
                        words.get(0),
                        Gathering.NONE,
                        settings.get(Directive.ERROR_LOG).origin());
            }
        }
    }

    /** Two buffers have to be alike; who asks for none takes the one that is there (ngx_http_log_set_log). */
    private void want(String path, Gathering gathering, Origin origin) throws ConfigException {
        var known = wanted.get(path);
        boolean buffers = gathering.bytes() > 0;
        if (known == null || buffers && known.gathering().bytes() == 0) {
            wanted.put(path, new Wanted(gathering, origin));
        } else if (buffers && !gathering.equals(known.gathering())) {
            throw new ConfigException(
                    origin, "access_log \"" + path + "\" already defined with conflicting parameters");
        }
    }

    private void open(String path, Wanted how) throws ConfigException {
        try {
            files.put(path, opened(path, how.gathering()));
        } catch (IOException | InvalidPathException failed) {
            throw new ConfigException(
                    how.origin(),
                    "log file " + path + " cannot be opened: " + failed.getMessage()
                            + " (expected a file that can be written; make its folder)");
        }
    }

    private LineLog opened(String path, Gathering gathering) throws IOException {
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
        return LineLog.file(file, gathering);
    }

    Access access(AccessLog log, Settings in, LabConfig of) {
        return access(log, in, of.variables(), of.logFormats());
    }

    /** The same of stream. */
    Access access(AccessLog log, Settings in, StreamConfig of) {
        return access(log, in, of.variables(), of.logFormats());
    }

    private Access access(AccessLog log, Settings in, Variables variables, Map<String, LogFormat> formats) {
        var keeping = LogFileCache.of(in.words(Directive.OPEN_LOG_FILE_CACHE))
                .map(cache -> new NamedLogs.Keeping(cache.max(), cache.inactive(), cache.valid(), cache.minUses()))
                .orElse(NamedLogs.Keeping.NOTHING);
        return new Access(
                Optional.ofNullable(files.get(log.path())),
                Template.of(log.path(), variables),
                keeping,
                formats.get(log.format()),
                log.condition().map(condition -> Template.of(condition, variables)));
    }

    /** Adds a line to a file that it names, both of one character for each byte. */
    void named(String name, String line, NamedLogs.Keeping keeping) {
        try {
            var path = new String(name.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
            byName.line(config.resolve(path), line, keeping);
        } catch (InvalidPathException noName) {
            tell("crit", "\"" + LogEscape.line(name) + "\" is no file's name while logging request");
        }
    }

    /** Says it in the error log of the whole, with this moment's date. */
    void tell(String level, String message) {
        var date = new HttpDate(TimeZone.getDefault())
                .at(System.currentTimeMillis() / 1000)
                .log();
        error(config.main(), level, date, message);
    }

    /**
     * Adds a line to the error logs in force that ask for its level.
     *
     * @param date as nginx writes it: {@code 2026/11/22 16:00:38}
     */
    void error(Settings settings, String level, String date, String message) {
        for (var words : settings.lines(Directive.ERROR_LOG)) {
            var asked = words.size() > 1 ? words.get(1) : "error";
            boolean wanted = asked.startsWith("debug") || LEVELS.indexOf(level) <= LEVELS.indexOf(asked);
            if (wanted && files.containsKey(words.get(0))) {
                files.get(words.get(0)).line(date + " [" + level + "] " + ThreadNumber.words() + ": " + message);
            }
        }
    }

    /** Opens the files anew, for log rotation. */
    public void reopen() {
        files.values().forEach(LineLog::reopen);
        if (byName != null) {
            byName.reopen();
        }
    }

    /** Waits until every line so far is written. Not for event loops. */
    public void drain() throws InterruptedException {
        for (var file : files.values()) {
            file.drain();
        }
        if (byName != null) {
            byName.drain();
        }
    }

    @Override
    public void close() {
        if (byName != null) {
            byName.close();
        }
        files.values().forEach(LineLog::close);
    }
}
