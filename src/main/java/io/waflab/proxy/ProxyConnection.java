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
import io.waflab.connection.Ending;
import io.waflab.connection.Event;
import io.waflab.connection.Happened;
import io.waflab.connection.Http2Rules;
import io.waflab.connection.Life;
import io.waflab.connection.Peer;
import io.waflab.connection.Phase;
import io.waflab.connection.Timer;
import io.waflab.connection.Timer.Slot;
import io.waflab.http.LogEscape;
import io.waflab.journal.What;
import io.waflab.tls.AlertGate;
import java.util.ArrayDeque;
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
    private final ArrayDeque<Object> queue = new ArrayDeque<>(4);
    private final ClientSide client;
    private final WireTap tap;
    private final ConnectionFacts facts;
    private final Requests requests = new Requests(this);
    private Http2Side http2;
    private Life life = Life.NEW;
    private Server server;
    /** Who answers where a request names nobody: the default server, or that which the ClientHello named. */
    private Server first;

    private Settings inForce;
    private boolean busy;
    private boolean notified;
    private int atDisk;
    private boolean finWaits;
    private String silence = "";
    private Optional<CloseAct> halfClosed = Optional.empty();

    ProxyConnection(Worker worker, Listener listener, Channel channel) {
        this.worker = worker;
        this.listener = listener;
        this.channel = channel;
        facts = new ConnectionFacts(channel);
        timers = new Timers(channel.eventLoop(), this::expired);
        chronicle = new Chronicle(facts.story(), worker.server().journal(), timers::now);
        server = listener.defaultServer(channel);
        first = server;
        inForce = server.settings();
        client = new ClientSide(this);
        tap = new WireTap(this, listener.isTls());
    }

    /** Builds the pipeline and begins. */
    void accepted() {
        worker.add(this);
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
        queue.add(next);
        if (busy) {
            return;
        }
        busy = true;
        try {
            for (var one = queue.poll(); one != null; one = queue.poll()) {
                if (one instanceof Event event) {
                    take(event);
                } else {
                    ((Runnable) one).run();
                }
            }
        } catch (RuntimeException bug) {
            // Thrown on, it would be lost in a timer's task, and the connection would live for ever.
            queue.clear();
            busy = false;
            failed(bug);
        } finally {
            busy = false;
        }
    }

    private void take(Event event) {
        var step = http2 == null ? ConnectionRules.next(life, event, inForce) : Http2Rules.next(life, event, inForce);
        var before = life.phase();
        life = step.life();
        if (silence.isEmpty() && life.ending().isPresent()) {
            silence = EndingLine.silence(this, life.ending().get(), timers.now());
        }
        if (life.phase() != before) {
            chronicle.observed(Peer.SERVER, What.PHASE, 0, life.phase().word());
            if (readsClient() && life.phase() != Phase.CLOSED) {
                tap.caughtUp();
            }
        }
        for (var action : step.actions()) {
            perform(action);
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
            case HALF_CLOSE -> halfClose();
            case RESUME -> requests.current().ifPresent(Exchange::resume);
            case SEND_ON -> client.output().sendOn();
            case NEXT_REQUEST -> nextRequest();
            case END_STREAMS -> http2.endStreams(life.ending().orElseThrow());
            case END_STREAM -> throw new IllegalStateException("a connection is no stream");
            case READ_CLIENT_ON, NOTIFY, SHUT_CLIENT, SHUT_UPSTREAM ->
                throw new IllegalStateException(action + " is of stream");
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

    private void halfClose() {
        tap.dropInput();
        client.drain();
        halfClosed = Optional.of(Closer.halfClose(channel));
        chronicle.observed(Peer.SERVER, What.FIN, 0, "");
    }

    private void nextRequest() {
        requests.finish();
        client.next();
        if (life.phase() == Phase.IDLE && !client.hasMore() && (notified || tap.ended())) {
            leftMeanwhile();
        }
    }

    /** The client ended its side while it was answered; what it had sent before is answered too. */
    private void leftMeanwhile() {
        if (requests.current().isEmpty()) {
            happened(Happened.CLIENT_FIN);
        } else if (tap.ended()) {
            channel.eventLoop().execute(this::finCame);
        }
    }

    private void close(CloseAct asked) {
        timers.stopAll();
        boolean unread = tap.unread() > 0;
        try {
            var ending = life.ending().orElseThrow();
            requests.end(ending);
            if (http2 != null) {
                http2.endStreams(ending);
            }
            tell(ending, asked, unread);
        } finally {
            Closer.close(channel, asked, unread);
            tap.release();
            client.release();
            if (http2 != null) {
                http2.release();
            }
            chronicle.finish();
            worker.remove(this);
        }
    }

    /** Hangs up and says so. */
    private void tell(Ending ending, CloseAct asked, boolean unread) {
        boolean open = channel.isOpen();
        var closed = Closer.close(channel, asked, unread);
        if (open) {
            hungUp(closed);
        }
        var words = EndingLine.of(this, ending, halfClosed.orElse(closed), silence);
        chronicle.observed(Peer.SERVER, What.ENDED, 0, words);
        worker.server().logs().error(inForce, "info", worker.date().log(), facts.story() + " " + words);
    }

    private void hungUp(CloseAct done) {
        switch (done) {
            case NOTIFY_RESET, SILENT_RESET -> chronicle.observed(Peer.SERVER, What.RST, 0, "");
            case NOTIFY_FIN, SILENT_FIN, ALERT_FIN -> {
                if (halfClosed.isEmpty()) {
                    chronicle.observed(Peer.SERVER, What.FIN, 0, "");
                }
            }
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
        first = server;
        inForce = server.settings();
    }

    /** The server of that name answers from here on; where no server has it, the default one, or the ClientHello's. */
    void serverFor(String name) {
        server = listener.server(channel, name, first);
    }

    void clientNotified() {
        if (tap.dropsInput()) {
            // Not the client's: BoringSSL takes its own close_notify for the end of both directions.
            return;
        }
        notified = true;
        happened(Happened.CLIENT_NOTIFIED);
    }

    void clientFin() {
        // The own close shows as the end of input too.
        if (life.phase() != Phase.CLOSED) {
            chronicle.observed(Peer.CLIENT, What.FIN, 0, "");
        }
        finCame();
    }

    private void finCame() {
        finWaits = atDisk > 0;
        if (!finWaits) {
            happened(tap.unread() > 0 ? Happened.CLIENT_FIN_UNREAD : Happened.CLIENT_FIN);
        }
    }

    @Override
    public void atDisk(boolean busy) {
        atDisk += busy ? 1 : -1;
        if (atDisk == 0 && finWaits) {
            // Behind all that follows from the file: another request that is already here may need the disk too.
            channel.eventLoop().execute(this::finCame);
        }
    }

    void clientReset() {
        chronicle.observed(Peer.CLIENT, What.RST, 0, "");
        happened(Happened.CLIENT_RST);
    }

    /** How the client ended its side so far: {@code RST}, {@code FIN}, {@code close_notify}; empty while it did not. */
    String clientEnd() {
        return tap.wasReset() ? "RST" : tap.ended() ? "FIN" : notified ? "close_notify" : "";
    }

    /** A write failed: the client's RST is on its way to the reading side, was the answer, or came long ago and was ignored. */
    void clientBroken() {
        if (life.phase() != Phase.CLOSED) {
            tap.reset();
            happened(Happened.CLIENT_BROKEN);
        }
    }

    /** The channel is closed, whoever did it. */
    void clientGone() {
        if (life.phase() != Phase.CLOSED) {
            happened(Happened.CLIENT_RST);
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

    /**
     * A line of nginx's error log from before a request was read.
     *
     * @param action what was being done
     */
    void log(String level, String message, String action) {
        var address = facts.localAddress() + (facts.localPort() == 0 ? "" : ":" + facts.localPort());
        worker.server()
                .logs()
                .error(
                        inForce,
                        level,
                        worker.date().log(),
                        ProcessHandle.current().pid() + "#0: *" + chronicle.number() + " " + LogEscape.line(message)
                                + " while " + action + ", client: "
                                + facts.client().text() + ", server: " + address);
    }

    /** Something of waflab's own went wrong: said in the log, and the connection ends as nginx's would. */
    void failed(Throwable cause) {
        if (channel.eventLoop().inEventLoop()) {
            worker.server()
                    .logs()
                    .error(inForce, "alert", worker.date().log(), facts.story() + " internal error: " + cause);
            happened(Happened.STOP_NOW);
        } else {
            channel.eventLoop().execute(() -> failed(cause));
        }
    }

    // what it knows

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

    /** Whether nginx would be reading its client now: not while it waits for the upstream or sends. */
    boolean readsClient() {
        return http2 != null
                || life.phase() != Phase.AWAITING_RESPONSE
                        && life.phase() != Phase.RESPONSE
                        && life.phase() != Phase.HELD;
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
    public boolean brokenAhead() {
        return client.brokenAhead();
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
