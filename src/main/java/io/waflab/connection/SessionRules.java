package io.waflab.connection;

import static io.waflab.connection.CloseAct.NOTIFY_FIN;
import static io.waflab.connection.CloseAct.SILENT_FIN;
import static io.waflab.connection.CloseAct.SILENT_RESET;

import io.waflab.config.Directive;
import io.waflab.config.Settings;
import io.waflab.connection.Action.AbandonUpstream;
import io.waflab.connection.Action.Close;
import io.waflab.connection.Action.Plain;
import io.waflab.connection.Action.Start;
import io.waflab.connection.Action.Stop;
import io.waflab.connection.SessionEvent.Expired;
import io.waflab.connection.SessionEvent.NoUpstream;
import io.waflab.connection.SessionEvent.Refused;
import io.waflab.connection.SessionEvent.Slowed;
import io.waflab.connection.Timer.Slot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;

/**
 * The rules of a connection of stream (ngx_stream_handler.c, ngx_stream_core_module.c, ngx_stream_proxy_module.c): what has
 * happened → what to do. The end of either side ends both, once what that side sent has been passed on. Statuses are those
 * of nginx's {@code $status}.
 */
public final class SessionRules {

    /** ngx_ssl_shutdown (src/event/ngx_event_openssl.c) waits no longer for the client's close_notify. */
    private static final Duration SHUTDOWN = Duration.ofSeconds(3);

    /** ngx_stream_return_module.c lets a client that does not read have no more. */
    private static final Duration REPLY = Duration.ofSeconds(5);

    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int INTERNAL_ERROR = 500;

    private SessionRules() {}

    /** @param in of the server */
    public static SessionStep next(SessionLife life, SessionEvent event, Settings in) {
        if (life.phase() == Phase.CLOSED) {
            return new SessionStep(life);
        }
        if (life.phase() == Phase.LINGERING) {
            return lingering(life, event);
        }
        if (event instanceof SessionEvent.Plain plain) {
            return plain(life, plain, in);
        }
        if (event instanceof Expired expired) {
            return expired(life, expired.timer(), in);
        }
        if (event instanceof HandshakeFailed failed) {
            return handshakeFailed(life, failed);
        }
        if (event instanceof Refused refused) {
            var why = ending(life, Cause.REQUEST_REFUSED, Peer.SERVER, Optional.of(refused.directive()), "");
            return end(life, why, refused.status());
        }
        if (event instanceof Slowed slowed) {
            var slower = life.withSlowed(read(slowed.timer()), true);
            return new SessionStep(slower, new Stop(Slot.CLIENT_WRITE), new Start(slowed.timer(), slowed.duration()));
        }
        return noUpstream(life, (NoUpstream) event);
    }

    private static SessionStep plain(SessionLife life, SessionEvent.Plain event, Settings in) {
        return switch (event) {
            case PROXY_HEADER_AWAITED -> new SessionStep(life, start(Timer.PROXY_PROTOCOL, in));
            case PROXY_HEADER_READ, PREREAD_DONE -> new SessionStep(life, new Stop(Slot.CLIENT_READ));
            case PROXY_HEADER_BROKEN -> broken(life);
            case HANDSHAKING -> new SessionStep(life.in(Phase.HANDSHAKE), start(Timer.SSL_HANDSHAKE, in));
            case HANDSHAKE_DONE -> new SessionStep(life.withTls().in(Phase.UNUSED), new Stop(Slot.CLIENT_READ));
            case PLAINTEXT ->
                end(
                        life,
                        ending(life, Cause.PLAINTEXT_ON_TLS_PORT, Peer.CLIENT, Optional.empty(), "no TLS"),
                        INTERNAL_ERROR);
            case PREREADING -> new SessionStep(life.in(Phase.REQUEST), start(Timer.PREREAD, in));
            case RESOLVING -> new SessionStep(life.in(Phase.AWAITING_RESPONSE), start(Timer.RESOLVER, in));
            case CONNECTING -> new SessionStep(life.in(Phase.AWAITING_RESPONSE), start(Timer.PROXY_CONNECT, in));
            case UPSTREAM_LEFT -> new SessionStep(life, new Stop(Slot.UPSTREAM_WRITE));
            case CONNECTED -> connected(life, in);
            case REPLYING -> new SessionStep(life.in(Phase.RESPONSE), new Start(Timer.STREAM_RETURN, REPLY));
            case REPLIED ->
                end(life, ending(life, Cause.NORMAL_CLOSE, Peer.SERVER, Optional.of(Directive.RETURN), ""), OK);
            case FLOWED -> flowed(life, in);
            case CLIENT_BLOCKED -> new SessionStep(life.withWaiting(Side.DOWNSTREAM, true));
            case CLIENT_DRAINED -> settled(life.withWaiting(Side.DOWNSTREAM, false), in);
            case UPSTREAM_BLOCKED -> new SessionStep(life.withWaiting(Side.UPSTREAM, true));
            case UPSTREAM_DRAINED -> settled(life.withWaiting(Side.UPSTREAM, false), in);
            case CLIENT_NOTIFIED -> clientLeft(life, "close_notify", in);
            case CLIENT_FIN -> clientLeft(life, "FIN", in);
            case CLIENT_RST -> clientLeft(life, "RST", in);
            case CLIENT_GARBAGE -> garbage(life);
            case CLIENT_LATE -> new SessionStep(life);
            case UPSTREAM_NOTIFIED -> upstreamLeft(life, Cause.NORMAL_CLOSE, "close_notify", in);
            case UPSTREAM_FIN -> upstreamLeft(life, Cause.NORMAL_CLOSE, "FIN", in);
            case UPSTREAM_RST -> upstreamLeft(life, Cause.SERVER_RESET, "RST", in);
            case STOP_NOW -> {
                var why = ending(life, Cause.SHUTDOWN, Peer.SERVER, Optional.empty(), "");
                yield hangUp(life.ended(why, OK), SILENT_FIN);
            }
        };
    }

    private static SessionStep expired(SessionLife life, Timer timer, Settings in) {
        return switch (timer) {
            case PROXY_PROTOCOL, PREREAD -> end(life, timedOut(life, Cause.HEADER_TIMEOUT, timer), OK);
            case SSL_HANDSHAKE -> end(life, timedOut(life, Cause.HANDSHAKE_TIMEOUT, timer), INTERNAL_ERROR);
            case PROXY_IDLE -> end(life, timedOut(life, Cause.TUNNEL_IDLE_TIMEOUT, timer), OK);
            case STREAM_RETURN -> end(life, timedOut(life, Cause.SEND_TIMEOUT, timer), OK);
            case RESOLVER, PROXY_CONNECT -> new SessionStep(life, new AbandonUpstream(timer));
            case UPLOAD_RATE, DOWNLOAD_RATE -> {
                var faster = life.withSlowed(read(timer), false);
                var on = timer == Timer.UPLOAD_RATE ? Plain.READ_CLIENT_ON : Plain.READ_ON;
                yield faster.isSlowed()
                        ? new SessionStep(faster, on)
                        : new SessionStep(faster, start(Timer.PROXY_IDLE, in), on);
            }
            default -> new SessionStep(life);
        };
    }

    /** Which side a rate keeps from being read. */
    private static Side read(Timer rate) {
        return rate == Timer.UPLOAD_RATE ? Side.DOWNSTREAM : Side.UPSTREAM;
    }

    /** proxy_timeout runs from here; what the client did meanwhile counts now. */
    private static SessionStep connected(SessionLife life, Settings in) {
        var settled = settled(life.in(Phase.TUNNEL), in);
        if (settled.life().phase() != Phase.TUNNEL) {
            return settled;
        }
        var actions = new ArrayList<Action>();
        actions.add(new Stop(Slot.UPSTREAM_WRITE));
        actions.addAll(settled.actions());
        actions.add(Plain.READ_CLIENT_ON);
        return new SessionStep(settled.life(), actions);
    }

    /** While a rate holds back either side, proxy_timeout does not run. */
    private static SessionStep flowed(SessionLife life, Settings in) {
        return life.phase() == Phase.TUNNEL && !life.isSlowed()
                ? new SessionStep(life, start(Timer.PROXY_IDLE, in))
                : new SessionStep(life);
    }

    private static SessionStep clientLeft(SessionLife life, String how, Settings in) {
        var handshake = life.phase() == Phase.HANDSHAKE;
        var cause = switch (life.phase()) {
            case HANDSHAKE -> Cause.HANDSHAKE_ABORTED_BY_CLIENT;
            case TUNNEL, AWAITING_RESPONSE -> Cause.NORMAL_CLOSE;
            default -> Cause.CLIENT_GAVE_UP;
        };
        var gone = life.withEnded(Side.DOWNSTREAM, ending(life, cause, Peer.CLIENT, Optional.empty(), how));
        return switch (life.phase()) {
            case TUNNEL -> settled(gone, in);
            case AWAITING_RESPONSE, UNUSED, RESPONSE -> new SessionStep(gone);
            case CONNECT -> end(gone, gone.plan().orElseThrow(), BAD_REQUEST);
            default -> end(gone, gone.plan().orElseThrow(), handshake ? INTERNAL_ERROR : OK);
        };
    }

    private static SessionStep upstreamLeft(SessionLife life, Cause cause, String how, Settings in) {
        var why = ending(life, cause, Peer.SERVER, Optional.empty(), "the upstream's " + how);
        return settled(life.withEnded(Side.UPSTREAM, why), in);
    }

    /**
     * ngx_stream_proxy_test_finalize: what a side sent before its end is passed on first; with proxy_half_close both sides
     * have to end.
     */
    private static SessionStep settled(SessionLife life, Settings in) {
        if (life.phase() != Phase.TUNNEL || !life.clientEnded() && !life.upstreamEnded()) {
            return flowed(life, in);
        }
        if (in.flag(Directive.PROXY_HALF_CLOSE)) {
            return halfClosed(life, in);
        }
        boolean waits = !life.clientEnded() && life.clientWaits() || !life.upstreamEnded() && life.upstreamWaits();
        return waits ? flowed(life, in) : end(life, life.plan().orElseThrow(), OK);
    }

    private static SessionStep halfClosed(SessionLife life, Settings in) {
        if (life.clientEnded() && life.upstreamEnded() && !life.clientWaits() && !life.upstreamWaits()) {
            return end(life, life.plan().orElseThrow(), OK);
        }
        var actions = new ArrayList<>(flowed(life, in).actions());
        if (life.clientEnded() && !life.upstreamWaits()) {
            actions.add(Plain.SHUT_UPSTREAM);
        }
        if (life.upstreamEnded() && !life.clientWaits()) {
            actions.add(Plain.SHUT_CLIENT);
        }
        return new SessionStep(life, actions);
    }

    private static SessionStep broken(SessionLife life) {
        var why = new Ending(
                Cause.REQUEST_REFUSED,
                Peer.SERVER,
                SILENT_RESET,
                life.phase(),
                Optional.empty(),
                "no PROXY protocol header");
        return hangUp(life.ended(why, BAD_REQUEST), SILENT_RESET);
    }

    private static SessionStep garbage(SessionLife life) {
        var why = Leaving.unreadable(life.phase());
        return hangUp(life.ended(why, OK), why.act());
    }

    private static SessionStep handshakeFailed(SessionLife life, HandshakeFailed failed) {
        var why = Opening.handshakeFailed(life.phase(), failed);
        return hangUp(life.ended(why, INTERNAL_ERROR), why.act());
    }

    private static SessionStep noUpstream(SessionLife life, NoUpstream none) {
        var cause = none.timer().isPresent() ? Cause.CONNECT_TIMEOUT : Cause.CONNECT_REFUSED;
        var note = none.timer().isPresent() ? "" : "no upstream";
        return end(life, ending(life, cause, Peer.SERVER, none.timer().map(Timer::directive), note), none.status());
    }

    /** The proxy said close_notify: the client's, its end, or anything else from it is the end. */
    private static SessionStep lingering(SessionLife life, SessionEvent event) {
        boolean over = event instanceof Expired
                || event == SessionEvent.Plain.CLIENT_NOTIFIED
                || event == SessionEvent.Plain.CLIENT_FIN
                || event == SessionEvent.Plain.CLIENT_RST
                || event == SessionEvent.Plain.CLIENT_LATE
                || event == SessionEvent.Plain.CLIENT_GARBAGE
                || event == SessionEvent.Plain.STOP_NOW;
        return over ? new SessionStep(life.in(Phase.CLOSED), new Close(SILENT_FIN)) : new SessionStep(life);
    }

    /**
     * The end of both sides. Over TLS a client in good standing is told, and nginx waits for its answer (measured: proxy_timeout
     * goes on meanwhile, and ends the wait when it is shorter).
     */
    private static SessionStep end(SessionLife life, Ending why, int status) {
        boolean notifies = life.tls() && !life.clientEnded() && !life.clientWaits();
        if (!notifies) {
            return hangUp(life.ended(why, status), why.act());
        }
        return new SessionStep(
                life.ended(why.with(NOTIFY_FIN), status).in(Phase.LINGERING),
                new Stop(Slot.UPSTREAM_READ),
                new Stop(Slot.UPSTREAM_WRITE),
                Plain.CLOSE_UPSTREAM,
                Plain.NOTIFY,
                new Start(Timer.SSL_SHUTDOWN, SHUTDOWN));
    }

    private static SessionStep hangUp(SessionLife life, CloseAct act) {
        return new SessionStep(life.in(Phase.CLOSED), Plain.CLOSE_UPSTREAM, new Close(act));
    }

    private static Action start(Timer timer, Settings in) {
        return new Start(timer, in.time(timer.directive()));
    }

    private static Ending timedOut(SessionLife life, Cause cause, Timer timer) {
        return ending(life, cause, Peer.SERVER, Optional.of(timer.directive()), "");
    }

    private static Ending ending(SessionLife life, Cause cause, Peer by, Optional<Directive> directive, String note) {
        return new Ending(cause, by, SILENT_FIN, life.phase(), directive, note);
    }
}
