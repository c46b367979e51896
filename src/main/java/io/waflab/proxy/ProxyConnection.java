package io.waflab.proxy;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.waflab.config.Server;
import io.waflab.config.Settings;
import io.waflab.connection.Action;
import io.waflab.connection.Action.AbandonUpstream;
import io.waflab.connection.Action.Close;
import io.waflab.connection.Action.GoAway;
import io.waflab.connection.Action.Respond;
import io.waflab.connection.Action.Start;
import io.waflab.connection.Action.Stop;
import io.waflab.connection.CloseAct;
import io.waflab.connection.ConnectionRules;
import io.waflab.connection.Event;
import io.waflab.connection.Happened;
import io.waflab.connection.Http2Rules;
import io.waflab.connection.Life;
import io.waflab.connection.Peer;
import io.waflab.connection.Phase;
import io.waflab.connection.Timer;
import io.waflab.connection.Timer.Slot;
import io.waflab.http.ChunkedReader;
import io.waflab.http.LogEscape;
import io.waflab.journal.What;
import io.waflab.tls.AlertGate;
import java.util.Optional;

/**
 * One client connection and the upstream serving it, on one event loop. Everything that happens to it enters through
 * {@link #happened}, and what the rules answer is done here; it decides nothing itself.
 */
final class ProxyConnection implements Carrier, Served {

    private final Worker worker;
    private final Listener listener;
    private final Channel channel;
    private final Chronicle chronicle;
    private final Timers timers;
    private final Turns<Object> turns = new Turns<>(this::takeTurn, this::failed);
    private final ClientSide client;
    private final WireTap tap;
    private final ClientEnd clientEnd;
    private final Farewell farewell;
    private final ConnectionFacts facts;
    private final Requests requests = new Requests(this);
    private Http2Side http2;
    private Life life = Life.NEW;
    private Server server;
    private Settings inForce;

    ProxyConnection(Worker worker, Listener listener, Channel channel) {
        this.worker = worker;
        this.listener = listener;
        this.channel = channel;
        facts = new ConnectionFacts(channel);
        timers = new Timers(channel.eventLoop(), this::expired);
        chronicle = new Chronicle(facts.story(), worker.server().journal(), worker.clock()::now);
        server = listener.defaultServer(channel);
        inForce = server.settings();
        client = new ClientSide(this);
        tap = new WireTap(this, listener.isTls());
        clientEnd = new ClientEnd(this, tap);
        farewell = new Farewell(this, tap);
    }

    @Override
    public void begin() {
        chronicle.observed(Peer.CLIENT, What.OPEN, 0, "");
        if (listener.isProxied()) {
            channel.pipeline().addLast(new ProxyAccept(this));
        }
        channel.pipeline().addLast(tap);
        if (listener.isTls()) {
            channel.pipeline().addLast(new TlsAccept(this));
        }
        channel.pipeline().addLast(client);
        happened(listener.isTls() ? Happened.ACCEPTED_TLS : Happened.ACCEPTED_PLAIN);
    }

    private void expired(Timer timer) {
        chronicle.observed(Peer.SERVER, What.EXPIRED, 0, timer.word());
        requests.current().ifPresent(running -> running.expired(timer));
        happened(new Event.Expired(timer));
    }

    /** The one door in. What is raised while an event is handled waits until that is done. */
    @Override
    public void happened(Event event) {
        enter(event);
    }

    @Override
    public void stop() {
        happened(Happened.STOP);
    }

    @Override
    public void stopNow() {
        happened(Happened.STOP_NOW);
    }

    @Override
    public void soon(Runnable task) {
        enter(task);
    }

    private void enter(Object next) {
        assert channel.eventLoop().inEventLoop();
        turns.add(next);
        passFarewell();
    }

    /** The client's close_notify is read, if what came before it is dealt with. */
    void passFarewell() {
        if (tap.holdsFarewell() && !turns.areTaken()) {
            tap.passFarewell();
        }
    }

    private void takeTurn(Object next) {
        if (next instanceof Event event) {
            take(event);
        } else {
            ((Runnable) next).run();
        }
    }

    private void take(Event event) {
        var step = http2 == null ? ConnectionRules.next(life, event, inForce) : Http2Rules.next(life, event, inForce);
        var before = life.phase();
        life = step.life();
        if (life.ending().isPresent()) {
            farewell.begins(life.ending().get(), timers.now());
        }
        if (life.phase() != before) {
            chronicle.observed(Peer.SERVER, What.PHASE, 0, life.phase().word());
            if (readsClient() && life.ending().isEmpty()) {
                tap.caughtUp();
            }
        }
        var actions = step.actions();
        for (int i = 0; i < actions.size(); i++) {
            perform(actions.get(i));
        }
    }

    private void perform(Action action) {
        if (action instanceof Start start) {
            timers.start(start.timer(), start.duration());
            if (start.timer().slot() == Slot.UPSTREAM_READ) {
                chronicle.upstreamActive();
            }
        } else if (action instanceof Stop stop) {
            timers.stop(stop.slot());
        } else if (action instanceof Respond respond) {
            exchange().respond(respond.status());
        } else if (action instanceof AbandonUpstream abandon) {
            requests.current().ifPresent(running -> running.abandon(abandon.timer()));
        } else if (action instanceof Close close) {
            close(close.act());
        } else if (action instanceof GoAway goAway) {
            http2.goAway(goAway.error());
        } else {
            performPlain((Action.Plain) action);
        }
    }

    private void performPlain(Action.Plain action) {
        switch (action) {
            case CLOSE_UPSTREAM -> requests.current().ifPresent(Exchange::closeUpstream);
            case FLUSH -> flush();
            case READ_ON -> requests.current().ifPresent(Exchange::readOn);
            case DROP_BODY -> requests.current().ifPresent(Exchange::dropBody);
            case HALF_CLOSE -> halfClose(true);
            case SHUT_CLIENT -> halfClose(false);
            case RESUME -> requests.current().ifPresent(Exchange::resume);
            case SEND_ON -> client.output().sendOn();
            case NEXT_REQUEST -> nextRequest();
            case END_STREAMS -> http2.endStreams(life.ending().orElseThrow());
            case LEAVE_STREAMS -> http2.leaveStreams();
            case END_STREAM -> throw new IllegalStateException("a connection is no stream");
            case READ_CLIENT_ON, NOTIFY, SHUT_UPSTREAM -> throw new IllegalStateException(action + " is of stream");
        }
    }

    private void flush() {
        var output = client.output();
        var running = requests.current();
        Runnable all = () -> {
            running.ifPresent(exchange -> exchange.response().push());
            output.finish();
        };
        if (running.filter(exchange -> exchange.delivers(all)).isEmpty()) {
            all.run();
        }
    }

    private void halfClose(boolean notifies) {
        farewell.half(notifies);
        clientEnd.lingering();
    }

    private void nextRequest() {
        requests.finish();
        client.next();
        clientEnd.requestOver();
    }

    private void close(CloseAct asked) {
        timers.stopAll();
        boolean unread = tap.unread() > 0 || client.leavesUnread();
        try {
            var ending = life.ending().orElseThrow();
            requests.end(ending);
            if (http2 != null) {
                http2.endStreams(ending);
            }
            farewell.whole(ending, asked, unread);
        } finally {
            // Where something threw before it.
            Closer.close(channel, asked, unread);
            tap.release();
            client.release();
            if (http2 != null) {
                http2.release();
            }
            chronicle.finish();
            life = Life.OVER;
            worker.remove(this);
        }
    }

    // what the client's side tells

    void handshake(SslHandshakeCompletionEvent done) {
        if (done.isSuccess()) {
            chronicle.observed(Peer.SERVER, What.HANDSHAKE, 0, facts.tls());
            happened(Happened.HANDSHAKE_DONE);
            if (facts.applicationProtocol().equals("h2")) {
                speakHttp2();
            }
        } else {
            // Engines of the JDK's kind give their alert away only when they are asked for more to send.
            channel.flush();
            HandshakeOutcome.of(done.cause(), channel.pipeline().get(AlertGate.class), tap.ended())
                    .ifPresent(this::happened);
        }
    }

    /** HTTP/2 is spoken from here on: by ALPN, or because the client's first bytes are its preface. */
    void speakHttp2() {
        http2 = new Http2Side(this);
        channel.pipeline().replace(client, null, http2);
        happened(Happened.HTTP2_BEGUN);
        http2.begin();
    }

    /** The ClientHello named a server. */
    void serverNamed(String name) {
        facts.serverNamed(name);
        serverFor(name);
        inForce = server.settings();
    }

    /** The server of that name answers from here on; where no server has it, the default one, whatever the ClientHello named. */
    void serverFor(String name) {
        server = listener.server(channel, name);
    }

    ClientEnd clientEnd() {
        return clientEnd;
    }

    @Override
    public void atDisk(boolean busy) {
        clientEnd.atDisk(busy);
    }

    /**
     * Whatever the client does shows at nginx's socket as one that takes more, too, so long as it is not blocked or slowed:
     * there it goes on with the response (ngx_http_upstream_process_downstream), and that restarts the upstream's timer.
     */
    void stirred() {
        if (timers.runs(Timer.PROXY_READ) && timers.isFree(Slot.CLIENT_WRITE)) {
            happened(Happened.CLIENT_STIRRED);
        }
    }

    void clientTook() {
        requests.current().ifPresent(Exchange::clientTook);
    }

    /** Bytes came while they are dropped: lingering goes on. */
    void dropped(int bytes) {
        if (life.phase() == Phase.LINGERING) {
            happened(Happened.LINGERED);
        }
    }

    /** A line of the error log as it stands. */
    void tell(String level, String line) {
        worker.server().logs().error(inForce, level, worker.date().log(), line);
    }

    /** Something of waflab's own went wrong: said in the log, and the connection ends as nginx's would. */
    void failed(Throwable cause) {
        if (channel.eventLoop().inEventLoop()) {
            tell("alert", facts.story() + " internal error: " + LogEscape.line(cause.toString()));
            happened(Happened.STOP_NOW);
        } else {
            worker.hand(() -> failed(cause));
        }
    }

    // what it knows

    /** Whether more of the client has come than nginx has dealt with. */
    boolean hasUnread() {
        return tap.unread() > 0 || tap.holdsFarewell();
    }

    @Override
    public Life life() {
        return life;
    }

    Phase phase() {
        return life.phase();
    }

    @Override
    public boolean keptAlive() {
        return life.whenDone().isEmpty();
    }

    /**
     * Whether nginx would be reading its client now: not while it waits for the upstream or sends, unless a body is still
     * passed on beside its response (ngx_http_upstream_read_request_handler).
     */
    boolean readsClient() {
        return http2 != null
                || switch (life.phase()) {
                    case AWAITING_RESPONSE, HELD -> false;
                    case RESPONSE -> life.bodyOpen() && !life.answered();
                    default -> true;
                };
    }

    @Override
    public void inForce(Settings settings) {
        inForce = settings;
    }

    @Override
    public ProxyConnection connection() {
        return this;
    }

    @Override
    public ResponseOut response() {
        return client.response();
    }

    @Override
    public void read(RequestBody body) {
        client.read(body);
    }

    @Override
    public Optional<ChunkedReader> chunksAhead() {
        return client.chunksAhead();
    }

    @Override
    public void pause(boolean pause) {
        client.pause(pause);
    }

    @Override
    public void upgraded() {
        client.upgraded();
    }

    Settings settings() {
        return inForce;
    }

    Chronicle chronicle() {
        return chronicle;
    }

    ConnectionFacts facts() {
        return facts;
    }

    Worker worker() {
        return worker;
    }

    Listener listener() {
        return listener;
    }

    Channel channel() {
        return channel;
    }

    /** Whether the request in work came before the answer to the one ahead of it was out. */
    boolean isPipelined() {
        return requests.isPipelined();
    }

    /** Where HTTP/2 is spoken. */
    Http2Side http2() {
        return http2;
    }

    boolean isHttp2() {
        return http2 != null;
    }

    ClientSide client() {
        return client;
    }

    Server server() {
        return server;
    }

    Exchange exchange() {
        return requests.current().orElseThrow();
    }

    Requests requests() {
        return requests;
    }

    /** Seconds of a clock for the balancer. */
    long seconds() {
        return timers.now() / 1_000_000_000;
    }
}
