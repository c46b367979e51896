package io.waflab.connection;

import io.waflab.config.Directive;
import io.waflab.config.Settings;
import io.waflab.connection.Event.Last;
import java.time.Duration;
import java.util.Optional;

/** Whether a connection may be kept alive after a request (ngx_http_update_location_config). Pure. */
public final class KeepAlive {

    private static final Optional<Last> UNWISHED = Optional.of(new Last(Cause.NORMAL_CLOSE, Optional.empty()));

    /** Of a client whose browser keepalive_disable names. */
    public static final Last DISABLED = new Last(Cause.NORMAL_CLOSE, Optional.of(Directive.KEEPALIVE_DISABLE));

    private KeepAlive() {}

    /**
     * Why a request is its connection's last, by its head alone.
     *
     * @param wished whether the client's request lets the connection live (RFC 9112 section 9.3)
     * @return empty when nothing but the settings can make it so
     */
    public static Optional<Last> asWished(boolean wished) {
        return wished ? Optional.empty() : UNWISHED;
    }

    /**
     * Why a request is its connection's last.
     *
     * @param wished whether the client's request lets the connection live (RFC 9112 section 9.3)
     * @param requests how many the connection has had, this one included
     * @param age of the connection
     * @param in the settings of the request's location
     * @return empty when the connection may be kept alive
     */
    public static Optional<Last> last(boolean wished, int requests, Duration age, Settings in) {
        if (!wished) {
            return UNWISHED;
        }
        if (in.time(Directive.KEEPALIVE_TIMEOUT).isZero()) {
            return Optional.of(new Last(Cause.NORMAL_CLOSE, Optional.of(Directive.KEEPALIVE_TIMEOUT)));
        }
        if (requests >= in.count(Directive.KEEPALIVE_REQUESTS)) {
            return Optional.of(new Last(Cause.SERVER_MAX_REQUESTS, Optional.of(Directive.KEEPALIVE_REQUESTS)));
        }
        if (age.compareTo(in.time(Directive.KEEPALIVE_TIME)) > 0) {
            return Optional.of(new Last(Cause.SERVER_MAX_REQUESTS, Optional.of(Directive.KEEPALIVE_TIME)));
        }
        return Optional.empty();
    }
}
