package io.waflab.connection;

import io.waflab.config.Directive;
import java.time.Duration;
import java.util.Optional;

/** A fact that the rules are told. It never carries payload, and enters only through the connection's own event loop. */
public sealed interface Event
        permits Happened,
                Event.Expired,
                Event.ClientLeft,
                Event.RequestRead,
                Event.LastRequest,
                Event.Refused,
                Event.Answered,
                Event.Held,
                Event.Slowed,
                Event.UpstreamFailed,
                Event.UpstreamSlowed,
                HandshakeFailed,
                Event.StreamAt,
                Event.StreamReset,
                Event.StreamBroken,
                Event.ConnectionBroken {

    /** A timer ran out. */
    record Expired(Timer timer) implements Event {}

    /**
     * The client ended its side, or what there was of it.
     *
     * @param how CLIENT_NOTIFIED, CLIENT_FIN, CLIENT_FIN_UNREAD, CLIENT_RST or CLIENT_BROKEN
     * @param silence how long nothing had passed on its leg before
     */
    record ClientLeft(Happened how, Duration silence) implements Event {

        /** Shorter than this, nothing is called a silence: no timer of the known products is as short. */
        public static final Duration LEAST_SILENCE = Duration.ofMillis(900);

        boolean isSoon() {
            return silence.compareTo(LEAST_SILENCE) < 0;
        }
    }

    /**
     * A whole request head was read.
     *
     * @param body whether a body follows
     * @param last why this is the connection's last request; empty when it may be kept alive
     */
    record RequestRead(boolean body, Optional<Last> last) implements Event {}

    /**
     * Why a request is the last on its connection.
     *
     * @param cause normal-close when the client said so, server-max-requests when a limit was reached
     * @param directive the limit; empty when the client said so
     */
    record Last(Cause cause, Optional<Directive> directive) {}

    /** Something learnt later makes this request the last. */
    record LastRequest(Last last) implements Event {}

    /**
     * The client's bytes are no request that nginx takes; it is answered with a page and closed.
     *
     * @param body whether a body follows, of which it is known where it ends
     */
    record Refused(int status, boolean body) implements Event {}

    /**
     * The answer is the proxy's own (return, an error page).
     *
     * @param status 444 for no answer at all
     * @param closes whether nginx closes after this status
     */
    record Answered(int status, boolean closes) implements Event {}

    /**
     * The request that was read is not to go on before a while has passed: limit_req.
     *
     * @param duration from now; more than 0
     */
    record Held(Duration duration) implements Event {}

    /**
     * The response is not to go on before a while has passed: limit_rate.
     *
     * @param duration from now; more than 0
     */
    record Slowed(Duration duration) implements Event {}

    /**
     * No upstream answered, and none is left to try.
     *
     * @param status 502 or 504
     * @param timer what ran out; empty for a failure
     */
    record UpstreamFailed(int status, Optional<Timer> timer) implements Event {}

    /** HTTP/2: a stream has come to that phase. */
    record StreamAt(Phase phase) implements Event {}

    /**
     * HTTP/2: the client gave a stream up.
     *
     * @param code of its RST_STREAM; CANCEL where it left its connection
     */
    record StreamReset(long code) implements Event {}

    /** HTTP/2: what the client sent on a stream breaks it. */
    record StreamBroken(Http2Error error) implements Event {}

    /** HTTP/2: what the client sent breaks the connection; NO_ERROR where it only sends too much of it. */
    record ConnectionBroken(Http2Error error) implements Event {}

    /**
     * The upstream is not to be read before a while has passed: proxy_limit_rate.
     *
     * @param duration from now; more than 0
     */
    record UpstreamSlowed(Duration duration) implements Event {}
}
