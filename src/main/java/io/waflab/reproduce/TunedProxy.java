package io.waflab.reproduce;

import io.waflab.config.ConfigException;
import io.waflab.config.ConfigReader;
import io.waflab.config.Directive;
import io.waflab.config.Kind;
import io.waflab.config.LabConfig;
import io.waflab.config.Origin;
import io.waflab.config.Settings;
import io.waflab.diagnose.Grid.Axis;
import io.waflab.diagnose.Grid.Unit;
import io.waflab.proxy.RunningProxy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** A proxy of one column: its timers divided by the speed, and the path before it. */
final class TunedProxy implements AutoCloseable {

    private static final String PROFILE = "tengine-3.2";
    private static final Directive CONNECT = Directive.PROXY_CONNECT_TIMEOUT;

    private final RunningProxy proxy;
    private final Optional<DelayRelay> relay;

    private TunedProxy(TuneOptions options, String origin, List<String> sets) throws ConfigException, IOException {
        var config = config(options, origin, options.speed(), sets);
        proxy = RunningProxy.start(config, options.certificates());
        relay = relay(options);
    }

    private Optional<DelayRelay> relay(TuneOptions options) throws IOException {
        var oneWay = Duration.ofNanos(Math.round(options.rtt().toNanos() / options.speed() / 2));
        try {
            return oneWay.isZero() ? Optional.empty() : Optional.of(DelayRelay.start(proxy.address(), oneWay));
        } catch (IOException refused) {
            proxy.close();
            throw refused;
        }
    }

    /**
     * Listens on a free port of 127.0.0.1.
     *
     * @param varied {@code directive=value}, of life, over what the options set
     * @throws ConfigException for a profile, a directive or a value that cannot be used
     */
    static TunedProxy start(TuneOptions options, String origin, List<String> varied)
            throws ConfigException, IOException {
        return new TunedProxy(options, origin, sets(options, origin, varied));
    }

    /** What is set over the profile or the configuration, its times divided. */
    static List<String> sets(TuneOptions options, String origin, List<String> varied) throws ConfigException {
        var all = new ArrayList<>(options.sets());
        all.addAll(varied);
        var sets = lastOfEach(all);
        var settings = settings(options, origin, sets);
        var names = ConnectionTimers.ALL.stream().map(Directive::word).toList();
        var set = sets.stream().map(TunedProxy::name).toList();
        sets.removeIf(one -> names.contains(name(one)));
        for (var timer : ConnectionTimers.ALL) {
            // What a configuration says itself is divided where it stands.
            var isOurs = options.conf().isEmpty() || set.contains(timer.word());
            if (isOurs && timer != CONNECT && (timer.kind() == Kind.TIME || timer.kind() == Kind.TIMES)) {
                sets.add(timer.word() + "=" + millis(settings.time(timer), options.speed()));
            }
        }
        // The origin is on loopback: slow there is only the machine, which no speed divides.
        sets.add(CONNECT.word() + "=" + millis(settings.time(CONNECT), 1));
        sets.add("access_log=off");
        sets.add("error_log=stderr crit");
        return sets;
    }

    /** Where a directive is set twice, the later holds: what is varied, then the options, then the scenario. */
    private static List<String> lastOfEach(List<String> sets) {
        var byName = new LinkedHashMap<String, String>();
        sets.forEach(set -> byName.put(name(set), set));
        return new ArrayList<>(byName.values());
    }

    private static String name(String set) {
        return set.split("=", 2)[0].strip();
    }

    private static LabConfig config(TuneOptions options, String origin, double speed, List<String> sets)
            throws ConfigException {
        if (options.conf().isEmpty()) {
            return ConfigReader.ofUpstream(origin, "0", options.profile(), sets);
        }
        var customers = new CustomerConf(speed, origin, true);
        var config = ConfigReader.changed(
                options.conf().get(),
                options.profile().orElse(PROFILE),
                statements -> customers.played(statements, Optional.empty()),
                sets);
        if (config.servers().isEmpty()) {
            throw new ConfigException(
                    new Origin(options.conf().get().toString(), 0),
                    "no server listens with ssl (expected: one that the client's connection can go to)");
        }
        return config;
    }

    /**
     * Of the location that the tuned request goes to, in the server that SNI and Host name; of that server where no location
     * matches, or the connection is in HTTP/2, whose timers are the server's. The path counts as it is written, and
     * internal redirects are not followed.
     */
    private static Settings settings(TuneOptions options, String origin, List<String> sets) throws ConfigException {
        // All servers are played on one socket.
        var hosts = config(options, origin, 1, sets).endpoints().get(0).virtualHosts();
        var named = hosts.find(options.tls().serverName());
        boolean offersHttp2 = hosts.http2() || named.settings().flag(Directive.HTTP2);
        if (offersHttp2 && options.tls().alpn().contains("h2")) {
            return named.settings();
        }
        var server = hosts.find(options.host());
        return server.find(options.request().target().split("[?#]", 2)[0])
                .map(found -> found.location().settings())
                .orElse(server.settings());
    }

    /** keepalive_timeout as it stands, for the tuned request, without being varied. */
    static Axis keepalive(TuneOptions options) throws ConfigException {
        var timeout = settings(options, "http://127.0.0.1:1", lastOfEach(options.sets()))
                .time(Directive.KEEPALIVE_TIMEOUT);
        return new Axis(Directive.KEEPALIVE_TIMEOUT.word(), Unit.SECONDS, List.of(timeout.toNanos() / 1e9));
    }

    /** At least 1 ms where there was anything: 0 is another word in nginx. */
    private static String millis(Duration time, double speed) {
        return time.isZero() ? "0" : Math.max(1, Math.round(time.toNanos() / speed / 1e6)) + "ms";
    }

    /** Where clients connect. */
    int port() {
        return relay.map(DelayRelay::port).orElseGet(() -> proxy.address().getPort());
    }

    @Override
    public void close() {
        relay.ifPresent(DelayRelay::close);
        proxy.close();
    }
}
