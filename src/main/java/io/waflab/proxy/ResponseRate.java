package io.waflab.proxy;

import io.waflab.config.Directive;
import io.waflab.config.Template;
import io.waflab.config.Units;
import io.waflab.http.ResponseHead;

/**
 * How fast one response is to go, as far as it is known when its head goes out: limit_rate and limit_rate_after, or what
 * an upstream's X-Accel-Limit-Rate says in their place, also where its X-Accel-Redirect has something else answer. What is
 * not buffered has no limit (ngx_http_upstream_send_response).
 */
final class ResponseRate {

    private final Exchange exchange;
    private final long startedAt = System.currentTimeMillis();
    private long rate = -1;

    /** @param exchange that begins now */
    ResponseRate(Exchange exchange) {
        this.exchange = exchange;
    }

    /** Bytes a second, whatever limit_rate says; 0 for no limit. */
    void set(long bytes) {
        rate = bytes;
    }

    /** {@code $limit_rate}: bytes a second; 0 for no limit. */
    long rate() {
        return rate < 0 ? size(Directive.LIMIT_RATE) : rate;
    }

    /** The upstream's word, if it said one that is not ignored (ngx_http_upstream_process_limit_rate). */
    void listen(ResponseHead head, Proxying proxying) {
        var said = head.find("x-accel-limit-rate");
        if (said != null && said.matches("[0-9]{1,18}") && !proxying.ignores("x-accel-limit-rate")) {
            set(Long.parseLong(said));
        }
    }

    /** Null for no limit. */
    Pace pace() {
        long bytes = rate();
        if (bytes == 0) {
            return null;
        }
        return new Pace(
                bytes, size(Directive.LIMIT_RATE_AFTER), startedAt / 1000, () -> System.currentTimeMillis() / 1000);
    }

    private long size(Directive directive) {
        var written = exchange.route().settings().text(directive);
        if (written.equals("0")) {
            return 0;
        }
        var text = exchange.expand(Template.of(written));
        try {
            return text.isEmpty() ? 0 : Units.size(text);
        } catch (IllegalArgumentException invalid) {
            exchange.log("error", "invalid size \"" + text + "\"");
            return 0;
        }
    }
}
