package io.waflab.config;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;

/** What stands behind the address of an upstream's {@code server} (ngx_http_upstream_module). */
record PeerOptions(int weight, int maxFails, Duration failTimeout, boolean backup, boolean down) {

    /** @throws IllegalArgumentException saying what was expected */
    static PeerOptions of(List<String> words) {
        var values = new HashMap<String, String>();
        for (var word : words) {
            int equals = word.indexOf('=');
            var name = equals < 0 ? word : word.substring(0, equals + 1);
            switch (name) {
                case "weight=", "max_fails=", "fail_timeout=", "backup", "down" ->
                    values.put(name, word.substring(equals + 1));
                case "max_conns=", "slow_start=", "resolve", "route=", "service=", "drain" ->
                    throw new IllegalArgumentException("\"" + name + "\" is not supported");
                default ->
                    throw new IllegalArgumentException("invalid parameter \"" + word + "\""
                            + Suggestion.of(name, List.of("weight=", "max_fails=", "fail_timeout=", "backup", "down")));
            }
        }
        return new PeerOptions(
                (int) Units.count(values.getOrDefault("weight=", "1"), 1, 65536),
                (int) Units.count(values.getOrDefault("max_fails=", "1"), 0, Integer.MAX_VALUE),
                Units.seconds(values.getOrDefault("fail_timeout=", "10s")),
                values.containsKey("backup"),
                values.containsKey("down"));
    }

    Upstream.Peer applyTo(Upstream.Peer peer) {
        return new Upstream.Peer(peer.address(), weight, maxFails, failTimeout, backup, down);
    }
}
