package io.waflab.reproduce;

import io.waflab.config.Directive;
import io.waflab.config.Origin;
import io.waflab.config.Statement;
import io.waflab.config.Units;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Somebody's configuration as the lab can play it: its timers, divided by the speed, its rules and its answers; but it
 * listens here, shows the lab's certificates, passes everything to the lab's origin, and writes no logs. Pure.
 */
final class CustomerConf {

    /** What names files, programs or addresses of another machine, or asks the client for what the lab's has not. */
    private static final Set<String> LEFT_OUT = Set.of(
            "user",
            "pid",
            "daemon",
            "access_log",
            "error_log",
            "ssl_certificate",
            "ssl_certificate_key",
            "ssl_trusted_certificate",
            "ssl_client_certificate",
            "ssl_verify_client",
            "ssl_crl",
            "ssl_dhparam",
            "ssl_password_file",
            "ssl_session_ticket_key",
            "ssl_stapling",
            "ssl_stapling_verify",
            "ssl_stapling_file",
            "proxy_bind",
            "stream");

    private static final Set<String> TIMERS =
            ConnectionTimers.ALL.stream().map(Directive::word).collect(Collectors.toSet());
    private static final Origin ORIGIN = new Origin("waflab reproduce", 0);

    private final double speed;
    private final String originUrl;
    private final boolean tls;

    /**
     * @param originUrl {@code http://127.0.0.1:8080}
     * @param tls whether the servers with {@code listen ... ssl} are played; else those without
     */
    CustomerConf(double speed, String originUrl, boolean tls) {
        this.speed = speed;
        this.originUrl = originUrl;
        this.tls = tls;
    }

    /** @param keyLog empty for none */
    List<Statement> played(List<Statement> statements, Optional<Path> keyLog) {
        return played(statements, keyLog, Map.of());
    }

    /** @param certificate of all servers, file names by their directives; empty for the lab's good ones */
    List<Statement> played(List<Statement> statements, Optional<Path> keyLog, Map<String, Path> certificate) {
        var all = new ArrayList<Statement>();
        all.add(line("error_log", "stderr", "crit"));
        for (var statement : changed(statements, "")) {
            if (!statement.name().equals("http")) {
                all.add(statement);
                continue;
            }
            var block = new ArrayList<>(statement.block());
            block.add(line("access_log", "off"));
            keyLog.ifPresent(file -> block.add(line("ssl_key_log", file.toString())));
            certificate.forEach((name, file) -> block.add(line(name, file.toString())));
            all.add(with(statement, statement.arguments(), block));
        }
        return all;
    }

    /** A directive's value, divided by the speed where it is a timer's. */
    String played(String name, String value) {
        return TIMERS.contains(name) ? scaled(value) : value;
    }

    private List<Statement> changed(List<Statement> statements, String within) {
        var all = new ArrayList<Statement>();
        var servers = 0;
        for (var statement : statements) {
            var name = statement.name();
            if (LEFT_OUT.contains(name) || name.equals("server") && within.equals("http") && !isPlayed(statement)) {
                continue;
            }
            if (name.equals("server") && within.equals("upstream")) {
                if (servers++ == 0) {
                    all.add(with(statement, List.of(originUrl.substring("http://".length())), List.of()));
                }
                continue;
            }
            if (name.equals("listen")) {
                all.addAll(listen(statement, all));
                continue;
            }
            all.add(changed(statement));
        }
        return all;
    }

    private Statement changed(Statement statement) {
        var arguments = new ArrayList<>(statement.arguments());
        if (statement.name().equals("proxy_pass") && !arguments.isEmpty()) {
            arguments.set(0, target(arguments.get(0)));
        } else if (TIMERS.contains(statement.name()) && !arguments.isEmpty()) {
            arguments.set(0, scaled(arguments.get(0)));
        }
        return with(statement, arguments, changed(statement.block(), statement.name()));
    }

    /** One socket for all of a server's: the client comes by one of them. */
    private List<Statement> listen(Statement statement, List<Statement> before) {
        if (isTls(statement) != tls
                || before.stream().anyMatch(other -> other.name().equals("listen"))) {
            return List.of();
        }
        var words = new ArrayList<>(tls ? List.of("127.0.0.1:0", "ssl") : List.of("127.0.0.1:0"));
        statement.arguments().stream()
                .filter(Set.of("http2", "default_server")::contains)
                .forEach(words::add);
        return List.of(with(statement, words, List.of()));
    }

    private boolean isPlayed(Statement server) {
        return server.block().stream().anyMatch(inner -> inner.name().equals("listen") && isTls(inner) == tls);
    }

    private static boolean isTls(Statement listen) {
        return listen.arguments().contains("ssl");
    }

    /** The path of {@code proxy_pass} stays, as it changes the request's. */
    private String target(String url) {
        var path = url.replaceFirst("^https?://[^/]*", "");
        return url.contains("$") ? originUrl : originUrl + path;
    }

    /** What is no time is left to whoever reads it, with its line. */
    private String scaled(String time) {
        try {
            var written = Units.time(time);
            return written.isZero() ? time : ConnectionTimers.text(scaled(written));
        } catch (IllegalArgumentException noTime) {
            return time;
        }
    }

    private Duration scaled(Duration time) {
        return Duration.ofNanos(Math.round(time.toNanos() / speed));
    }

    private static Statement line(String name, String... words) {
        return new Statement(name, List.of(words), ORIGIN, List.of());
    }

    private static Statement with(Statement statement, List<String> arguments, List<Statement> block) {
        return new Statement(statement.name(), arguments, statement.origin(), block);
    }
}
