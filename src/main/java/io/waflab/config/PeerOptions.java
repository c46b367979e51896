package io.waflab.config;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;

/**
 * What stands behind the address of an upstream's {@code server} (ngx_http_upstream_module).
 *
 * @param weight 1 to 1,000,000
 * @param maxConns 0 for no limit
 * @param maxFails 0 for never
 * @param failTimeout whole seconds
 */
public record PeerOptions(
        int weight, int maxConns, int maxFails, Duration failTimeout, boolean backup, boolean down, boolean resolve) {

    /** Of a server without options. */
    public static final PeerOptions NONE = new PeerOptions(1, 0, 1, Duration.ofSeconds(10), false, false, false);

    private static final List<String> KNOWN =
            List.of("weight=", "max_conns=", "max_fails=", "fail_timeout=", "backup", "down", "resolve");

    /** As heavy that sums of weights stay numbers of 32 bits; nginx has 64. */
    private static final int HEAVIEST = 1_000_000;

    /** @throws IllegalArgumentException saying what was expected */
    static PeerOptions of(List<String> words) {
        var values = new HashMap<String, String>();
        for (var word : words) {
            int equals = word.indexOf('=');
            var name = equals < 0 ? word : word.substring(0, equals + 1);
            switch (name) {
                case "weight=", "max_conns=", "max_fails=", "fail_timeout=", "backup", "down", "resolve" ->
                    values.put(name, word.substring(equals + 1));
                case "slow_start=", "route=", "service=", "drain" ->
                    throw new IllegalArgumentException(
                            "invalid parameter \"" + word + "\" (\"" + name + "\" is not supported)");
                default ->
                    throw new IllegalArgumentException(
                            "invalid parameter \"" + word + "\"" + Suggestion.of(name, KNOWN));
            }
        }
        return new PeerOptions(
                (int) Units.count(values.getOrDefault("weight=", "1"), 1, HEAVIEST),
                (int) Units.count(values.getOrDefault("max_conns=", "0"), 0, Integer.MAX_VALUE),
                (int) Units.count(values.getOrDefault("max_fails=", "1"), 0, Integer.MAX_VALUE),
                Units.seconds(values.getOrDefault("fail_timeout=", "10s")),
                values.containsKey("backup"),
                values.containsKey("down"),
                values.containsKey("resolve"));
    }

    /** As {@code check --effective} prints it. */
    @Override
    public String toString() {
        return "weight=" + weight + (maxConns > 0 ? " max_conns=" + maxConns : "") + " max_fails=" + maxFails
                + " fail_timeout=" + failTimeout.toSeconds() + "s" + (backup ? " backup" : "") + (down ? " down" : "")
                + (resolve ? " resolve" : "");
    }
}
