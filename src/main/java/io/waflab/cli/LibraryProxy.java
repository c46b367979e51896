package io.waflab.cli;

import io.waflab.config.ConfigException;
import io.waflab.config.ConfigReader;
import io.waflab.config.Directive;
import io.waflab.config.LabConfig;
import io.waflab.config.Settings;
import io.waflab.connection.Side;
import io.waflab.journal.Observation;
import io.waflab.journal.What;
import io.waflab.proxy.RunningProxy;
import io.waflab.reproduce.ClientOptions;
import io.waflab.reproduce.ConnectionTimers;
import io.waflab.reproduce.LabClient;
import io.waflab.reproduce.Request;
import io.waflab.reproduce.TlsOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The proxy that a real library talks to: the profile of Alibaba Cloud WAF, directives of one's own, timers divided. */
final class LibraryProxy implements AutoCloseable {

    private static final int WARM_UPS = 10;

    private final Duration keepalive;
    private final RunningProxy proxy;

    private LibraryProxy(Duration keepalive, LabConfig config, Path certificates) throws ConfigException {
        this.keepalive = keepalive;
        proxy = RunningProxy.start(config, certificates);
    }

    /**
     * Listens on a free port of 127.0.0.1. client_header_timeout is not divided unless it is set: a program's first handshake
     * takes what it takes.
     *
     * @param origin as {@code proxy_pass} wants it
     * @param sets directives over the profile's, each {@code name=value}, at speed 1
     */
    static LibraryProxy start(String origin, List<String> sets, LibraryOptions.Lab lab)
            throws ConfigException, IOException {
        var text = String.join(
                "\n",
                "include \"profiles/aliyun-waf-3.conf\"",
                "worker_processes = 1",
                "error_log = \"stderr crit\"",
                "http {",
                "  access_log = off",
                "  servers = [{",
                "    listen = [\"127.0.0.1:0" + (lab.secure() ? " ssl" : "") + "\"], server_name = [\"lab.test\"]",
                "    locations = { \"/\" { proxy_pass = \"" + origin + "\" } }",
                "  }]",
                "}",
                "");
        var atSpeedOne = settings(ConfigReader.read(text, "client", sets));
        var all = new ArrayList<String>();
        sets.stream().filter(set -> !names(set, ConnectionTimers.ALL)).forEach(all::add);
        ConnectionTimers.ALL.stream()
                .filter(timer -> timer != Directive.CLIENT_HEADER_TIMEOUT
                        || sets.stream().anyMatch(set -> names(set, List.of(timer))))
                .map(timer -> ConnectionTimers.divided(timer, atSpeedOne, lab.speed()))
                .forEach(all::add);
        var proxy = new LibraryProxy(
                atSpeedOne.time(Directive.KEEPALIVE_TIMEOUT),
                ConfigReader.read(text, "client", all),
                lab.certificates());
        try {
            proxy.warmUp(lab.secure());
            return proxy;
        } catch (IOException failed) {
            proxy.close();
            throw failed;
        }
    }

    /** A few exchanges that nobody looks at: the first in a JVM can take longer than a timer that is divided. */
    private void warmUp(boolean secure) throws IOException {
        var plain = ClientOptions.plain("127.0.0.1", address().getPort());
        var options = secure ? plain.withTls(TlsOptions.trustingAnyone("lab.test")) : plain;
        for (int i = 0; i < WARM_UPS; i++) {
            try (var client = new LabClient(options)) {
                client.connect();
                if (secure) {
                    client.handshake();
                }
                client.request(Request.get("/ok").withHeader("Connection: close"))
                        .response();
                client.readToEnd();
            }
        }
    }

    private static boolean names(String set, List<Directive> directives) {
        return directives.stream().anyMatch(one -> set.startsWith(one.word() + "="));
    }

    private static Settings settings(LabConfig config) {
        return config.servers().get(0).locations().get(0).settings();
    }

    InetSocketAddress address() {
        return proxy.address();
    }

    /** keepalive_timeout at speed 1. */
    Duration keepalive() {
        return keepalive;
    }

    /** Ends all connections and gives the proxy's own words for the end of the one from that port. */
    Optional<String> ended(int port) throws InterruptedException {
        return proxy.story(port).stream()
                .flatMap(story -> story.observations().stream())
                .filter(seen -> seen.what() == What.ENDED && seen.leg() == Side.DOWNSTREAM)
                .map(Observation::detail)
                .findFirst();
    }

    @Override
    public void close() {
        proxy.close();
    }
}
