package io.waflab.connection;

import static io.waflab.connection.CloseAct.NOTIFY_FIN;
import static io.waflab.connection.CloseAct.SILENT_FIN;
import static io.waflab.connection.ConnectionRules.STOP_CLIENT_WRITE;
import static io.waflab.connection.ConnectionRules.close;
import static io.waflab.connection.ConnectionRules.ending;
import static io.waflab.connection.ConnectionRules.start;
import static io.waflab.connection.ConnectionRules.timedOut;

import io.waflab.config.Directive;
import io.waflab.config.Settings;
import io.waflab.connection.Action.Close;
import io.waflab.connection.Action.GoAway;
import io.waflab.connection.Action.Plain;
import io.waflab.connection.Action.Start;
import io.waflab.connection.Action.Stop;
import io.waflab.connection.Event.ClientLeft;
import io.waflab.connection.Event.ConnectionBroken;
import io.waflab.connection.Event.Expired;
import io.waflab.connection.Event.LastRequest;
import io.waflab.connection.Event.StreamAt;
import io.waflab.connection.Timer.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What has happened to a connection of HTTP/2 → what to do, as nginx's ngx_http_v2.c does it; of its streams {@link
 * StreamRules} tells. Pure, as {@link ConnectionRules}.
 *
 * <p>One timer waits for the client while no stream is open: client_header_timeout until the first, keepalive_timeout
 * after the last. Frames that open none do not restart it. GOAWAY is sent once; what comes after it ends the connection
 * without another.
 */
public final class Http2Rules {

    private Http2Rules() {}

    /** @param in the settings of the server */
    public static Step next(Life life, Event event, Settings in) {
        return CloseNotify.orNone(asNginx(life, event, in), in);
    }

    private static Step asNginx(Life life, Event event, Settings in) {
        if (life.phase() == Phase.CLOSED) {
            return new Step(life);
        }
        if (event instanceof Happened happened) {
            return happened(life, happened, in);
        }
        if (event instanceof ClientLeft left) {
            return Leaving.after(happened(life, left.how(), in), left);
        }
        if (event instanceof Expired expired) {
            return expired(life, expired.timer(), in);
        }
        if (event instanceof StreamAt at) {
            return new Step(life.phase() == Phase.LINGERING ? life : life.in(at.phase()));
        }
        if (event instanceof LastRequest last) {
            return last(
                    life,
                    new Ending(
                            last.last().cause(),
                            Peer.SERVER,
                            NOTIFY_FIN,
                            Phase.RESPONSE,
                            last.last().directive(),
                            ""));
        }
        if (event instanceof ConnectionBroken broken) {
            var why = new Ending(
                    Cause.REQUEST_REFUSED,
                    Peer.SERVER,
                    NOTIFY_FIN,
                    life.phase(),
                    Optional.empty(),
                    broken.error().name());
            return finish(life, broken.error(), why, in);
        }
        return new Step(life);
    }

    private static Step happened(Life life, Happened event, Settings in) {
        return switch (event) {
            // client_header_timeout goes on.
            case HTTP2_BEGUN -> new Step(life.in(Phase.UNUSED));
            case FRAME_BEGUN -> new Step(life.withBodyOpen(true));
            case FRAME_WHOLE -> new Step(life.withBodyOpen(false));
            case STREAM_BEGUN ->
                new Step(
                        life.in(Phase.REQUEST)
                                .withSpared(life.spared() && life.whenDone().isPresent()),
                        new Stop(Slot.CLIENT_READ));
            case STREAMS_DONE -> done(life, in);
            case CLIENT_BLOCKED, CLIENT_PROGRESS -> new Step(life, start(Timer.SEND, in));
            case CLIENT_DRAINED -> new Step(life, STOP_CLIENT_WRITE);
            // nginx reads all the time: a close_notify is as good as a FIN.
            case CLIENT_NOTIFIED, CLIENT_FIN, CLIENT_FIN_UNREAD -> hasStreams(life) ? leaves(life, "") : left(life);
            case CLIENT_RST, CLIENT_BROKEN -> hasStreams(life) ? leaves(life, "RST") : Leaving.gone(life);
            case CLIENT_GARBAGE -> Leaving.garbage(life);
            case ANSWERS_PILED_UP -> close(life, ending(life, Cause.REQUEST_REFUSED, Peer.SERVER, SILENT_FIN));
            case LINGERED -> Lingering.bytes(life, in);
            case STOP -> stop(life, in);
            case STOP_NOW -> close(life, ending(life, Cause.SHUTDOWN, Peer.SERVER, SILENT_FIN));
            default -> new Step(life);
        };
    }

    private static Step done(Life life, Settings in) {
        if (life.phase() == Phase.LINGERING) {
            return new Step(life);
        }
        if (life.ending().isPresent()) {
            return close(life, life.ending().get());
        }
        if (life.whenDone().isPresent()) {
            return finish(life, Http2Error.NO_ERROR, life.whenDone().get(), in);
        }
        var idle = ConnectionRules.idleTimer(in);
        return new Step(life.in(Phase.IDLE).withSpared(idle.timer() == Timer.KEEPALIVE_MIN), STOP_CLIENT_WRITE, idle);
    }

    /**
     * The part of keepalive_timeout that outlasts a shutdown is over (nginx 1.27.4). What came to be stopped in it hears
     * of it only now.
     */
    private static Step keepaliveMin(Life life, Settings in) {
        if (life.bodyOpen()) {
            return silent(life, Timer.KEEPALIVE, in);
        }
        if (life.whenDone().isPresent()) {
            return finish(life, Http2Error.NO_ERROR, life.whenDone().get(), in);
        }
        var rest = in.time(Directive.KEEPALIVE_TIMEOUT).minus(in.time(Directive.KEEPALIVE_MIN_TIMEOUT));
        return rest.isZero() || rest.isNegative()
                ? silent(life, Timer.KEEPALIVE, in)
                : new Step(life.withSpared(false), new Start(Timer.KEEPALIVE, rest));
    }

    private static boolean hasStreams(Life life) {
        return switch (life.phase()) {
            case REQUEST, HELD, AWAITING_RESPONSE, RESPONSE -> true;
            case CONNECT, HANDSHAKE, UNUSED, TUNNEL, IDLE, LINGERING, CLOSED -> false;
        };
    }

    /** nginx hangs up behind the last stream that goes on without its client (ngx_http_v2_finalize_connection). */
    private static Step leaves(Life life, String how) {
        var why = new Ending(Cause.CLIENT_GAVE_UP, Peer.CLIENT, SILENT_FIN, life.phase(), Optional.empty(), how);
        return life.ending().isPresent()
                ? new Step(life)
                : new Step(life.ended(why), STOP_CLIENT_WRITE, Plain.LEAVE_STREAMS);
    }

    private static Step left(Life life) {
        boolean midFrame = life.bodyOpen() && (life.phase() == Phase.IDLE || life.phase() == Phase.UNUSED);
        return midFrame
                ? close(life, ending(life, Cause.CLIENT_GAVE_UP, Peer.CLIENT, SILENT_FIN))
                : Leaving.notified(life);
    }

    private static Step stop(Life life, Settings in) {
        var why = ending(life, Cause.SHUTDOWN, Peer.SERVER, NOTIFY_FIN);
        if (life.phase() == Phase.IDLE && life.spared()) {
            return new Step(life.endingWhenDone(why));
        }
        return switch (life.phase()) {
            case UNUSED, IDLE -> finish(life, Http2Error.NO_ERROR, why, in);
            case LINGERING -> close(life, why);
            default -> last(life, why);
        };
    }

    /** The streams that are open are the last. */
    private static Step last(Life life, Ending plan) {
        return life.whenDone().isPresent()
                ? new Step(life)
                : new Step(life.endingWhenDone(plan), new GoAway(Http2Error.NO_ERROR));
    }

    private static Step expired(Life life, Timer timer, Settings in) {
        return switch (timer) {
            case CLIENT_HEADER, KEEPALIVE -> silent(life, timer, in);
            case KEEPALIVE_MIN -> keepaliveMin(life, in);
            case SEND -> close(life, ending(life, Cause.SEND_TIMEOUT, timer, timedOut(in)));
            case LINGERING -> Lingering.silent(life, in);
            case LINGERING_TIME -> Lingering.timeOver(life, in);
            default -> new Step(life);
        };
    }

    /** Between frames nginx takes its leave without an error; in the middle of one the client is at fault. */
    private static Step silent(Life life, Timer timer, Settings in) {
        if (life.bodyOpen()) {
            return finish(life, Http2Error.PROTOCOL_ERROR, ending(life, Cause.HEADER_TIMEOUT, timer, NOTIFY_FIN), in);
        }
        var cause = timer == Timer.CLIENT_HEADER ? Cause.UNUSED_CONNECTION_TIMEOUT : Cause.SERVER_IDLE_TIMEOUT;
        return finish(life, Http2Error.NO_ERROR, ending(life, cause, timer, NOTIFY_FIN), in);
    }

    /**
     * GOAWAY, if it was not sent before (to a connection that is spared it never was), and the end in good standing: at once, or after lingering, for which
     * ngx_http_v2_lingering_close does not look whether anything is unread.
     */
    private static Step finish(Life life, Http2Error error, Ending why, Settings in) {
        if (life.phase() == Phase.LINGERING) {
            return new Step(life);
        }
        var actions = new ArrayList<Action>(4);
        if (life.whenDone().isEmpty() || life.spared()) {
            actions.add(new GoAway(error));
        }
        var ended = life.ended(why);
        if (in.text(Directive.LINGERING_CLOSE).equals("off")) {
            actions.add(new Close(why.act()));
            return new Step(ended.in(Phase.CLOSED), actions);
        }
        var lingers = Lingering.halfClose(ended, in);
        actions.addAll(List.of(new Stop(Slot.CLIENT_READ), Plain.END_STREAMS));
        actions.addAll(lingers.actions());
        return new Step(lingers.life(), actions);
    }
}
