package io.waflab.cli;

import io.waflab.config.ConfigException;
import io.waflab.config.ConfigReader;
import io.waflab.config.Directive;
import io.waflab.config.LabConfig;
import io.waflab.config.Origin;
import io.waflab.config.Settings;
import io.waflab.journal.Story;
import io.waflab.proxy.RunningProxy;
import io.waflab.reproduce.ConnectionTimers;
import io.waflab.tls.TlsEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The proxy of a demonstration: the profile of Alibaba Cloud WAF with every timer divided by the speed. */
final class DemoProxy implements AutoCloseable {

    private final Settings settings;
    private final Optional<Path> keyLog;
    private final RunningProxy proxy;

    private DemoProxy(DemoOptions options, Settings settings, LabConfig config, Optional<Path> keyLog)
            throws ConfigException {
        this.settings = settings;
        this.keyLog = keyLog;
        proxy = RunningProxy.start(config, options.certificates());
    }

    /**
     * Listens on a free port of 127.0.0.1.
     *
     * @param origin as {@code proxy_pass} wants it
     * @throws ConfigException when the engine or the certificates cannot be used
     */
    static DemoProxy start(DemoOptions options, String origin) throws ConfigException {
        var keyLog = keyLog(options);
        var text = text(options, origin, keyLog);
        var atSpeedOne = settings(ConfigReader.read(text, "demo", List.of()));
        var config = ConfigReader.read(text, "demo", ConnectionTimers.divided(atSpeedOne, options.speed()));
        return new DemoProxy(options, atSpeedOne, config, keyLog);
    }

    private static Optional<Path> keyLog(DemoOptions options) throws ConfigException {
        var file = options.file("keys").toAbsolutePath();
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

    int port() {
        return proxy.address().getPort();
    }

    /** A timer's value at speed 1. */
    Duration timeout(Directive timer) {
        return settings.time(timer);
    }

    /** Which TLS engine serves, and why. */
    String engine() {
        return proxy.engine().reason();
    }

    /** Where the secrets of its connections go; empty for an engine that does not give them away. */
    Optional<Path> keyLog() {
        return keyLog;
    }

    /** {@link RunningProxy#story}; the caller says so where there is none. */
    Optional<Story> story(int clientPort) throws InterruptedException {
        return proxy.story(clientPort);
    }

    @Override
    public void close() {
        proxy.close();
    }
}
