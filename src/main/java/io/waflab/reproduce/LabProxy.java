package io.waflab.reproduce;

import com.typesafe.config.ConfigUtil;
import io.waflab.config.ConfigException;
import io.waflab.config.ConfigReader;
import io.waflab.config.LabConfig;
import io.waflab.config.Origin;
import io.waflab.diagnose.Sentence;
import io.waflab.journal.Story;
import io.waflab.proxy.RunningProxy;
import io.waflab.tls.LabCertificate;
import io.waflab.tls.LabCertificates;
import io.waflab.tls.TlsEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The real proxy in this process as a scenario says, on a free port of 127.0.0.1, every timer divided by the speed. */
final class LabProxy implements AutoCloseable {

    private static final String NAME = "scenario";

    private final RunningProxy proxy;
    private final Optional<Path> keyLog;

    private LabProxy(LabConfig config, Path certificates, Optional<Path> keyLog) throws ConfigException {
        this.keyLog = keyLog;
        proxy = RunningProxy.start(config, certificates);
    }

    /**
     * @param origin as {@code proxy_pass} wants it
     * @param certificates the folder of the lab's own
     * @param secrets where the key log goes; overwritten, and gone where the engine gives no secrets
     * @throws ConfigException when a directive, the engine or a certificate cannot be used
     */
    static LabProxy start(LabScenario scenario, String origin, Path certificates, Path secrets)
            throws ConfigException, IOException {
        Files.deleteIfExists(secrets);
        var gives = TlsEngine.choose("auto", new Origin("tls_engine", 0)).engine() == TlsEngine.OPENSSL;
        var keyLog = gives ? Optional.of(secrets.toAbsolutePath()) : Optional.<Path>empty();
        var config = config(scenario, origin, certificates, keyLog);
        if (config.servers().isEmpty()) {
            throw new ConfigException(
                    new Origin(String.valueOf(scenario.proxy().conf().orElse(Path.of(NAME))), 0),
                    "no server listens with" + (scenario.proxy().tls() ? "" : "out")
                            + " ssl (expected: one that the client's connection can go to)");
        }
        return new LabProxy(config, certificates, keyLog);
    }

    private static LabConfig config(LabScenario scenario, String origin, Path certificates, Optional<Path> keyLog)
            throws ConfigException, IOException {
        if (scenario.proxy().conf().isPresent()) {
            var customers =
                    new CustomerConf(scenario.speed(), origin, scenario.proxy().tls());
            var certificate = certificate(scenario.proxy().certificate(), certificates);
            return ConfigReader.changed(
                    scenario.proxy().conf().get(),
                    scenario.proxy().profile(),
                    statements -> customers.played(statements, keyLog, certificate),
                    scenario.proxy().directives().entrySet().stream()
                            .map(set -> set.getKey() + "=" + customers.played(set.getKey(), set.getValue()))
                            .toList());
        }
        var text = text(scenario.proxy(), origin, certificates, keyLog);
        var life = ConfigReader.read(text, NAME, List.of());
        var settings = life.servers().get(0).locations().get(0).settings();
        return scenario.speed() == 1
                ? life
                : ConfigReader.read(text, NAME, ConnectionTimers.divided(settings, scenario.speed()));
    }

    private static String text(LabScenario.ProxyPart proxy, String origin, Path certificates, Optional<Path> keyLog)
            throws ConfigException, IOException {
        var lines = new ArrayList<>(List.of(
                "include " + quoted("profiles/" + proxy.profile() + ".conf"),
                "worker_processes = 1",
                "error_log = \"stderr crit\"",
                "http {",
                "  access_log = off"));
        keyLog.ifPresent(file -> lines.add("  ssl_key_log = " + quoted(file.toString())));
        lines.add("  servers = [{");
        lines.add("    listen = [\"127.0.0.1:0" + (proxy.tls() ? " ssl" : "") + "\"], server_name = [\"lab.test\"]");
        certificate(proxy.certificate(), certificates)
                .forEach((name, file) -> lines.add("    " + name + " = " + quoted(file.toString())));
        proxy.directives().forEach((name, value) -> lines.add("    " + directive(name) + " = " + quoted(value)));
        lines.addAll(List.of(
                "    locations = { \"/\" {",
                "      proxy_pass = " + quoted(origin),
                "      proxy_set_header = { Upgrade = \"$http_upgrade\", Connection = \"$http_connection\" }",
                "    } }",
                "  }]",
                "}",
                ""));
        return String.join("\n", lines);
    }

    private static String directive(String name) {
        return name.matches("[a-z][a-z0-9_]*") ? name : quoted(name);
    }

    /** The files by their directives; none without a name. */
    private static Map<String, Path> certificate(String name, Path folder) throws ConfigException, IOException {
        if (name.isEmpty()) {
            return Map.of();
        }
        var wanted = Arrays.stream(LabCertificate.values())
                .filter(known -> known.fileName().equals(name))
                .findFirst()
                .orElseThrow(() -> new ConfigException(
                        new Origin("proxy.certificate", 0),
                        Printable.of(name) + ": no certificate of the lab (expected one of: "
                                + String.join(
                                        ", ",
                                        Arrays.stream(LabCertificate.values())
                                                .map(LabCertificate::fileName)
                                                .toList())
                                + ")"));
        var all = new LabCertificates(folder);
        all.make();
        return Map.of(
                "ssl_certificate",
                all.file(wanted).toAbsolutePath(),
                "ssl_certificate_key",
                all.keyFile(wanted).toAbsolutePath());
    }

    private static String quoted(String text) {
        return ConfigUtil.quoteString(text);
    }

    int port() {
        return proxy.address().getPort();
    }

    /** Which TLS engine serves, and why. */
    Sentence engine() {
        var choice = proxy.engine();
        var engine = choice.engine();
        if (!choice.isAuto()) {
            return Sentence.of("reproduction.engine.asked", engine.word(), engine.description());
        }
        return choice.whyNot().isEmpty()
                ? Sentence.of("reproduction.engine.auto", engine.word(), engine.description())
                : Sentence.of("reproduction.engine.else", engine.word(), choice.whyNot());
    }

    Optional<Path> keyLog() {
        return keyLog.filter(Files::exists);
    }

    /** {@link RunningProxy#story}; the caller does without where there is none. */
    Optional<Story> story(int clientPort) throws InterruptedException {
        return proxy.story(clientPort);
    }

    @Override
    public void close() {
        proxy.close();
    }
}
