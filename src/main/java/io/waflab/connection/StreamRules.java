package io.waflab.connection;

import static io.waflab.connection.CloseAct.NOTIFY_FIN;
import static io.waflab.connection.ConnectionRules.STOP_CLIENT_READ;
import static io.waflab.connection.ConnectionRules.STOP_UPSTREAM_READ;
import static io.waflab.connection.ConnectionRules.STOP_UPSTREAM_WRITE;
import static io.waflab.connection.ConnectionRules.ending;
import static io.waflab.connection.ConnectionRules.start;

import io.waflab.config.Directive;
import io.waflab.config.Settings;
import io.waflab.connection.Action.Plain;
import io.waflab.connection.Action.ResetStream;
import io.waflab.connection.Action.Respond;
import io.waflab.connection.Action.Start;
import io.waflab.connection.Event.Answered;
import io.waflab.connection.Event.Expired;
import io.waflab.connection.Event.Held;
import io.waflab.connection.Event.Refused;
import io.waflab.connection.Event.RequestRead;
import io.waflab.connection.Event.Slowed;
import io.waflab.connection.Event.StreamBroken;
import io.waflab.connection.Event.StreamReset;
import io.waflab.connection.Event.UpstreamFailed;
import io.waflab.connection.Event.UpstreamSlowed;
import java.util.Optional;

/**
 * What has happened to one stream of HTTP/2 → what to do, as nginx does it for the request on it. Pure, as {@link
 * ConnectionRules}, whose answers to what passes between an exchange and its upstream hold here too.
 *
 * <p>A stream has timers of its own, and ends alone: complete, or by RST_STREAM, with PROTOCOL_ERROR where the client let
 * a timer run out and INTERNAL_ERROR where the response broke off (ngx_http_v2_close_stream). The act of its ending is
 * close_notify + FIN: that of a connection in good standing, which it leaves.
 */
public final class StreamRules {

    private StreamRules() {}

    /** @param in the settings in force: the server's until a request was read, its location's after */
    public static Step next(Life life, Event event, Settings in) {
        if (life.phase() == Phase.CLOSED) {
            return new Step(life);
        }
        if (event instanceof Happened happened) {
            return happened(life, happened, in);
        }
        if (event instanceof Expired expired) {
            return expired(life, expired.timer(), in);
        }
        if (event instanceof RequestRead read) {
            return ConnectionRules.requestRead(life, read, in);
        }
        if (event instanceof Refused refused) {
            return respond(life, refused.status());
        }
        if (event instanceof Answered answered) {
            return answered(life, answered.status());
        }
        if (event instanceof Held held) {
            return Pauses.held(life, held);
        }
        if (event instanceof Slowed slowed) {
            return Pauses.slowed(life, slowed);
        }
        if (event instanceof UpstreamFailed failed) {
            return upstreamFailed(life, failed, in);
        }
        if (event instanceof UpstreamSlowed slowed) {
            return new Step(life, new Start(Timer.PROXY_LIMIT_RATE, slowed.duration()));
        }
        if (event instanceof StreamReset reset) {
            return gaveUp(life, reset, in);
        }
        if (event instanceof StreamBroken broken) {
            var why = new Ending(
                    Cause.CLIENT_GAVE_UP,
                    Peer.SERVER,
                    NOTIFY_FIN,
                    life.phase(),
                    Optional.empty(),
                    broken.error().name());
            return reset(life, why, broken.error());
        }
        // A last request is the connection's business, and no status ends a stream's.
        return new Step(life);
    }

    /** Its connection has ended, and the stream with it: the client's doing, but where the proxy is being stopped. */
    public static Life connectionEnded(Life life, Ending of) {
        var cause = of.cause() == Cause.SHUTDOWN ? Cause.SHUTDOWN : Cause.CLIENT_GAVE_UP;
        var why = new Ending(cause, of.by(), of.act(), life.phase(), of.directive(), of.note());
        return life.phase() == Phase.CLOSED ? life : life.ended(why).in(Phase.CLOSED);
    }

    private static Step happened(Life life, Happened event, Settings in) {
        return switch (event) {
            case HEAD_BEGUN ->
                life.phase() == Phase.REQUEST
                        ? new Step(life)
                        : new Step(life.in(Phase.REQUEST), start(Timer.CLIENT_HEADER, in));
            case BODY_READ -> life.bodyOpen() ? new Step(life, start(Timer.CLIENT_BODY, in)) : new Step(life);
            case RESPONSE_FLUSHED, RESPONSE_FLUSHED_MORE_UNREAD -> flushed(life);
            case CLIENT_BROKEN -> forsaken(life);
            case CLIENT_PAUSED,
                    BODY_WRONG,
                    BODY_END,
                    RESOLVING,
                    CONNECTING,
                    CONNECTED,
                    UPSTREAM_LEFT,
                    UPSTREAM_DRAINED,
                    UPSTREAM_BLOCKED,
                    UPSTREAM_PROGRESS,
                    REQUEST_SENT,
                    RESPONSE_HEAD,
                    RESPONSE_READ,
                    RESPONSE_CUT,
                    RESPONSE_CUT_BY_FIN,
                    RESPONSE_CUT_BY_NOTIFY,
                    RESPONSE_CUT_BY_RST,
                    UPSTREAM_PAUSED,
                    RESPONSE_END,
                    CLIENT_BLOCKED,
                    CLIENT_PROGRESS,
                    CLIENT_DRAINED -> ConnectionRules.next(life, event, in);
            default -> new Step(life);
        };
    }

    /** Whether its client gave it up, and it goes on all the same. */
    private static boolean isForsaken(Life life) {
        return life.ending()
                .filter(ending -> ending.cause() == Cause.CLIENT_GAVE_UP)
                .isPresent();
    }

    /** There is something to send, and nobody to send it to (nginx's fc->error). */
    private static Step forsaken(Life life) {
        return new Step(life.in(Phase.CLOSED), Plain.CLOSE_UPSTREAM, Plain.END_STREAM);
    }

    private static Step respond(Life life, int status) {
        if (isForsaken(life)) {
            return forsaken(life);
        }
        return new Step(life.withHeadSent().withAnswered().in(Phase.RESPONSE), STOP_CLIENT_READ, new Respond(status));
    }

    private static Step answered(Life life, int status) {
        if (Unanswered.is(status)) {
            var error = status == 444 ? Http2Error.PROTOCOL_ERROR : Http2Error.INTERNAL_ERROR;
            return reset(life, Unanswered.ending(status, life.phase(), NOTIFY_FIN), error);
        }
        return respond(life, status);
    }

    private static Step upstreamFailed(Life life, UpstreamFailed failed, Settings in) {
        if (isForsaken(life)) {
            return forsaken(life);
        }
        if (GatewayTimeout.isSilent(failed.timer(), in)) {
            var why = ending(life, Cause.RESPONSE_TIMEOUT, Timer.PROXY_READ, NOTIFY_FIN);
            return reset(life, why, Http2Error.INTERNAL_ERROR);
        }
        return new Step(
                life.withHeadSent().withAnswered().in(Phase.RESPONSE),
                STOP_CLIENT_READ,
                STOP_UPSTREAM_READ,
                STOP_UPSTREAM_WRITE,
                Plain.CLOSE_UPSTREAM,
                new Respond(failed.status()));
    }

    private static Step flushed(Life life) {
        if (life.ending().isPresent() && !isForsaken(life)) {
            return reset(life, life.ending().get(), Http2Error.INTERNAL_ERROR);
        }
        return life.bodyOpen()
                ? new Step(
                        life.in(Phase.CLOSED),
                        Plain.CLOSE_UPSTREAM,
                        new ResetStream(Http2Error.NO_ERROR),
                        Plain.END_STREAM)
                : new Step(life.in(Phase.CLOSED), Plain.END_STREAM);
    }

    private static Step gaveUp(Life life, StreamReset reset, Settings in) {
        boolean ignored = (life.phase() == Phase.AWAITING_RESPONSE || life.phase() == Phase.RESPONSE)
                && !life.answered()
                && in.flag(Directive.PROXY_IGNORE_CLIENT_ABORT);
        var why = new Ending(
                Cause.CLIENT_GAVE_UP,
                Peer.CLIENT,
                NOTIFY_FIN,
                life.phase(),
                Optional.empty(),
                Http2Error.word(reset.code()));
        return ignored ? new Step(life.ended(why)) : forsaken(life.ended(why));
    }

    private static Step expired(Life life, Timer timer, Settings in) {
        return switch (timer) {
            case CLIENT_HEADER ->
                reset(life, ending(life, Cause.HEADER_TIMEOUT, timer, NOTIFY_FIN), Http2Error.PROTOCOL_ERROR);
            case CLIENT_BODY ->
                reset(life, ending(life, Cause.BODY_TIMEOUT, timer, NOTIFY_FIN), Http2Error.PROTOCOL_ERROR);
            case SEND -> reset(life, ending(life, Cause.SEND_TIMEOUT, timer, NOTIFY_FIN), Http2Error.PROTOCOL_ERROR);
            case LIMIT_REQ -> Pauses.over(life, in);
            case LIMIT_RATE -> new Step(life, Plain.SEND_ON);
            case RESOLVER, PROXY_CONNECT, PROXY_SEND, PROXY_READ, PROXY_LIMIT_RATE ->
                UpstreamRules.expired(life, timer, in);
            default -> new Step(life);
        };
    }

    private static Step reset(Life life, Ending why, Http2Error error) {
        return new Step(
                life.ended(why).in(Phase.CLOSED), Plain.CLOSE_UPSTREAM, new ResetStream(error), Plain.END_STREAM);
    }
}
