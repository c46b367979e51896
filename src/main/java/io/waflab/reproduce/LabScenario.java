package io.waflab.reproduce;

import io.waflab.config.Directive;
import io.waflab.config.NginxFile;
import io.waflab.connection.Cause;
import io.waflab.diagnose.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A disconnect as the lab plays it: what each of the four does, and what has to come out. Times are those of life.
 *
 * @param speed what the playing divides them by, 1 to 100
 * @param client what the client does
 * @param proxy what stands in the middle
 * @param origin what stands behind it
 * @param path what is between client and proxy
 * @param expect how the connection has to end
 */
public record LabScenario(
        double speed, ClientPart client, ProxyPart proxy, OriginPart origin, PathDeed path, Outcome expect) {

    private static final Set<String> SINCE_ACCEPT =
            Set.of(Cause.HEADER_TIMEOUT.id(), Cause.UNUSED_CONNECTION_TIMEOUT.id());
    private static final Duration MORE = Duration.ofSeconds(10);
    private static final Set<StepKind> PAUSES = Set.of(StepKind.PAUSE, StepKind.RESPONSE);

    /**
     * The lab's client.
     *
     * @param protocol {@code TLSv1.2} or {@code TLSv1.3}; empty for both
     * @param cipher the one suite offered, by its IANA name; empty for the JDK's choice
     * @param alpn offered, in order
     * @param sni server name, and Host; empty for none
     * @param rejects the alert with which it rejects the server's certificate; empty where it trusts anyone
     * @param limit how long it waits for a connection or the next byte; not divided by the speed (see {@link
     *     LabScenario#patience})
     * @param steps in order, connect among them
     */
    public record ClientPart(
            String protocol,
            String cipher,
            List<String> alpn,
            String sni,
            String rejects,
            Duration limit,
            List<Step> steps) {

        static final Duration LIMIT = Duration.ofSeconds(30);

        public ClientPart {
            alpn = List.copyOf(alpn);
            steps = List.copyOf(steps);
        }

        ClientPart withLimit(Duration other) {
            return new ClientPart(protocol, cipher, alpn, sni, rejects, other, steps);
        }

        /** What it offers in its handshake. */
        TlsOptions tls() {
            return new TlsOptions(
                    protocol.isEmpty() ? List.of() : List.of(protocol),
                    cipher.isEmpty() ? List.of() : List.of(cipher),
                    sni,
                    alpn,
                    Optional.empty(),
                    rejects);
        }
    }

    /**
     * The proxy.
     *
     * @param profile a file of {@code conf/profiles} without its ending; of {@code conf} what an nginx.conf leaves open
     * @param tls false for plain HTTP
     * @param certificate the lab's certificate that it shows, by its file's name; empty for the good ones
     * @param directives with their values, in order: over the profile, or in place of what {@code conf} says
     * @param conf a configuration of its own; empty for none
     */
    public record ProxyPart(
            String profile, boolean tls, String certificate, Map<String, String> directives, Optional<Path> conf) {

        public ProxyPart {
            directives = Collections.unmodifiableMap(new TreeMap<>(directives));
        }
    }

    /**
     * The origin.
     *
     * @param listens false for one that refuses connections
     * @param paths what it does, by path
     */
    public record OriginPart(boolean listens, Map<String, Behaviour> paths) {

        public OriginPart {
            paths = Collections.unmodifiableMap(new TreeMap<>(paths));
        }

        Routes routes() {
            var routes = Routes.builtIn();
            for (var path : paths.entrySet()) {
                routes = routes.with(path.getKey(), path.getValue());
            }
            return routes;
        }
    }

    /** The client's limit goes with it, except one that is lower than what is awaited: it is to cut that short. */
    public LabScenario withSpeed(double other) {
        var changed = new LabScenario(other, client, proxy, origin, path, expect);
        return client.limit().compareTo(patience()) < 0 ? changed : changed.patient();
    }

    /** With a client that waits long enough for all that is awaited. */
    LabScenario patient() {
        var longer = client.limit().compareTo(patience()) < 0 ? client.withLimit(patience()) : client;
        return new LabScenario(speed, longer, proxy, origin, path, expect);
    }

    /**
     * What the longest silence that is awaited takes at this speed, of an origin's waits and the one before the end, and
     * 10 s of life more; at least {@link ClientPart#LIMIT}.
     */
    Duration patience() {
        var waits = origin.paths().values().stream()
                .flatMap(behaviour -> behaviour.effects().values().stream())
                .filter(effect -> effect.kind() == Effect.Kind.WAIT)
                .map(Effect::time);
        var awaited = Stream.concat(waits, expect.gap().stream())
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        var played = Duration.ofNanos(Math.round(awaited.plus(MORE).toNanos() / speed));
        return played.compareTo(ClientPart.LIMIT) > 0 ? played : ClientPart.LIMIT;
    }

    /**
     * With a configuration in place of the setting that explains the end, and of the profile that was chosen by it: where
     * the file says nothing, what {@code waflab run} and {@code check} take holds.
     */
    public LabScenario withConf(Path file) {
        return new LabScenario(
                speed,
                client,
                new ProxyPart(NginxFile.PROFILE, proxy.tls(), proxy.certificate(), Map.of(), Optional.of(file)),
                origin,
                path,
                expect);
    }

    /** client_header_timeout where it ends a first request, before which nothing pauses: then it has run since accept. */
    Optional<Duration> timerSinceAccept() {
        return Optional.ofNullable(proxy.directives().get(Directive.CLIENT_HEADER_TIMEOUT.word()))
                .filter(set -> SINCE_ACCEPT.contains(expect.cause()))
                .filter(set -> client.steps().stream().map(Step::kind).noneMatch(PAUSES::contains))
                .flatMap(LabScenario::time);
    }

    /** Empty for what only nginx reads as a time, as 1m30s. */
    private static Optional<Duration> time(String text) {
        try {
            return Optional.of(LabClock.parse(text));
        } catch (IllegalArgumentException other) {
            return Optional.empty();
        }
    }

    /** How long the client's part takes at this speed, about. */
    public Duration length() {
        var nanos = client.steps().stream()
                .filter(step -> step.kind() == StepKind.PAUSE)
                .mapToLong(step -> LabClock.parse(step.argument()).toNanos())
                .sum();
        return Duration.ofNanos(
                Math.round(Math.max(nanos, expect.gap().orElse(Duration.ZERO).toNanos()) / speed));
    }
}
