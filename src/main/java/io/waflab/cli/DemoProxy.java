package io.waflab.cli;

import io.waflab.config.ConfigException;
import io.waflab.config.ConfigReader;
import io.waflab.config.Directive;
import io.waflab.config.LabConfig;
import io.waflab.config.Origin;
import io.waflab.config.Settings;
import io.waflab.journal.Journal;
import io.waflab.journal.Story;
import io.waflab.proxy.Logs;
import io.waflab.proxy.ProxyServer;
import io.waflab.tls.TlsEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The proxy of a demonstration: the profile of Alibaba Cloud WAF with every timer divided by the speed. */
final class DemoProxy implements AutoCloseable {

    /** What runs on a connection; the lifetimes of sessions and of processes are not scaled. */
    static final List<Directive> TIMERS = List.of(
            Directive.CLIENT_HEADER_TIMEOUT,
            Directive.CLIENT_BODY_TIMEOUT,
            Directive.SEND_TIMEOUT,
            Directive.KEEPALIVE_TIMEOUT,
            Directive.KEEPALIVE_TIME,
            Directive.LINGERING_TIME,
            Directive.LINGERING_TIMEOUT,
            Directive.PROXY_CONNECT_TIMEOUT,
            Directive.PROXY_SEND_TIMEOUT,
            Directive.PROXY_READ_TIMEOUT);

    private static final long STOP_SECONDS = 5;

    private final Settings settings;
    private final Optional<Path> keyLog;
    private final Journal journal = new Journal(Optional.empty());
    private final Logs logs;
    private final ProxyServer server;

    private DemoProxy(DemoOptions options, Settings settings, LabConfig config, Optional<Path> keyLog)
            throws ConfigException {
        this.settings = settings;
        this.keyLog = keyLog;
        logs = Logs.open(config);
        try {
            server = ProxyServer.start(config, logs, journal, options.certificates());
        } catch (ConfigException refused) {
            logs.close();
            throw refused;
        }
    }

    /**
     * Listens on a free port of 127.0.0.1.
     *
     * @param origin as {@code proxy_pass} wants it
     * @throws ConfigException when the engine or the certificates cannot be used
     * @throws IOException when an old key log cannot be removed
     */
    static DemoProxy start(DemoOptions options, String origin) throws ConfigException, IOException {
        var keyLog = keyLog(options);
        var text = text(options, origin, keyLog);
        var atSpeedOne = settings(ConfigReader.read(text, "demo", List.of()));
        var config = ConfigReader.read(text, "demo", scaled(atSpeedOne, options.speed()));
        return new DemoProxy(options, atSpeedOne, config, keyLog);
    }

    private static Optional<Path> keyLog(DemoOptions options) throws ConfigException, IOException {
        var file = options.file("keys").toAbsolutePath();
        Files.deleteIfExists(file);
        return TlsEngine.choose(options.engine(), new Origin("--engine", 0)).engine() == TlsEngine.OPENSSL
                ? Optional.of(file)
                : Optional.empty();
    }

    private static String text(DemoOptions options, String origin, Optional<Path> keyLog) {
        return String.join(
                "\n",
                "include \"profiles/aliyun-waf-3.conf\"",
                "tls_engine = " + options.engine(),
                "worker_processes = 1",
                "error_log = \"stderr crit\"",
                "http {",
                "  access_log = off",
                keyLog.map(file -> "  ssl_key_log = " + quoted(file.toString())).orElse(""),
                "  servers = [{",
                "    listen = [\"127.0.0.1:0 ssl\"], server_name = [\"lab.test\"]",
                "    locations = { \"/\" {",
                "      proxy_pass = " + quoted(origin),
                "      proxy_set_header = { Upgrade = \"$http_upgrade\", Connection = \"$http_connection\" }",
                "    } }",
                "  }]",
                "}",
                "");
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static Settings settings(LabConfig config) {
        return config.servers().get(0).locations().get(0).settings();
    }

    private static List<String> scaled(Settings settings, double speed) {
        var sets = new ArrayList<String>();
        for (var timer : TIMERS) {
            sets.add(timer.word() + "=" + text(DemoStory.scaled(settings.time(timer), speed)));
        }
        return sets;
    }

    /** As nginx writes it: {@code 12s}, {@code 500ms}. */
    static String text(Duration duration) {
        var millis = Math.round(duration.toNanos() / 1e6);
        return millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
    }

    int port() {
        return server.addresses().get(0).getPort();
    }

    /** A timer's value at speed 1. */
    Duration timeout(Directive timer) {
        return settings.time(timer);
    }

    /** Which TLS engine serves, and why. */
    String engine() {
        return server.engine().reason();
    }

    /** Where the secrets of its connections go; empty for an engine that does not give them away. */
    Optional<Path> keyLog() {
        return keyLog;
    }

    /** Ends all connections and gives the story of the one from that port. */
    Optional<Story> story(int clientPort) throws InterruptedException {
        try {
            server.stop().get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException late) {
            // A connection that will not end has no finished story; the caller says so.
        }
        return journal.finished().stream()
                .filter(story -> story.client().endsWith(":" + clientPort))
                .findFirst();
    }

    @Override
    public void close() {
        server.close();
        logs.close();
        journal.close();
    }
}
