package io.waflab.connection;

import io.waflab.config.Directive;
import io.waflab.config.Settings;
import io.waflab.connection.Event.Last;
import java.util.Optional;

/**
 * What gateway_timeout_closes makes of a request whose upstreams failed: it is about proxy_read_timeout, before the head of
 * a response. nginx knows no such directive, and keeps the connection. Pure.
 */
public final class GatewayTimeout {

    private static final Optional<Last> LAST =
            Optional.of(new Last(Cause.RESPONSE_TIMEOUT, Optional.of(Directive.PROXY_READ_TIMEOUT)));

    private GatewayTimeout() {}

    /**
     * Whether the client gets no answer, not even what error_page says.
     *
     * @param timer what ran out; empty for a failure
     * @param in the settings of the request's location
     */
    public static boolean isSilent(Optional<Timer> timer, Settings in) {
        return is("silent", timer, in);
    }

    /**
     * Why the request is its connection's last, whatever answers it.
     *
     * @param timer what ran out; empty for a failure
     * @param in the settings of the request's location
     * @return empty when the connection may be kept alive
     */
    public static Optional<Last> last(Optional<Timer> timer, Settings in) {
        return is("on", timer, in) ? LAST : Optional.empty();
    }

    private static boolean is(String word, Optional<Timer> timer, Settings in) {
        return timer.isPresent()
                && timer.get() == Timer.PROXY_READ
                && in.text(Directive.GATEWAY_TIMEOUT_CLOSES).equals(word);
    }
}
