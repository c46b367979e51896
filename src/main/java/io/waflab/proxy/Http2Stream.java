package io.waflab.proxy;

import io.waflab.config.Server;
import io.waflab.config.Settings;
import io.waflab.connection.Action;
import io.waflab.connection.Action.AbandonUpstream;
import io.waflab.connection.Action.ResetStream;
import io.waflab.connection.Action.Respond;
import io.waflab.connection.Action.Start;
import io.waflab.connection.Action.Stop;
import io.waflab.connection.Ending;
import io.waflab.connection.Event;
import io.waflab.connection.Event.RequestRead;
import io.waflab.connection.Event.StreamAt;
import io.waflab.connection.Event.StreamReset;
import io.waflab.connection.Happened;
import io.waflab.connection.Http2Error;
import io.waflab.connection.Life;
import io.waflab.connection.Peer;
import io.waflab.connection.Phase;
import io.waflab.connection.StreamRules;
import io.waflab.connection.Timer;
import io.waflab.connection.Timer.Slot;
import io.waflab.http.Refusal;
import io.waflab.http.RequestFields;
import io.waflab.http.RequestFields.Request;
import io.waflab.http.RequestHead;
import io.waflab.journal.What;
import java.util.Optional;

/** One stream of HTTP/2 and the exchange on it. Like a connection it decides nothing itself: {@link StreamRules} do. */
final class Http2Stream implements Carrier {

    private final Http2Session session;
    private final ProxyConnection connection;
    private final int id;
    private final long startedAt;
    private final Timers timers;
    private final Http2Response response;
    private final Http2Inflow inflow;
    private Life life = Life.NEW;
    private Settings inForce;
    private Optional<Exchange> exchange = Optional.empty();
    private boolean wasReset;

    /** @param endStream whether the client sends nothing but the head */
    Http2Stream(Http2Session session, int id, boolean endStream) {
        this.session = session;
        this.id = id;
        connection = session.connection();
        startedAt = connection.worker().clock().now();
        inForce = connection.server().settings();
        timers = new Timers(connection.channel().eventLoop(), this::expired);
        response = new Http2Response(this, session, session.windows().ofStream());
        inflow = new Http2Inflow(this, session, endStream);
    }

    int id() {
        return id;
    }

    Optional<Exchange> exchange() {
        return exchange;
    }

    Settings settings() {
        return inForce;
    }

    Http2Inflow inflow() {
        return inflow;
    }

    private void expired(Timer timer) {
        connection.chronicle().observed(Peer.SERVER, What.EXPIRED, 0, timer.word());
        exchange.ifPresent(running -> running.expired(timer));
        happened(new Event.Expired(timer));
    }

    // what the client sends

    /** The head has come in part. */
    void headBegun() {
        happened(Happened.HEAD_BEGUN);
    }

    /** The head is whole. */
    void headRead(Request request, Server server) {
        var running = begin(request.head(), server);
        connection
                .chronicle()
                .observed(Peer.CLIENT, What.REQUEST, 0, request.head().requestLine());
        var refusal = session.offers(server) ? request.refusal() : disabled();
        if (refusal != null) {
            running.log("info", refusal.reason());
            inflow.drop();
            running.answering().refuse(refusal.status(), false);
            return;
        }
        int wrongTls = TlsRefusal.of(running);
        if (wrongTls != 0) {
            inflow.drop();
            running.answering().refuse(wrongTls, false);
            return;
        }
        happened(new RequestRead(request.head().hasBody(), Optional.empty()));
        soon(running::begin);
    }

    private static Refusal disabled() {
        return new Refusal(
                421,
                "client attempted to request the server name for which the negotiated protocol is disabled",
                false);
    }

    private Exchange begin(RequestHead head, Server server) {
        var begun = new Exchange(
                this, head, server, startedAt, connection.requests().count());
        exchange = Optional.of(begun);
        inForce = begun.route().settings();
        return begun;
    }

    /** The client gave the stream up. */
    void clientReset(long code) {
        wasReset = true;
        inflow.drop();
        response.deafen();
        exchange.ifPresent(running -> running.log("info", words(code)));
        happened(new StreamReset(code));
    }

    /** The client left, and gave up all its streams. */
    void clientLeft() {
        wasReset = true;
        inflow.drop();
        response.forsake();
        happened(new StreamReset(Http2Error.CANCEL.code()));
    }

    private String words(long code) {
        if (code == Http2Error.CANCEL.code()) {
            return "client canceled stream " + id;
        }
        return code == Http2Error.INTERNAL_ERROR.code()
                ? "client terminated stream " + id + " due to internal error"
                : "client terminated stream " + id + " with status " + code;
    }

    /** What the client sent breaks the stream. */
    void broken(Http2Error error) {
        inflow.drop();
        happened(new Event.StreamBroken(error));
    }

    /** The client's window for this stream opens; false when it would be more than one can be. */
    boolean widen(long increment) {
        boolean fits = response.widen(increment);
        if (fits) {
            response.pump();
        }
        return fits;
    }

    void log(String level, String message) {
        exchange.ifPresent(running -> running.log(level, message));
    }

    /** The client took something of the response. */
    void clientTook() {
        exchange.ifPresent(Exchange::clientTook);
    }

    // what the rules say

    @Override
    public void happened(Event event) {
        connection.soon(() -> take(event));
    }

    @Override
    public void atDisk(boolean busy) {
        connection.atDisk(busy);
    }

    @Override
    public void soon(Runnable task) {
        connection.soon(task);
    }

    private void take(Event event) {
        var step = StreamRules.next(life, event, inForce);
        var before = life.phase();
        life = step.life();
        if (life.phase() != before && life.phase() != Phase.CLOSED) {
            connection.happened(new StreamAt(life.phase()));
        }
        for (var action : step.actions()) {
            perform(action);
        }
    }

    private void perform(Action action) {
        if (action instanceof Start start) {
            timers.start(start.timer(), start.duration());
            if (start.timer().slot() == Slot.UPSTREAM_READ) {
                connection.chronicle().upstreamActive();
            }
        } else if (action instanceof Stop stop) {
            timers.stop(stop.slot());
        } else if (action instanceof Respond respond) {
            inflow.drop();
            exchange.ifPresent(running -> running.respond(respond.status()));
        } else if (action instanceof AbandonUpstream abandon) {
            exchange.ifPresent(running -> running.abandon(abandon.timer()));
        } else if (action instanceof ResetStream reset) {
            reset(reset.error());
        } else {
            performPlain((Action.Plain) action);
        }
    }

    private void performPlain(Action.Plain action) {
        switch (action) {
            case CLOSE_UPSTREAM -> exchange.ifPresent(Exchange::closeUpstream);
            case FLUSH -> cut();
            case READ_ON -> exchange.ifPresent(Exchange::readOn);
            case RESUME -> exchange.ifPresent(Exchange::resume);
            case SEND_ON -> response.sendOn();
            case END_STREAM -> end();
            default -> throw new IllegalStateException(action + " is no action of a stream");
        }
    }

    private void cut() {
        Runnable all = () -> {
            exchange.ifPresent(running -> running.response().push());
            response.cut();
        };
        if (exchange.filter(running -> running.delivers(all)).isEmpty()) {
            all.run();
        }
    }

    private void reset(Http2Error error) {
        if (wasReset || error == Http2Error.NO_ERROR && inflow.isEnded()) {
            return;
        }
        wasReset = true;
        response.close();
        session.reset(id, error);
    }

    /** Whether its answer is whole, in nginx, while the request is read. */
    boolean isAnsweredAtOnce() {
        return response.isAtOnce();
    }

    private void end() {
        life.ending().ifPresent(this::noteStatus);
        finish();
        session.ended(this);
    }

    private void noteStatus(Ending ending) {
        var unfinished = exchange.orElseGet(() -> begin(RequestFields.none(), connection.server()));
        if (unfinished.response().status() == 0) {
            unfinished
                    .response()
                    .status(ending.statusInLog(
                            unfinished.call().filter(UpstreamCall::streamsBody).isEmpty()));
        }
    }

    /** Lets go of everything: the stream is over. */
    private void finish() {
        timers.stopAll();
        exchange.ifPresent(Exchange::finish);
        response.close();
        inflow.release();
    }

    /** The connection ends, and the stream with it. */
    void connectionEnded(Ending why) {
        if (life.phase() == Phase.CLOSED) {
            return;
        }
        life = StreamRules.connectionEnded(life, why);
        exchange.ifPresent(Exchange::closeUpstream);
        noteStatus(life.ending().orElseThrow());
        finish();
    }

    // what an exchange needs

    @Override
    public ProxyConnection connection() {
        return connection;
    }

    @Override
    public Life life() {
        return life;
    }

    @Override
    public boolean keptAlive() {
        return connection.keptAlive();
    }

    @Override
    public void inForce(Settings settings) {
        inForce = settings;
    }

    @Override
    public ResponseOut response() {
        return response;
    }

    @Override
    public void read(RequestBody body) {
        inflow.read(body);
    }

    @Override
    public void pause(boolean pause) {
        inflow.pause(pause);
    }

    /** Upgrade is malformed in HTTP/2, so that no upstream is asked for it. */
    @Override
    public void upgraded() {
        throw new IllegalStateException("a stream cannot be upgraded");
    }
}
