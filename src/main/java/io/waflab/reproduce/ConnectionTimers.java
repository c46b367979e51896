package io.waflab.reproduce;

import io.waflab.config.Directive;
import io.waflab.config.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** The timers of a proxy that a lab divides by its speed. */
public final class ConnectionTimers {

    /** What runs on a connection; the lifetimes of sessions and of processes are not divided. */
    public static final List<Directive> ALL = List.of(
            Directive.CLIENT_HEADER_TIMEOUT,
            Directive.CLIENT_BODY_TIMEOUT,
            Directive.SEND_TIMEOUT,
            Directive.KEEPALIVE_TIMEOUT,
            Directive.KEEPALIVE_TIME,
            Directive.LINGERING_TIME,
            Directive.LINGERING_TIMEOUT,
            Directive.PROXY_CONNECT_TIMEOUT,
            Directive.PROXY_SEND_TIMEOUT,
            Directive.PROXY_READ_TIMEOUT);

    private ConnectionTimers() {}

    /** All of them, as {@code directive=value}. */
    public static List<String> divided(Settings settings, double speed) {
        return ALL.stream().map(timer -> divided(timer, settings, speed)).toList();
    }

    /** One of them, as {@code directive=value}. */
    public static String divided(Directive timer, Settings settings, double speed) {
        return timer.word() + "=" + text(new LabClock(speed).scaled(settings.time(timer)));
    }

    /** As nginx writes it, 1 ms at least: {@code 120s}, {@code 4500ms}. */
    public static String text(Duration time) {
        var millis = Math.max(1, Math.round(time.toNanos() / 1e6));
        return millis % 1_000 == 0 ? millis / 1_000 + "s" : String.format(Locale.ROOT, "%dms", millis);
    }
}
