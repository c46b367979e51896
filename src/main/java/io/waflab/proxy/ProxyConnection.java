package io.waflab.proxy;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.waflab.config.Server;
import io.waflab.config.Settings;
import io.waflab.connection.Action;
import io.waflab.connection.Action.AbandonUpstream;
import io.waflab.connection.Action.Close;
import io.waflab.connection.Action.Respond;
import io.waflab.connection.Action.Start;
import io.waflab.connection.Action.Stop;
import io.waflab.connection.Cause;
import io.waflab.connection.CloseAct;
import io.waflab.connection.ConnectionRules;
import io.waflab.connection.Event;
import io.waflab.connection.Event.HandshakeFailed;
import io.waflab.connection.Event.Refused;
import io.waflab.connection.Event.RequestRead;
import io.waflab.connection.Happened;
import io.waflab.connection.KeepAlive;
import io.waflab.connection.Life;
import io.waflab.connection.Peer;
import io.waflab.connection.Phase;
import io.waflab.connection.Side;
import io.waflab.connection.Timer.Slot;
import io.waflab.http.Refusal;
import io.waflab.http.RequestHead;
import io.waflab.journal.Observation;
import io.waflab.journal.Story;
import io.waflab.journal.What;
import io.waflab.tls.Alert;
import io.waflab.tls.AlertGate;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;

/**
 * One client connection and the upstream serving it, on one event loop. Everything that happens to it enters through
 * {@link #happened}, and what the rules answer is done here; it decides nothing itself.
 */
final class ProxyConnection {

    private final Worker worker;
    private final Listener listener;
    private final Channel channel;
    private final Story story;
    private final long number;
    private final Timers timers;
    private final long acceptedAt;
    private final ArrayDeque<Object> queue = new ArrayDeque<>(4);
    private final ClientSide client;
    private final WireTap tap;
    private final ConnectionFacts facts;
    private Life life = Life.NEW;
    private Server server;
    private Settings inForce;
    private Optional<Exchange> exchange = Optional.empty();
    private boolean busy;
    private int requests;
    private long clientActiveAt;
    private long upstreamActiveAt;
    private long requestBegunAt;
    private boolean notified;
    private boolean finished;
    private Optional<CloseAct> halfClosed = Optional.empty();

    ProxyConnection(Worker worker, Listener listener, Channel channel) {
        this.worker = worker;
        this.listener = listener;
        this.channel = channel;
        facts = new ConnectionFacts(channel);
        number = worker.server().journal().nextConnection();
        timers = new Timers(channel.eventLoop(), timer -> {
            observed(Peer.SERVER, What.EXPIRED, 0, timer.word());
            happened(new Event.Expired(timer));
        });
        acceptedAt = timers.now();
        story = new Story(facts.client(), System.nanoTime());
        clientActiveAt = acceptedAt;
        upstreamActiveAt = acceptedAt;
        server = listener.defaultServer(channel);
        inForce = server.settings();
        client = new ClientSide(this);
        tap = new WireTap(this, listener.isTls());
    }

    /** Builds the pipeline and begins. */
    void accepted() {
        worker.add(this);
        observed(Peer.CLIENT, What.OPEN, 0, "");
        channel.pipeline().addLast(tap);
        if (listener.isTls()) {
            channel.pipeline().addLast(new TlsAccept(this));
        }
        channel.pipeline().addLast(client);
        happened(listener.isTls() ? Happened.ACCEPTED_TLS : Happened.ACCEPTED_PLAIN);
    }

    /** The one door in. What is raised while an event is handled waits until that is done. */
    void happened(Event event) {
        enter(event);
    }

    /** Does something in its turn among the events. */
    void soon(Runnable task) {
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
        } finally {
            busy = false;
        }
    }

    private void take(Event event) {
        var step = ConnectionRules.next(life, event, inForce);
        var before = life.phase();
        life = step.life();
        if (life.phase() != before) {
            observed(Peer.SERVER, What.PHASE, 0, life.phase().word());
            if (readsClient()) {
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
                upstreamActiveAt = timers.now();
            }
        } else if (action instanceof Stop stop) {
            timers.stop(stop.slot());
        } else if (action instanceof Respond respond) {
            exchange.orElseThrow().respond(respond.status());
        } else if (action instanceof AbandonUpstream abandon) {
            exchange.ifPresent(running -> running.abandon(abandon.timer()));
        } else if (action instanceof Close close) {
            close(close.act());
        } else {
            performPlain((Action.Plain) action);
        }
    }

    private void performPlain(Action.Plain action) {
        switch (action) {
            case CLOSE_UPSTREAM -> exchange.ifPresent(Exchange::closeUpstream);
            case FLUSH -> client.output().finish();
            case DROP_BODY -> exchange.ifPresent(Exchange::dropBody);
            case HALF_CLOSE -> halfClose();
            case NEXT_REQUEST -> nextRequest();
        }
    }

    private void halfClose() {
        endExchangeAtLeastInLog();
        tap.dropInput();
        halfClosed = Optional.of(Closer.halfClose(channel));
        observed(Peer.SERVER, What.FIN, 0, "");
    }

    private void nextRequest() {
        exchange.ifPresent(Exchange::finish);
        exchange = Optional.empty();
        client.next();
        if (life.phase() == Phase.IDLE && !client.hasMore() && (notified || tap.ended())) {
            happened(Happened.CLIENT_FIN);
        }
    }

    private void close(CloseAct asked) {
        timers.stopAll();
        boolean unread = tap.unread() > 0;
        if (exchange.isPresent() || client.begun()) {
            finishExchange();
        }
        var ending = life.ending().orElseThrow();
        var silence = EndingLine.silence(this, ending, timers.now());
        boolean open = channel.isOpen();
        var closed = Closer.close(channel, asked, unread);
        if (open) {
            hungUp(closed);
        }
        var done = halfClosed.orElse(closed);
        var words = EndingLine.of(this, ending, done, silence);
        observed(Peer.SERVER, What.ENDED, 0, words);
        worker.server().logs().error(inForce, "info", worker.date().log(), story.client() + " " + words);
        client.release();
        worker.server().journal().finish(story);
        worker.remove(this);
    }

    private void hungUp(CloseAct done) {
        switch (done) {
            case NOTIFY_RESET, SILENT_RESET -> observed(Peer.SERVER, What.RST, 0, "");
            case NOTIFY_FIN, SILENT_FIN, ALERT_FIN -> {
                if (halfClosed.isEmpty()) {
                    observed(Peer.SERVER, What.FIN, 0, "");
                }
            }
        }
    }

    /** The access log's line, with nginx's status for a request that never got an answer. */
    private void finishExchange() {
        if (finished) {
            return;
        }
        finished = true;
        var cause = life.ending().orElseThrow().cause();
        if (cause == Cause.SHUTDOWN && exchange.isEmpty()) {
            return;
        }
        var last = exchange.orElseGet(() -> new Exchange(this, client.parser().head(), server, requestBegunAt));
        if (last.status() == 0) {
            last.status(
                    switch (cause) {
                        case HEADER_TIMEOUT, BODY_TIMEOUT -> 408;
                        case CLIENT_GAVE_UP -> life.ending().get().phase() == Phase.REQUEST ? 400 : 499;
                        case REQUEST_REFUSED -> 444;
                        case RESPONSE_TIMEOUT -> 504;
                        default -> 0;
                    });
        }
        last.finish();
    }

    private void endExchangeAtLeastInLog() {
        exchange.ifPresent(Exchange::finish);
        exchange = Optional.empty();
        finished = true;
    }

    // what the client's side tells

    /** A part of a request head is there. */
    void headBegun() {
        if (life.phase() == Phase.IDLE || life.phase() == Phase.UNUSED) {
            requestBegunAt = System.nanoTime();
        }
        happened(Happened.HEAD_BEGUN);
    }

    void requested(RequestHead head) {
        begin(head);
        if (listener.isTls() && !facts.isTls()) {
            refused(497);
            return;
        }
        var running = exchange.orElseThrow();
        happened(new RequestRead(
                head.hasBody(),
                KeepAlive.last(
                        head.keepAlive(), requests, age(), running.route().settings())));
        soon(running::begin);
    }

    void refused(Refusal refusal, RequestHead head) {
        begin(head);
        exchange.orElseThrow().log("info", refusal.reason());
        refused(refusal.status());
    }

    private void refused(int status) {
        exchange.orElseThrow().refuse(status);
        happened(new Refused(status));
    }

    private void begin(RequestHead head) {
        requests++;
        if (life.phase() != Phase.REQUEST) {
            requestBegunAt = System.nanoTime();
        }
        server = listener.server(channel, head.host(), server);
        var begun = new Exchange(this, head, server, requestBegunAt);
        exchange = Optional.of(begun);
        inForce = begun.route().settings();
        observed(Peer.CLIENT, What.REQUEST, 0, head.requestLine());
    }

    void handshake(SslHandshakeCompletionEvent done) {
        if (done.isSuccess()) {
            var session = channel.pipeline().get(SslHandler.class).engine().getSession();
            observed(Peer.SERVER, What.HANDSHAKE, 0, session.getProtocol() + " " + session.getCipherSuite());
            happened(Happened.HANDSHAKE_DONE);
            return;
        }
        // Engines of the JDK's kind give their alert away only when they are asked for more to send.
        channel.flush();
        var gate = channel.pipeline().get(AlertGate.class);
        var received = Alert.receivedIn(done.cause());
        var sent = gate == null ? Optional.<Alert>empty() : gate.sent();
        if (received.isPresent()) {
            happened(
                    new HandshakeFailed(Optional.of(Peer.CLIENT), received.get().word()));
        } else if (sent.isPresent()) {
            happened(new HandshakeFailed(Optional.of(Peer.SERVER), sent.get().word()));
        } else if (!tap.ended()) {
            happened(new HandshakeFailed(Optional.of(Peer.SERVER), "an alert in TLS"));
        }
    }

    /** The ClientHello named a server. */
    void serverNamed(String name) {
        facts.serverNamed(name);
        server = listener.server(channel, name, server);
        inForce = server.settings();
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
            observed(Peer.CLIENT, What.FIN, 0, "");
        }
        happened(tap.unread() > 0 ? Happened.CLIENT_FIN_UNREAD : Happened.CLIENT_FIN);
    }

    void clientReset() {
        observed(Peer.CLIENT, What.RST, 0, "");
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
        exchange.ifPresent(Exchange::clientTook);
    }

    /** Bytes came while they are dropped: lingering goes on. */
    void dropped(int bytes) {
        if (life.phase() == Phase.LINGERING) {
            happened(Happened.LINGERED);
        }
    }

    /** Something of waflab's own went wrong: said in the log, and the connection ends as nginx's would. */
    void failed(Throwable cause) {
        if (channel.eventLoop().inEventLoop()) {
            worker.server()
                    .logs()
                    .error(inForce, "alert", worker.date().log(), story.client() + " internal error: " + cause);
            happened(Happened.STOP_NOW);
        } else {
            channel.eventLoop().execute(() -> failed(cause));
        }
    }

    // what it knows

    Life life() {
        return life;
    }

    Phase phase() {
        return life.phase();
    }

    /** Whether the answer may say {@code Connection: keep-alive}. */
    boolean keptAlive() {
        return life.whenDone().isEmpty();
    }

    /** Whether nginx would be reading its client now: not while it waits for the upstream or sends. */
    boolean readsClient() {
        return life.phase() != Phase.AWAITING_RESPONSE && life.phase() != Phase.RESPONSE;
    }

    void inForce(Settings settings) {
        inForce = settings;
    }

    Settings settings() {
        return inForce;
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

    ClientSide client() {
        return client;
    }

    Server server() {
        return server;
    }

    Exchange exchange() {
        return exchange.orElseThrow();
    }

    Story story() {
        return story;
    }

    long number() {
        return number;
    }

    int requests() {
        return requests;
    }

    Duration age() {
        return Duration.ofNanos(timers.now() - acceptedAt);
    }

    /** Seconds of a clock for the balancer. */
    long seconds() {
        return timers.now() / 1_000_000_000;
    }

    long clientActiveAt() {
        return clientActiveAt;
    }

    long upstreamActiveAt() {
        return upstreamActiveAt;
    }

    void clientActive() {
        clientActiveAt = timers.now();
    }

    void upstreamActive() {
        upstreamActiveAt = timers.now();
    }

    /** A response head goes out. */
    void responded(int status) {
        observed(Peer.SERVER, What.RESPONSE, status, "");
    }

    void observed(Peer by, What what, long size, String detail) {
        observed(Side.DOWNSTREAM, by, what, size, detail);
    }

    void observed(Side leg, Peer by, What what, long size, String detail) {
        long at = timers.now() - acceptedAt;
        story.add(at, leg, by, what, size, detail);
        if (worker.server().journal().keepsAll()) {
            worker.server().journal().tell(number, story.client(), new Observation(at, leg, by, what, size, detail));
        }
    }
}
