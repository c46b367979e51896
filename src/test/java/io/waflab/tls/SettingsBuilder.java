package io.waflab.tls;

import io.waflab.config.Directive;
import io.waflab.config.Origin;
import io.waflab.config.Setting;
import io.waflab.config.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The ssl_* directives with nginx's defaults, and what a test writes over them at lab.conf:1, 2, ... */
final class SettingsBuilder {

    private final Map<Directive, Setting> settings = new EnumMap<>(Directive.class);
    private int line;

    SettingsBuilder() {
        put(Directive.SSL_PROTOCOLS, List.of("TLSv1.2", "TLSv1.3"), List.of("TLSv1.2", "TLSv1.3"), Origin.DEFAULT);
        put(Directive.SSL_CIPHERS, "HIGH:!aNULL:!MD5", List.of("HIGH:!aNULL:!MD5"), Origin.DEFAULT);
        put(Directive.SSL_PREFER_SERVER_CIPHERS, false, List.of("off"), Origin.DEFAULT);
        put(Directive.SSL_SESSION_CACHE, List.of("none"), List.of("none"), Origin.DEFAULT);
        put(Directive.SSL_SESSION_TIMEOUT, Duration.ofMinutes(5), List.of("5m"), Origin.DEFAULT);
        put(Directive.SSL_SESSION_TICKETS, true, List.of("on"), Origin.DEFAULT);
        put(Directive.SSL_ECDH_CURVE, "auto", List.of("auto"), Origin.DEFAULT);
        put(Directive.SSL_VERIFY_CLIENT, "off", List.of("off"), Origin.DEFAULT);
        put(Directive.SSL_VERIFY_DEPTH, 1L, List.of("1"), Origin.DEFAULT);
        var versions = List.of("TLSv1.2", "TLSv1.3");
        put(Directive.PROXY_SSL_PROTOCOLS, versions, versions, Origin.DEFAULT);
        put(Directive.PROXY_SSL_CIPHERS, "DEFAULT", List.of("DEFAULT"), Origin.DEFAULT);
        put(Directive.PROXY_SSL_SESSION_REUSE, true, List.of("on"), Origin.DEFAULT);
        put(Directive.PROXY_SSL_VERIFY, false, List.of("off"), Origin.DEFAULT);
        put(Directive.PROXY_SSL_VERIFY_DEPTH, 1L, List.of("1"), Origin.DEFAULT);
    }

    /** A directive whose value is its words or, for a single-valued kind, what value is. */
    SettingsBuilder with(Directive directive, Object value, String... words) {
        line++;
        put(directive, value, List.of(words), new Origin("lab.conf", line));
        return this;
    }

    SettingsBuilder words(Directive directive, String... words) {
        return with(directive, List.of(words), words);
    }

    SettingsBuilder text(Directive directive, String text) {
        return with(directive, text, text);
    }

    SettingsBuilder flag(Directive directive, boolean flag) {
        return with(directive, flag, flag ? "on" : "off");
    }

    /** A directive that stands several times. */
    SettingsBuilder lines(Directive directive, String... each) {
        line++;
        var lines = new ArrayList<List<String>>();
        for (var one : each) {
            lines.add(List.of(one));
        }
        settings.put(directive, new Setting(directive, lines, lines, new Origin("lab.conf", line)));
        return this;
    }

    Settings build() {
        return new Settings(settings);
    }

    private void put(Directive directive, Object value, List<String> words, Origin origin) {
        settings.put(directive, new Setting(directive, value, List.of(words), origin));
    }
}
