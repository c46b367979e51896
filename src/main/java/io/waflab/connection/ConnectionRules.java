package io.waflab.connection;

import static io.waflab.connection.Action.Plain.CLOSE_UPSTREAM;
import static io.waflab.connection.Action.Plain.DROP_BODY;
import static io.waflab.connection.Action.Plain.NEXT_REQUEST;
import static io.waflab.connection.Action.Plain.SEND_ON;
import static io.waflab.connection.CloseAct.NOTIFY_FIN;
import static io.waflab.connection.CloseAct.SILENT_FIN;
import static io.waflab.connection.CloseAct.SILENT_RESET;

import io.waflab.config.Directive;
import io.waflab.config.Settings;
import io.waflab.connection.Action.Close;
import io.waflab.connection.Action.Respond;
import io.waflab.connection.Action.Start;
import io.waflab.connection.Action.Stop;
import io.waflab.connection.Event.Answered;
import io.waflab.connection.Event.ClientLeft;
import io.waflab.connection.Event.Expired;
import io.waflab.connection.Event.Held;
import io.waflab.connection.Event.Last;
import io.waflab.connection.Event.LastRequest;
import io.waflab.connection.Event.Refused;
import io.waflab.connection.Event.RequestRead;
import io.waflab.connection.Event.Slowed;
import io.waflab.connection.Event.UpstreamFailed;
import io.waflab.connection.Event.UpstreamSlowed;
import io.waflab.connection.Timer.Slot;
import java.util.List;
import java.util.Optional;

/**
 * What has happened → what to do, as nginx (and so Tengine) does it. Pure: no clock, no I/O, no state but the {@link
 * Life} handed in. The one place that decides why a connection ends, and which timer runs.
 *
 * <p>nginx says close_notify when it closes a connection in good standing, and is silent when the connection itself timed
 * out, failed or has unsent data (ngx_ssl_shutdown in src/event/ngx_event_openssl.c).
 */
public final class ConnectionRules {

    static final Action STOP_CLIENT_READ = new Stop(Slot.CLIENT_READ);
    static final Action STOP_CLIENT_WRITE = new Stop(Slot.CLIENT_WRITE);
    static final Action STOP_LINGERING = new Stop(Slot.CLIENT_LINGERING);
    static final Action STOP_UPSTREAM_READ = new Stop(Slot.UPSTREAM_READ);
    static final Action STOP_UPSTREAM_WRITE = new Stop(Slot.UPSTREAM_WRITE);

    private static final List<Action> CLIENT_READ_ENDS = List.of(STOP_CLIENT_READ);
    private static final List<Action> UPSTREAM_ENDS = List.of(STOP_UPSTREAM_READ, STOP_UPSTREAM_WRITE);

    private static final Last WRONG = new Last(Cause.REQUEST_REFUSED, Optional.empty());
    private static final Last UNBOUNDED = new Last(Cause.NORMAL_CLOSE, Optional.empty());

    private ConnectionRules() {}

    /**
     * @param in the settings in force: the server's until a request head was read, its location's after
     */
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
        if (event instanceof RequestRead read) {
            return requestRead(life, read, in);
        }
        if (event instanceof Refused refused) {
            return refused(life, refused);
        }
        if (event instanceof Answered answered) {
            return answered(life, answered, in);
        }
        if (event instanceof Held held) {
            return Pauses.held(life, held);
        }
        if (event instanceof Slowed slowed) {
            return Pauses.slowed(life, slowed);
        }
        if (event instanceof UpstreamFailed failed) {
            return UpstreamRules.failed(life, failed, in);
        }
        if (event instanceof LastRequest last) {
            return new Step(lastRequest(life, last.last()));
        }
        if (event instanceof UpstreamSlowed slowed) {
            return new Step(life, new Start(Timer.PROXY_LIMIT_RATE, slowed.duration()));
        }
        return event instanceof HandshakeFailed failed ? Opening.handshakeFailed(life, failed) : new Step(life);
    }

    private static Step happened(Life life, Happened event, Settings in) {
        return switch (event) {
            case ACCEPTED_TLS -> new Step(life.in(Phase.HANDSHAKE), start(Timer.CLIENT_HEADER, in));
            case ACCEPTED_PLAIN -> new Step(life.in(Phase.UNUSED), start(Timer.CLIENT_HEADER, in));
            // client_header_timeout goes on: nginx has one timer from accept to the end of the first head.
            case HANDSHAKE_DONE -> new Step(life.in(Phase.UNUSED));
            case PLAINTEXT -> Opening.plaintext(life);
            case PROXY_HEADER_BROKEN -> Opening.broken(life, SILENT_FIN);
            case PROXY_HEADER_BROKEN_UNREAD -> Opening.broken(life, SILENT_RESET);
            case HEAD_BEGUN -> headBegun(life, in);
            case BODY_READ -> bodyRead(life, in);
            case CLIENT_PAUSED -> clientPaused(life);
            case REQUEST_WRONG -> new Step(lastRequest(life, WRONG));
            case CONDITION_FAILED -> new Step(life.ended(refusal(Phase.RESPONSE, 412)));
            case BODY_WRONG -> UpstreamRules.cut(life, Cause.REQUEST_REFUSED);
            case DROPPED_BODY_WRONG -> Lingering.wrong(life);
            case BODY_END -> bodyEnd(life, in);
            case UPSTREAM_LEFT -> new Step(life, UPSTREAM_ENDS);
            case RESOLVING -> new Step(life, start(Timer.RESOLVER, in));
            case CONNECTING -> new Step(life, start(Timer.PROXY_CONNECT, in));
            case CONNECTED, UPSTREAM_DRAINED -> new Step(life, STOP_UPSTREAM_WRITE);
            case UPSTREAM_BLOCKED, UPSTREAM_PROGRESS -> new Step(life, start(Timer.PROXY_SEND, in));
            case LINGERED -> Lingering.bytes(life, in);
            case REQUEST_SENT ->
                life.headSent()
                        ? new Step(life, STOP_UPSTREAM_WRITE)
                        : new Step(life, STOP_UPSTREAM_WRITE, start(Timer.PROXY_READ, in));
            case RESPONSE_HEAD -> new Step(life.withHeadSent().in(Phase.RESPONSE), start(Timer.PROXY_READ, in));
            case RESPONSE_READ, TUNNEL_READ -> new Step(life, start(Timer.PROXY_READ, in));
            case RESPONSE_CUT -> UpstreamRules.cut(life, Cause.RESPONSE_CUT);
            case RESPONSE_CUT_BY_FIN -> UpstreamRules.left(life, Cause.RESPONSE_CUT, Ending.UPSTREAM_FIN);
            case RESPONSE_CUT_BY_NOTIFY -> UpstreamRules.left(life, Cause.RESPONSE_CUT, Ending.UPSTREAM_NOTIFY);
            case RESPONSE_CUT_BY_RST -> UpstreamRules.left(life, Cause.RESPONSE_CUT, Ending.UPSTREAM_RST);
            case RESPONSE_UNBOUNDED -> new Step(lastRequest(life, UNBOUNDED));
            case UPSTREAM_PAUSED -> new Step(life, STOP_UPSTREAM_READ);
            case RESPONSE_END -> new Step(life.withAnswered(), UPSTREAM_ENDS);
            case UPGRADED ->
                new Step(
                        life.withHeadSent().in(Phase.TUNNEL),
                        STOP_CLIENT_READ,
                        STOP_UPSTREAM_WRITE,
                        start(Timer.PROXY_READ, in));
            case TUNNEL_SENT ->
                in.text(Directive.PROXY_READ_TIMEOUT_IN_TUNNEL).equals("both")
                        ? new Step(life, start(Timer.PROXY_READ, in))
                        : new Step(life);
            case TUNNEL_END -> UpstreamRules.left(life, Cause.NORMAL_CLOSE, Ending.UPSTREAM_FIN);
            case TUNNEL_NOTIFIED -> UpstreamRules.left(life, Cause.NORMAL_CLOSE, Ending.UPSTREAM_NOTIFY);
            case TUNNEL_RST -> UpstreamRules.left(life, Cause.NORMAL_CLOSE, Ending.UPSTREAM_RST);
            case CLIENT_BLOCKED, CLIENT_PROGRESS -> new Step(life, start(Timer.SEND, in));
            case CLIENT_DRAINED -> new Step(life, STOP_CLIENT_WRITE);
            case RESPONSE_FLUSHED -> flushed(life, false, in);
            case RESPONSE_FLUSHED_MORE_UNREAD -> flushed(life, true, in);
            case CLIENT_STIRRED ->
                life.phase() == Phase.RESPONSE ? new Step(life, start(Timer.PROXY_READ, in)) : new Step(life);
            case CLIENT_NOTIFIED -> Leaving.notified(life);
            case CLIENT_FIN -> Leaving.fin(life, SILENT_FIN, in);
            case CLIENT_FIN_UNREAD -> Leaving.fin(life, SILENT_RESET, in);
            case CLIENT_RST -> Leaving.reset(life, in);
            case CLIENT_BROKEN -> Leaving.gone(life);
            case CLIENT_GARBAGE -> Leaving.garbage(life);
            case HTTP2_BEGUN, FRAME_BEGUN, FRAME_WHOLE, STREAM_BEGUN, STREAMS_DONE, ANSWERS_PILED_UP -> new Step(life);
            case STOP -> stop(life);
            case STOP_NOW -> close(life, ending(life, Cause.SHUTDOWN, Peer.SERVER, SILENT_FIN));
        };
    }

    private static Step headBegun(Life life, Settings in) {
        return switch (life.phase()) {
            // The timer that runs since accept goes on (ngx_http_read_request_header sets one only if none is set).
            case UNUSED -> new Step(life.in(Phase.REQUEST));
            case IDLE -> new Step(life.in(Phase.REQUEST), start(Timer.CLIENT_HEADER, in));
            default -> new Step(life);
        };
    }

    static Step requestRead(Life life, RequestRead read, Settings in) {
        var now = life.withBodyOpen(read.body())
                .withBodied(read.body())
                .in(read.body() ? Phase.REQUEST : Phase.AWAITING_RESPONSE);
        if (read.last().isPresent()) {
            now = lastRequest(now, read.last().get());
        }
        return read.body() ? new Step(now, start(Timer.CLIENT_BODY, in)) : new Step(now, CLIENT_READ_ENDS);
    }

    private static Life lastRequest(Life life, Last last) {
        return life.endingWhenDone(
                new Ending(last.cause(), Peer.SERVER, NOTIFY_FIN, Phase.RESPONSE, last.directive(), ""));
    }

    private static Step refused(Life life, Refused refused) {
        var plan = refusal(Phase.REQUEST, refused.status());
        return respond(life.withBodyOpen(refused.body()).endingWhenDone(plan), refused.status());
    }

    private static Step answered(Life asked, Answered answer, Settings in) {
        var life = expecting(asked, answer.status());
        if (Unanswered.is(answer.status())) {
            return close(life, Unanswered.ending(answer.status(), life.phase(), timedOut(in)));
        }
        var plan = refusal(Phase.RESPONSE, answer.status());
        return respond(answer.closes() ? life.endingWhenDone(plan) : life, answer.status());
    }

    /** Of a client whose request is wrong nginx expects nothing more (ngx_http_special_response_handler). */
    static Life expecting(Life life, int status) {
        return status == 400 ? life.withBodied(false) : life;
    }

    private static Ending refusal(Phase phase, int status) {
        return new Ending(Cause.REQUEST_REFUSED, Peer.SERVER, NOTIFY_FIN, phase, Optional.empty(), "status " + status);
    }

    private static Step respond(Life life, int status) {
        var now = life.withHeadSent().withAnswered().in(Phase.RESPONSE);
        return life.bodyOpen()
                ? new Step(now.withDropping(), STOP_CLIENT_READ, new Respond(status), DROP_BODY)
                : new Step(now, STOP_CLIENT_READ, new Respond(status));
    }

    private static Step bodyRead(Life life, Settings in) {
        if (!life.dropping()) {
            return new Step(life, start(Timer.CLIENT_BODY, in));
        }
        return life.phase() == Phase.LINGERING ? Lingering.bytes(life, in) : new Step(life);
    }

    /** nginx has no timer for a client that it does not read (ngx_http_do_read_client_request_body). */
    private static Step clientPaused(Life life) {
        return life.bodyOpen() && life.phase() != Phase.LINGERING ? new Step(life, STOP_CLIENT_READ) : new Step(life);
    }

    private static Step bodyEnd(Life life, Settings in) {
        if (life.lingered()) {
            return Lingering.bytes(life, in);
        }
        var now = life.withBodyOpen(false);
        if (life.dropping()) {
            return life.phase() == Phase.LINGERING ? done(now, false, in) : new Step(now, STOP_CLIENT_READ);
        }
        return new Step(life.phase() == Phase.REQUEST ? now.in(Phase.AWAITING_RESPONSE) : now, STOP_CLIENT_READ);
    }

    private static Step flushed(Life life, boolean moreUnread, Settings in) {
        if (life.ending().isPresent()) {
            boolean cut = life.ending().get().cause() == Cause.RESPONSE_CUT;
            return cut && lingers(life, moreUnread, in)
                    ? Lingering.halfClose(life, in)
                    : close(life, life.ending().get());
        }
        if (life.dropping() && life.bodyOpen()) {
            return Lingering.discard(life, in);
        }
        return done(life, moreUnread, in);
    }

    /** The exchange is over (ngx_http_finalize_connection). */
    private static Step done(Life life, boolean moreUnread, Settings in) {
        var now = life;
        if (life.bodyOpen()) {
            now = now.endingWhenDone(ending(life, Cause.NORMAL_CLOSE, Peer.SERVER, NOTIFY_FIN));
        }
        if (now.whenDone().isEmpty()) {
            return keptAlive(now, in);
        }
        var ending = now.whenDone().get();
        return lingers(life, moreUnread, in) ? Lingering.halfClose(now.ended(ending), in) : close(now, ending);
    }

    private static boolean lingers(Life life, boolean moreUnread, Settings in) {
        var when = in.text(Directive.LINGERING_CLOSE);
        return when.equals("always") || when.equals("on") && (moreUnread || life.bodied());
    }

    private static Step keptAlive(Life life, Settings in) {
        var first = idleTimer(in);
        return new Step(
                life.idle().withSpared(first.timer() == Timer.KEEPALIVE_MIN),
                STOP_CLIENT_WRITE,
                STOP_LINGERING,
                first,
                NEXT_REQUEST);
    }

    /** Of a connection that becomes idle: the part of keepalive_timeout that outlasts a shutdown comes first. */
    static Start idleTimer(Settings in) {
        var whole = in.time(Directive.KEEPALIVE_TIMEOUT);
        var spared = in.time(Directive.KEEPALIVE_MIN_TIMEOUT);
        return spared.isZero()
                ? new Start(Timer.KEEPALIVE, whole)
                : new Start(Timer.KEEPALIVE_MIN, spared.compareTo(whole) < 0 ? spared : whole);
    }

    private static Step expired(Life life, Timer timer, Settings in) {
        return switch (timer) {
            case CLIENT_HEADER -> Opening.headerTimeout(life, in);
            case CLIENT_BODY -> close(life, ending(life, Cause.BODY_TIMEOUT, timer, CloseNotify.inMidRequest(in)));
            case KEEPALIVE -> close(life, ending(life, Cause.SERVER_IDLE_TIMEOUT, timer, NOTIFY_FIN));
            case KEEPALIVE_MIN -> keepaliveMin(life, in);
            case LINGERING -> Lingering.silent(life, in);
            case LINGERING_TIME -> Lingering.timeOver(life, in);
            case LIMIT_REQ -> Pauses.over(life, in);
            case LIMIT_RATE -> new Step(life, SEND_ON);
            case SEND -> close(life, ending(life, Cause.SEND_TIMEOUT, timer, timedOut(in)));
            case RESOLVER, PROXY_CONNECT, PROXY_SEND, PROXY_READ, PROXY_LIMIT_RATE ->
                UpstreamRules.expired(life, timer, in);
            // Timers of stream, of which none runs here.
            case PROXY_PROTOCOL,
                    SSL_HANDSHAKE,
                    PREREAD,
                    PROXY_IDLE,
                    STREAM_RETURN,
                    UPLOAD_RATE,
                    DOWNLOAD_RATE,
                    SSL_SHUTDOWN -> new Step(life);
        };
    }

    /** The part of keepalive_timeout that outlasts even a shutdown is over (nginx 1.27.4). */
    private static Step keepaliveMin(Life life, Settings in) {
        var rest = in.time(Directive.KEEPALIVE_TIMEOUT).minus(in.time(Directive.KEEPALIVE_MIN_TIMEOUT));
        if (life.whenDone().isPresent()) {
            return close(life, life.whenDone().get());
        }
        if (rest.isZero() || rest.isNegative()) {
            return close(life, ending(life, Cause.SERVER_IDLE_TIMEOUT, Timer.KEEPALIVE, NOTIFY_FIN));
        }
        return new Step(life.withSpared(false), new Start(Timer.KEEPALIVE, rest));
    }

    /** Only what is idle ends at once; all else has its next answer say {@code Connection: close}. */
    private static Step stop(Life life) {
        if (life.phase() == Phase.IDLE && !life.spared()) {
            return close(life, ending(life, Cause.SHUTDOWN, Peer.SERVER, NOTIFY_FIN));
        }
        boolean idle = life.phase() == Phase.IDLE;
        return new Step(life.endingWhenDone(new Ending(
                Cause.SHUTDOWN, Peer.SERVER, NOTIFY_FIN, idle ? Phase.IDLE : Phase.RESPONSE, Optional.empty(), "")));
    }

    static Step close(Life life, Ending ending) {
        return hangUp(life.ended(ending), ending.act());
    }

    /** Closes a connection whose cause is known, in whatever way is left. */
    static Step hangUp(Life life, CloseAct act) {
        return new Step(life.in(Phase.CLOSED), CLOSE_UPSTREAM, new Close(act));
    }

    static Action start(Timer timer, Settings in) {
        return new Start(timer, in.time(timer.directive()));
    }

    /** How nginx hangs up on a connection that timed out: never with close_notify. */
    static CloseAct timedOut(Settings in) {
        return in.flag(Directive.RESET_TIMEDOUT_CONNECTION) ? SILENT_RESET : SILENT_FIN;
    }

    static Ending ending(Life life, Cause cause, Timer timer, CloseAct act) {
        return new Ending(cause, Peer.SERVER, act, life.phase(), Optional.of(timer.directive()), "");
    }

    static Ending ending(Life life, Cause cause, Peer by, CloseAct act) {
        return new Ending(cause, by, act, life.phase(), Optional.empty(), "");
    }
}
