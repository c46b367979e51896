package io.waflab.reproduce;

import io.waflab.config.ConfigException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a client's command line or HOCON file says; what neither says is empty.
 *
 * @param target {@code https://host:port} or {@code http://host:port}
 * @param scenario a {@link Scenario}'s steps, when there are no own ones
 * @param path of the scenario's requests
 * @param pause the scenario's one long wait, as written
 * @param steps own ones
 * @param hostHeader Host
 * @param serverName SNI
 * @param protocols see {@link TlsOptions}
 * @param ciphers see {@link TlsOptions}
 * @param alpn see {@link TlsOptions}
 * @param authorities see {@link TlsOptions}
 * @param speed see {@link LabClock}
 * @param receiveBuffer bytes
 * @param limit see {@link ClientOptions}
 */
public record ClientFile(
        Optional<String> target,
        Optional<Scenario> scenario,
        Optional<String> path,
        Optional<String> pause,
        List<Step> steps,
        Optional<String> hostHeader,
        Optional<String> serverName,
        List<String> protocols,
        List<String> ciphers,
        List<String> alpn,
        Optional<Path> authorities,
        Optional<Double> speed,
        Optional<Long> receiveBuffer,
        Optional<Duration> limit) {

    private static final Set<String> KEYS = Set.of(
            "target",
            "scenario",
            "path",
            "pause",
            "steps",
            "host",
            "server_name",
            "protocols",
            "ciphers",
            "alpn",
            "cacert",
            "speed",
            "receive_buffer",
            "limit");

    /** @throws ConfigException with every problem of the file */
    public static ClientFile read(Path file) throws ConfigException {
        var from = ScriptFile.of(file, KEYS);
        var read = new ClientFile(
                from.value("target", text -> url(text).toString()),
                from.value("scenario", Scenario::named),
                from.value("path", text -> text),
                from.value("pause", ClientFile::time),
                from.values("steps", Step::parse),
                from.value("host", text -> text),
                from.value("server_name", TlsOptions::serverName),
                from.values("protocols", TlsOptions::protocol),
                from.values("ciphers", TlsOptions::cipher),
                from.values("alpn", TlsOptions::alpn),
                from.value("cacert", text -> file.resolveSibling(text)),
                from.value("speed", ClientFile::speed),
                from.value("receive_buffer", ClientFile::buffer),
                from.value("limit", LabClock::parse));
        from.done();
        return read;
    }

    /**
     * Scheme, host and perhaps a port from 1 to 65,535, and nothing more.
     *
     * @throws IllegalArgumentException when it is none; one line
     */
    public static URI url(String text) {
        try {
            var uri = URI.create(text);
            if (uri.getHost() != null
                    && uri.getPort() != 0
                    && uri.getPort() <= 65_535
                    && uri.toString().matches("https?://[^/?#@]+/?")) {
                return uri;
            }
        } catch (IllegalArgumentException noUri) {
            // Said below, with what was expected.
        }
        throw new IllegalArgumentException(Printable.of(text)
                + ": expected https://HOST:PORT or http://HOST:PORT, PORT from 1 to 65535 (what is asked for: --path)");
    }

    /** @throws IllegalArgumentException when it is none; one line */
    public static double speed(String text) {
        if (!text.matches("\\d{1,5}(\\.\\d{1,6})?")) {
            throw new IllegalArgumentException("\"" + Printable.of(text) + "\" is no speed (expected 0.01 to 10000)");
        }
        new LabClock(Double.parseDouble(text));
        return Double.parseDouble(text);
    }

    private static long buffer(String text) {
        long bytes = Target.size(text);
        if (bytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("\"" + Printable.of(text) + "\" is too large (expected less than 2g)");
        }
        return bytes;
    }

    private static String time(String text) {
        LabClock.parse(text);
        return text;
    }
}
