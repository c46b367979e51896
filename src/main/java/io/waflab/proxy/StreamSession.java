package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.waflab.config.Directive;
import io.waflab.config.Listen;
import io.waflab.config.Template;
import io.waflab.config.Variable;
import io.waflab.connection.Action;
import io.waflab.connection.Action.AbandonUpstream;
import io.waflab.connection.Action.Close;
import io.waflab.connection.Action.Start;
import io.waflab.connection.Action.Stop;
import io.waflab.connection.CloseAct;
import io.waflab.connection.Peer;
import io.waflab.connection.Phase;
import io.waflab.connection.SessionEvent;
import io.waflab.connection.SessionEvent.Expired;
import io.waflab.connection.SessionEvent.Plain;
import io.waflab.connection.SessionLife;
import io.waflab.connection.SessionRules;
import io.waflab.connection.Timer;
import io.waflab.journal.What;
import io.waflab.rewrite.Evaluated;
import io.waflab.rewrite.Scope;
import io.waflab.tls.AlertGate;

/**
 * One connection of stream and the upstream that it is passed on to, on one event loop. Everything that happens to it enters
 * through {@link #happened}, and what the rules answer is done here; it decides nothing itself.
 */
final class StreamSession implements Served, Evaluated {

    private final Worker worker;
    private final StreamSite site;
    private final Listen listen;
    private final Channel channel;
    private final ConnectionFacts facts;
    private final Chronicle chronicle;
    private final Timers timers;
    private final Scope scope;
    private final StreamClient client = new StreamClient(this);
    private final StreamGate gate = new StreamGate(this);
    private final StreamPhases phases;
    private final StreamUpstream upstream = new StreamUpstream(this);
    private final Turns<SessionEvent> turns = new Turns<>(this::take, this::failed);
    private ClientAddress address;
    private final StreamFlow up;
    private final StreamFlow down;
    private SessionLife life = SessionLife.NEW;
    private String silence = "";
    private boolean notified;
    /** Bytes came that nginx would have left in its socket: it has no use for them before the upstream is connected. */
    private boolean early;

    StreamSession(Worker worker, StreamSite site, Listen listen, Channel channel) {
        this.worker = worker;
        this.site = site;
        this.listen = listen;
        this.channel = channel;
        facts = new ConnectionFacts(channel);
        address = facts.client();
        timers = new Timers(channel.eventLoop(), this::expired);
        chronicle = new Chronicle(facts.story(), worker.server().journal(), worker.clock()::now);
        scope = new Scope(site.variables(), this);
        phases = new StreamPhases(this, listen.ssl());
        long buffer = site.settings().size(Directive.PROXY_BUFFER_SIZE);
        up = new StreamFlow(this, Timer.UPLOAD_RATE, buffer);
        down = new StreamFlow(this, Timer.DOWNLOAD_RATE, buffer);
    }

    /** nginx does not read a client before it has a use for its bytes. */
    @Override
    public void begin() {
        chronicle.observed(Peer.CLIENT, What.OPEN, 0, "");
        channel.config().setAutoRead(listen.proxyProtocol());
        if (listen.proxyProtocol()) {
            channel.pipeline().addLast(new StreamProxyAccept(this));
        }
        channel.pipeline().addLast(new StreamTap(this, listen.ssl()));
        if (listen.ssl()) {
            channel.pipeline().addLast(new StreamTlsAccept(this));
        }
        channel.pipeline().addLast(client);
        if (listen.proxyProtocol()) {
            happened(Plain.PROXY_HEADER_AWAITED);
        } else {
            entered(false);
        }
    }

    /**
     * What had to come before everything else has come.
     *
     * @param more whether bytes came behind it, which nginx leaves in its socket for now
     */
    void entered(boolean more) {
        early = more;
        address = StreamGate.client(site, facts);
        phases.begin();
    }

    /** Whatever the client sends has a use from here on. */
    void reads() {
        early = false;
        channel.config().setAutoRead(true);
    }

    void handshake(SslHandshakeCompletionEvent done) {
        if (!done.isSuccess()) {
            // Engines of the JDK's kind give their alert away only when they are asked for more to send.
            channel.flush();
            HandshakeOutcome.of(done.cause(), channel.pipeline().get(AlertGate.class), life.clientEnded())
                    .ifPresent(this::happened);
            return;
        }
        chronicle.observed(Peer.SERVER, What.HANDSHAKE, 0, facts.tls());
        happened(Plain.HANDSHAKE_DONE);
        phases.handshakeDone();
    }

    // the one door in

    private void expired(Timer timer) {
        chronicle.observed(Peer.SERVER, What.EXPIRED, 0, timer.word());
        happened(new Expired(timer));
    }

    /** What is raised while an event is handled waits until that is done. */
    void happened(SessionEvent event) {
        assert channel.eventLoop().inEventLoop();
        turns.add(event);
    }

    private void take(SessionEvent event) {
        var step = SessionRules.next(life, event, site.settings());
        var before = life;
        life = step.life();
        if (before.ending().isEmpty() && life.ending().isPresent()) {
            silence = StreamLog.silence(this, timers.now());
            upstream.over();
            StreamLog.access(this);
        }
        if (life.phase() != before.phase()) {
            chronicle.observed(Peer.SERVER, What.PHASE, 0, life.phase().word());
        }
        step.actions().forEach(this::perform);
    }

    private void perform(Action action) {
        if (action instanceof Start start) {
            timers.start(start.timer(), start.duration());
        } else if (action instanceof Stop stop) {
            timers.stop(stop.slot());
        } else if (action instanceof AbandonUpstream abandon) {
            upstream.abandon(abandon.timer());
        } else if (action instanceof Close close) {
            close(close.act());
        } else {
            performPlain((Action.Plain) action);
        }
    }

    private void performPlain(Action.Plain action) {
        switch (action) {
            case CLOSE_UPSTREAM -> upstream.close();
            case NOTIFY -> notifyClient();
            case SHUT_CLIENT -> Closer.shut(channel);
            case SHUT_UPSTREAM -> upstream.shut();
            case READ_CLIENT_ON -> up.goOn();
            case READ_ON -> down.goOn();
            default -> throw new IllegalStateException(action + " is of HTTP");
        }
        readOn();
    }

    /** Bytes that wait are dropped; the client is read, for its answer. */
    private void notifyClient() {
        release();
        notified = Closer.notifyClient(channel);
        chronicle.observed(Peer.SERVER, What.ALERT, 0, "close_notify");
        channel.config().setAutoRead(true);
    }

    private void close(CloseAct asked) {
        timers.stopAll();
        try {
            boolean open = channel.isOpen();
            var done = Closer.close(channel, asked, early || phases.preread().overflows());
            if (open) {
                boolean reset = done == CloseAct.SILENT_RESET || done == CloseAct.NOTIFY_RESET;
                chronicle.observed(Peer.SERVER, reset ? What.RST : What.FIN, 0, "");
            }
            StreamLog.ending(this, notified ? CloseAct.NOTIFY_FIN : done, silence);
        } finally {
            Closer.close(channel, CloseAct.SILENT_FIN, false);
            release();
            gate.release();
            chronicle.finish();
            life = SessionLife.OVER;
            silence = "";
            worker.remove(this);
        }
    }

    private void release() {
        up.release();
        down.release();
        phases.preread().release();
    }

    // what both sides tell

    /** Bytes were passed on. */
    void passed(Timer way, int bytes) {
        if (way == Timer.UPLOAD_RATE) {
            upstream.sent(bytes);
        }
    }

    void fromClient(ByteBuf bytes) {
        if (life.phase() == Phase.REQUEST) {
            phases.prereading(bytes);
            return;
        }
        early |= life.phase() != Phase.TUNNEL && !readsEarly();
        up.take(bytes);
        happened(Plain.FLOWED);
        readOn();
    }

    void fromUpstream(ByteBuf bytes) {
        chronicle.upstreamActive();
        down.take(bytes);
        happened(Plain.FLOWED);
        readOn();
    }

    /** The upstream is there: what came from the client meanwhile goes to it. */
    void connected(Output output) {
        early = false;
        up.to(output);
        happened(Plain.CONNECTED);
        readOn();
    }

    /** Reads each side again that may be read, and says what was put off until then. */
    void readOn() {
        if (isEnding()) {
            return;
        }
        boolean reads = up.wantsMore() && (life.phase() == Phase.TUNNEL || readsEarly());
        if (life.phase() == Phase.TUNNEL || life.phase() == Phase.AWAITING_RESPONSE) {
            channel.config().setAutoRead(reads);
        }
        upstream.read(down.wantsMore());
        up.tellEnd();
        down.tellEnd();
    }

    /** Before the upstream is connected nginx reads only a client that it has read before. */
    private boolean readsEarly() {
        return listen.ssl() || site.settings().flag(Directive.SSL_PREREAD);
    }

    void clientNotified() {
        if (!isEnding()) {
            clientEnds(Plain.CLIENT_NOTIFIED);
        }
    }

    void clientFin() {
        if (life.phase() != Phase.CLOSED) {
            chronicle.observed(Peer.CLIENT, What.FIN, 0, "");
            clientEnds(Plain.CLIENT_FIN);
        }
    }

    void clientReset() {
        if (life.phase() != Phase.CLOSED) {
            chronicle.observed(Peer.CLIENT, What.RST, 0, "");
            clientEnds(Plain.CLIENT_RST);
        }
    }

    private void clientEnds(Plain how) {
        if (isEnding()) {
            happened(how);
        } else {
            up.end(how);
        }
    }

    void upstreamEnds(Plain how) {
        down.end(how);
    }

    /** Bytes came behind the proxy's close_notify. */
    void late() {
        happened(Plain.CLIENT_LATE);
    }

    @Override
    public void stop() {
        // nginx lets sessions run until worker_shutdown_timeout.
    }

    @Override
    public void stopNow() {
        happened(Plain.STOP_NOW);
    }

    /** Something of waflab's own went wrong: said in the log, and the session ends. */
    void failed(Throwable cause) {
        StreamLog.error(this, "alert", "internal error: " + cause);
        happened(Plain.STOP_NOW);
    }

    // what it knows

    @Override
    public String value(Variable variable, String member) {
        return StreamValues.of(variable, member, this);
    }

    @Override
    public void log(String level, String message) {
        StreamLog.error(this, level, message);
    }

    String expand(Template template) {
        return scope.expand(template);
    }

    Scope scope() {
        return scope;
    }

    /** Whether its ending is known, or it is over: nothing more is passed on. */
    boolean isEnding() {
        return life.ending().isPresent() || life.phase() == Phase.CLOSED;
    }

    SessionLife life() {
        return life;
    }

    Worker worker() {
        return worker;
    }

    StreamSite site() {
        return site;
    }

    ConnectionFacts facts() {
        return facts;
    }

    Chronicle chronicle() {
        return chronicle;
    }

    /** Who the client is, realip's word taken. */
    ClientAddress client() {
        return address;
    }

    StreamGate gate() {
        return gate;
    }

    StreamPreread preread() {
        return phases.preread();
    }

    /** From the client to the upstream. */
    StreamFlow up() {
        return up;
    }

    /** From the upstream to the client. */
    StreamFlow down() {
        return down;
    }

    /** What is written to the client. */
    Output output() {
        return client.output();
    }

    StreamUpstream upstream() {
        return upstream;
    }

    /** Bytes from the client that were passed on. */
    long received() {
        return up.passed();
    }

    /** Bytes to the client. */
    long sent() {
        return phases.replied() + down.passed();
    }

    /** Seconds of a clock for the balancer. */
    long seconds() {
        return timers.now() / 1_000_000_000;
    }
}
