package io.waflab.proxy;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.waflab.config.Directive;
import io.waflab.config.Server;
import io.waflab.config.Settings;
import io.waflab.config.Variable;
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
import io.waflab.connection.Event.Last;
import io.waflab.connection.Event.Refused;
import io.waflab.connection.Event.RequestRead;
import io.waflab.connection.Happened;
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
import java.net.InetSocketAddress;
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
    private final InetSocketAddress remote;
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
    private String serverNameAsked = "";

    ProxyConnection(Worker worker, Listener listener, Channel channel) {
        this.worker = worker;
        this.listener = listener;
        this.channel = channel;
        remote = (InetSocketAddress) channel.remoteAddress();
        story = new Story(Attempt.text(remote));
        number = worker.server().journal().nextConnection();
        timers = new Timers(channel.eventLoop(), timer -> {
            observed(Peer.SERVER, What.EXPIRED, 0, timer.word());
            happened(new Event.Expired(timer));
        });
        acceptedAt = timers.now();
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
        Closer.halfClose(channel);
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
        var done = Closer.close(channel, asked, unread);
        var words = EndingLine.of(this, ending, done, silence);
        observed(Peer.SERVER, What.ENDED, 0, words);
        worker.server().logs().error(inForce, "info", worker.date().log(), story.client() + " " + words);
        client.release();
        worker.server().journal().finish(story);
        worker.remove(this);
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
        if (listener.isTls() && !isTls()) {
            refused(497);
            return;
        }
        var running = exchange.orElseThrow();
        happened(new RequestRead(head.hasBody(), last(head, running.route().settings())));
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

    /** Why a request is the connection's last (ngx_http_update_location_config). */
    private Optional<Last> last(RequestHead head, Settings settings) {
        if (!head.keepAlive()) {
            return Optional.of(new Last(Cause.NORMAL_CLOSE, Optional.empty()));
        }
        if (settings.time(Directive.KEEPALIVE_TIMEOUT).isZero()) {
            return Optional.of(new Last(Cause.NORMAL_CLOSE, Optional.of(Directive.KEEPALIVE_TIMEOUT)));
        }
        if (requests >= settings.count(Directive.KEEPALIVE_REQUESTS)) {
            return Optional.of(new Last(Cause.SERVER_MAX_REQUESTS, Optional.of(Directive.KEEPALIVE_REQUESTS)));
        }
        if (age().compareTo(settings.time(Directive.KEEPALIVE_TIME)) > 0) {
            return Optional.of(new Last(Cause.SERVER_MAX_REQUESTS, Optional.of(Directive.KEEPALIVE_TIME)));
        }
        return Optional.empty();
    }

    void handshake(SslHandshakeCompletionEvent done) {
        if (done.isSuccess()) {
            var session = channel.pipeline().get(SslHandler.class).engine().getSession();
            observed(Peer.SERVER, What.HANDSHAKE, 0, session.getProtocol() + " " + session.getCipherSuite());
            happened(Happened.HANDSHAKE_DONE);
            return;
        }
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
        serverNameAsked = name;
        server = listener.server(channel, name, server);
        inForce = server.settings();
    }

    void clientNotified() {
        notified = true;
        happened(Happened.CLIENT_NOTIFIED);
    }

    void clientFin() {
        observed(Peer.CLIENT, What.FIN, 0, "");
        happened(tap.unread() > 0 ? Happened.CLIENT_FIN_UNREAD : Happened.CLIENT_FIN);
    }

    void clientReset() {
        observed(Peer.CLIENT, What.RST, 0, "");
        happened(Happened.CLIENT_RST);
    }

    /** A write failed: the client's RST is on its way to the reading side, was the answer, or came long ago and was ignored. */
    void clientBroken() {
        tap.reset();
        happened(Happened.CLIENT_BROKEN);
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
        long at = timers.now() - acceptedAt;
        story.add(at, Side.DOWNSTREAM, by, what, size, detail);
        if (worker.server().journal().keepsAll()) {
            worker.server()
                    .journal()
                    .tell(number, story.client(), new Observation(at, Side.DOWNSTREAM, by, what, size, detail));
        }
    }

    boolean isTls() {
        return channel.pipeline().get(SslHandler.class) != null;
    }

    String remoteAddress() {
        return remote.getAddress().getHostAddress();
    }

    byte[] remoteBytes() {
        return remote.getAddress().getAddress();
    }

    int remotePort() {
        return remote.getPort();
    }

    String localAddress() {
        return ((InetSocketAddress) channel.localAddress()).getAddress().getHostAddress();
    }

    int localPort() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    /** The value of one of the {@code $ssl_} variables. */
    String tlsFact(Variable variable) {
        var handler = channel.pipeline().get(SslHandler.class);
        if (handler == null) {
            return "";
        }
        var session = handler.engine().getSession();
        return switch (variable) {
            case SSL_PROTOCOL -> session.getProtocol();
            case SSL_CIPHER -> session.getCipherSuite();
            case SSL_SERVER_NAME -> serverNameAsked;
            case SSL_ALPN_PROTOCOL ->
                Optional.ofNullable(handler.applicationProtocol()).orElse("");
            default -> "";
        };
    }
}
