package io.waflab.proxy;

import io.waflab.config.Directive;
import io.waflab.config.Settings;
import io.waflab.config.Units;
import io.waflab.connection.Event.UpstreamSlowed;
import java.time.Duration;

/** {@code proxy_limit_rate}: an upstream is not read for as long as what was read takes at that rate (ngx_event_pipe.c). */
final class LimitedRate {

    private static final LimitedRate NONE = new LimitedRate(null, 0);

    private final Exchange exchange;
    private final long rate;
    private boolean waits;

    private LimitedRate(Exchange exchange, long rate) {
        this.exchange = exchange;
        this.rate = rate;
    }

    /** A rate that comes out of variables and is none means no limit, and a line in the log. */
    static LimitedRate of(Exchange exchange, Proxying proxying) {
        var text = proxying.settings().text(Directive.PROXY_LIMIT_RATE);
        if (text.equals("0")) {
            return NONE;
        }
        var value = exchange.expand(proxying.limitRate());
        try {
            return new LimitedRate(exchange, value.isEmpty() ? 0 : Units.size(value));
        } catch (IllegalArgumentException wrong) {
            exchange.log("error", "invalid proxy_limit_rate \"" + value + "\"");
            return NONE;
        }
    }

    /** How much is read before there is a reason to wait: nginx's first buffer; 0 where no rate is limited. */
    static int portion(Settings settings) {
        return settings.text(Directive.PROXY_LIMIT_RATE).equals("0")
                ? 0
                : (int) settings.size(Directive.PROXY_BUFFER_SIZE);
    }

    /** Whether the upstream is left unread for a while. */
    boolean waits() {
        return waits;
    }

    /** That while is over. */
    void readOn() {
        waits = false;
    }

    /** Whether so many bytes are a reason to wait; the rules are then told, and the upstream is not read. */
    boolean slows(long bytes) {
        long milliseconds = rate == 0 ? 0 : bytes * 1000 / rate;
        if (milliseconds > 0) {
            waits = true;
            exchange.call().orElseThrow().side().read(false);
            exchange.carrier().happened(new UpstreamSlowed(Duration.ofMillis(milliseconds)));
        }
        return milliseconds > 0;
    }
}
