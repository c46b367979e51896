package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.waflab.config.Balancing;
import io.waflab.config.Directive;
import io.waflab.connection.SessionEvent.NoUpstream;
import io.waflab.connection.SessionEvent.Plain;
import io.waflab.connection.Timer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A session's way to an upstream: servers are tried until one takes it (ngx_stream_proxy_connect and what follows). */
final class StreamUpstream implements UpstreamUser {

    private static final int BAD_GATEWAY = 502;

    private final StreamSession session;
    private final List<Attempt> attempts = new ArrayList<>(1);
    private StreamTarget target;
    private Pick pick;
    private Seat seat;
    private UpstreamSide side;
    private Attempt attempt;
    private StreamTargetFinder finder;
    private int left;
    private long startedAt;
    private boolean open;
    private boolean shut;
    private boolean headerSent;

    StreamUpstream(StreamSession session) {
        this.session = session;
    }

    /** The second that nginx's clock shows. */
    static long second() {
        return System.currentTimeMillis() / 1000;
    }

    void begin() {
        startedAt = session.worker().clock().now();
        finder = new StreamTargetFinder(session, this::found);
        finder.find();
    }

    private void found(StreamTarget to) {
        target = to;
        pick = new Pick(key(to.balancing()));
        int servers = to.balancer().tries();
        long most = session.site().settings().count(Directive.PROXY_NEXT_UPSTREAM_TRIES);
        left = most > 0 && servers > most ? (int) most : servers;
        next();
    }

    private byte[] key(Balancing balancing) {
        return balancing
                .key()
                .map(key -> session.expand(session.site().template(key.source())))
                .orElse("")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private void next() {
        var chosen = target.balancer().next(pick, session.seconds());
        if (chosen.isEmpty()) {
            attempts.add(new Attempt(target.name(), session.worker().clock()));
            session.log("error", "no live upstreams while connecting to upstream");
            session.happened(new NoUpstream(BAD_GATEWAY, Optional.empty()));
            return;
        }
        seat = chosen.get();
        headerSent = false;
        attempt = new Attempt(Attempt.text(seat.address()), session.worker().clock());
        attempts.add(attempt);
        session.happened(Plain.CONNECTING);
        var asked = seat;
        StreamSocketMaker.make(session, target.host(), seat.address(), how -> connect(asked, how), this::unusable);
    }

    private void connect(Seat asked, UpstreamSocket how) {
        if (seat == asked) {
            side = new UpstreamSide(seat.address(), session.worker(), session.site(), how);
            side.connect(this);
        }
    }

    /** A certificate that variables name cannot be used: nginx ends the session. */
    private void unusable(String why) {
        if (seat != null) {
            session.log("error", why + " while SSL handshaking to upstream");
            session.happened(new NoUpstream(500, Optional.empty()));
        }
    }

    /** A timer ran out: resolver_timeout or proxy_connect_timeout. */
    void abandon(Timer timer) {
        if (timer == Timer.RESOLVER) {
            finder.stop();
            session.log(
                    "error", "upstream could not be resolved (110: Operation timed out) while connecting to upstream");
            session.happened(new NoUpstream(500, Optional.of(timer)));
        } else {
            failed("upstream timed out (110: Connection timed out) while connecting to upstream", Optional.of(timer));
        }
    }

    private void failed(String why, Optional<Timer> timer) {
        session.log("error", why);
        attempt.ended();
        boolean disabled = target.balancer().failed(seat, session.seconds());
        if (disabled) {
            session.log("warn", "upstream server temporarily disabled while connecting to upstream");
        }
        seat = null;
        hangUp();
        left--;
        session.happened(Plain.UPSTREAM_LEFT);
        if (left > 0 && triesNext()) {
            next();
        } else {
            session.happened(new NoUpstream(BAD_GATEWAY, timer));
        }
    }

    private boolean triesNext() {
        var settings = session.site().settings();
        var limit = settings.time(Directive.PROXY_NEXT_UPSTREAM_TIMEOUT);
        boolean inTime = limit.isZero()
                || Duration.ofNanos(session.worker().clock().now() - startedAt).compareTo(limit) < 0;
        return inTime && settings.words(Directive.PROXY_NEXT_UPSTREAM).contains("on");
    }

    /** Reads the upstream, or leaves it unread. */
    void read(boolean reads) {
        if (open && side != null) {
            side.read(reads);
        }
    }

    /** Bytes of the client were passed on. */
    void sent(int bytes) {
        attempt.sent(bytes);
    }

    /** FIN, with reading going on. */
    void shut() {
        if (!shut && side != null) {
            shut = true;
            Closer.shut(side.channel());
        }
    }

    /** The session's ending is known: what is measured is measured. */
    void over() {
        if (attempt != null) {
            attempt.ended();
        }
    }

    /** Hangs up, and gives the server back. */
    void close() {
        if (finder != null) {
            finder.stop();
        }
        hangUp();
        if (seat != null) {
            target.balancer().left(seat);
            seat = null;
        }
    }

    private void hangUp() {
        if (side != null) {
            side.close();
            side = null;
        }
    }

    /** Every server that was tried. */
    List<Attempt> attempts() {
        return attempts;
    }

    // what the upstream's side tells

    @Override
    public void handshaking() {
        if (session.site().settings().flag(Directive.PROXY_PROTOCOL)) {
            side.channel().writeAndFlush(header());
        }
        session.happened(Plain.CONNECTING);
    }

    private ByteBuf header() {
        var bytes = ProxyHeaderText.of(session.client(), session.facts());
        attempt.sent(bytes.length);
        headerSent = true;
        return Unpooled.wrappedBuffer(bytes);
    }

    @Override
    public void connected() {
        open = true;
        attempt.connected();
        if (session.site().settings().flag(Directive.PROXY_PROTOCOL) && !headerSent) {
            side.output().write(header());
        }
        session.connected(side.output());
    }

    @Override
    public void connectFailed(Throwable cause) {
        failed("connect() failed (" + SocketError.of(cause) + ") while connecting to upstream", Optional.empty());
    }

    /** nginx ends the session, and tries no other server (ngx_stream_proxy_connect). */
    @Override
    public void noSocket(String level, String why) {
        session.log(level, why + " while connecting to upstream");
        attempt.noSocket();
        session.happened(new NoUpstream(500, Optional.empty()));
    }

    @Override
    public void handshakeFailed(String why) {
        failed(why + " while SSL handshaking to upstream", Optional.empty());
    }

    @Override
    public void received(ByteBuf bytes) {
        if (attempt.headerTime().equals("-")) {
            attempt.answered(200);
        }
        attempt.received(bytes.readableBytes());
        session.fromUpstream(bytes);
    }

    @Override
    public void receivedAll() {
        // each read is passed on by itself
    }

    @Override
    public void notified() {
        session.upstreamEnds(Plain.UPSTREAM_NOTIFIED);
    }

    @Override
    public void ended(boolean reset) {
        if (reset) {
            session.log(
                    "error", "recv() failed (104: Connection reset by peer) while proxying and reading from upstream");
        }
        session.upstreamEnds(reset ? Plain.UPSTREAM_RST : Plain.UPSTREAM_FIN);
    }

    @Override
    public void blocked() {
        session.happened(Plain.UPSTREAM_BLOCKED);
    }

    @Override
    public void progress() {
        session.happened(Plain.FLOWED);
        session.readOn();
    }

    @Override
    public void drained() {
        session.happened(Plain.UPSTREAM_DRAINED);
        taken();
    }

    @Override
    public void taken() {
        session.readOn();
    }

    /** Told by the side as its end. */
    @Override
    public void broken(Throwable cause) {
        session.upstreamEnds(Plain.UPSTREAM_RST);
    }

    @Override
    public void finished() {
        // nothing is asked to finish
    }
}
