package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import io.waflab.connection.Happened;
import io.waflab.connection.Peer;
import io.waflab.connection.Side;
import io.waflab.connection.Timer;
import io.waflab.http.ResponseHead;
import io.waflab.journal.What;
import java.util.Objects;
import java.util.Optional;

/**
 * One request's way to an upstream: picks a server, sends the request, reads the response head, tries the next server
 * where proxy_next_upstream lets it (ngx_http_upstream.c). From the response head on a {@link Relay} or {@link Tunnel} goes
 * on.
 */
final class UpstreamCall implements UpstreamUser, TargetFinder.Asker {

    /** What nginx's error log says where an upstream ends the connection before its time. */
    static final String RESET = "recv() failed (104: Connection reset by peer)";

    /** The same where nginx fills several buffers at once (ngx_readv_chain). */
    static final String RESET_IN_BODY = "readv() failed (104: Connection reset by peer)";

    static final String CLOSED_EARLY = "upstream prematurely closed connection";

    private final Exchange exchange;
    private final Carrier carrier;
    private final ProxyConnection connection;
    private final Proxying proxying;
    private final RequestSender sender;
    private final UpstreamTries tries;
    /** Where variables say where it goes; else null. */
    private TargetFinder finder;

    private Target target;
    private Attempt attempt;
    private UpstreamSide side;
    private boolean cached;
    private Relay relay;
    private Tunnel tunnel;
    private String doing = "connecting to upstream";

    /** @param streams whether the body is passed on as it comes */
    UpstreamCall(Exchange exchange, Proxying proxying, boolean streams) {
        this.exchange = exchange;
        this.proxying = proxying;
        carrier = exchange.carrier();
        connection = carrier.connection();
        sender = new RequestSender(exchange, proxying, streams);
        tries = new UpstreamTries(exchange, proxying, sender);
    }

    Proxying proxying() {
        return proxying;
    }

    /** Where it goes; empty while that is not known. */
    Optional<Target> target() {
        return Optional.ofNullable(target);
    }

    /** What the request last went to, as nginx's error log writes it; empty before the first try. */
    Optional<String> url() {
        if (attempt == null) {
            return Optional.empty();
        }
        var uri = Objects.requireNonNullElseGet(sender.uri(), exchange.head()::target);
        return Optional.of(target.scheme() + attempt.address() + uri);
    }

    Optional<ResponseHead> head() {
        return Optional.ofNullable(relay).map(Relay::head);
    }

    Optional<Relay> relay() {
        return Optional.ofNullable(relay);
    }

    /** See {@link Relay#delivers}. */
    boolean delivers(Runnable then) {
        return relay != null && relay.delivers(then);
    }

    /** A line of the error log about what is being done now. */
    void log(String level, String message) {
        exchange.log(level, message + " while " + doing);
    }

    /** The client left before anything of the response came. @param reset how it left, behind nginx's words */
    void clientGone(String reset) {
        if (attempt != null) {
            exchange.log(
                    "info",
                    "epoll_wait() reported that client prematurely closed connection, so upstream connection is closed too"
                            + reset + " while " + (side == null ? doing : "sending request to upstream"));
        }
    }

    /** Begins; for a streamed body the pieces follow. */
    void begin(RequestStore whole) {
        sender.begin(whole);
        if (proxying.pass().variables().isEmpty()) {
            found(Target.written(proxying.pass(), connection.worker()));
        } else {
            finder = new TargetFinder(exchange, proxying, this);
            finder.find();
        }
    }

    @Override
    public void found(Target where) {
        target = where;
        sender.to(where);
        exchange.attempts().begin();
        tries.begin(where.pool());
        connect();
    }

    @Override
    public void notFound(int status) {
        exchange.fail(status);
    }

    private void connect() {
        doing = "connecting to upstream";
        if (!tries.next()) {
            attempt = exchange.attempts().add(target.pool().upstream().name());
            attempt.failed(502);
            log("error", "no live upstreams");
            exchange.fail(502);
            return;
        }
        var seat = tries.seat();
        sender.again();
        attempt = exchange.attempts().add(seat.text());
        var pooled = target.pool().take(seat, proxying, target.tls(), proxying.portion());
        cached = pooled != null;
        if (cached) {
            side = pooled;
            side.serve(this);
            attempt.connected();
            send();
        } else {
            open(seat);
        }
    }

    private void open(Seat seat) {
        connection.chronicle().observed(Side.UPSTREAM, Peer.CLIENT, What.OPEN, 0, attempt.address());
        carrier.happened(Happened.CONNECTING);
        UpstreamSocketMaker.make(exchange, proxying, target, seat.address(), how -> open(seat, how), this::unusable);
    }

    private void open(Seat seat, UpstreamSocket how) {
        if (tries.seat() == seat) {
            side = new UpstreamSide(seat.address(), connection.worker(), proxying, how);
            side.connect(this);
        }
    }

    /** A certificate that variables name cannot be used: nginx ends the request. */
    private void unusable(String why) {
        if (tries.seat() == null) {
            return;
        }
        exchange.log("error", why);
        hangUp(false, false);
        exchange.fail(500);
    }

    @Override
    public void handshaking() {
        doing = "SSL handshaking to upstream";
    }

    @Override
    public void connected() {
        attempt.connected();
        carrier.happened(Happened.CONNECTED);
        carrier.soon(this::send);
    }

    @Override
    public void connectFailed(Throwable cause) {
        failed("error", 502, "connect() failed (" + SocketError.of(cause) + ")");
    }

    /** nginx ends the request, and tries no other server (ngx_http_upstream_connect). */
    @Override
    public void noSocket(String level, String why) {
        log(level, why);
        attempt.noSocket();
        hangUp(false, false);
        exchange.fail(500);
    }

    @Override
    public void handshakeFailed(String why) {
        failed("error", 502, why);
    }

    private void send() {
        if (side == null) {
            return;
        }
        doing = "sending request to upstream";
        side.countRequest();
        var detail = cached ? tries.seat().keptAlive() : "";
        connection.chronicle().observed(Side.UPSTREAM, Peer.CLIENT, What.REQUEST, 0, detail);
        try {
            boolean closes = proxying.http10() || target.pool().saysClose();
            sender.send(side, attempt, closes);
        } catch (IllegalArgumentException unfit) {
            // A variable of the client's in proxy_set_header: it must not begin a field of its own at the upstream.
            exchange.log("error", "invalid value for the upstream: " + unfit.getMessage());
            hangUp(false, false);
            exchange.fail(400);
        }
    }

    /** Takes a streamed body from the client. */
    RequestSender sender() {
        return sender;
    }

    @Override
    public void blocked() {
        carrier.happened(Happened.UPSTREAM_BLOCKED);
    }

    @Override
    public void progress() {
        carrier.happened(Happened.UPSTREAM_PROGRESS);
    }

    @Override
    public void drained() {
        carrier.happened(Happened.UPSTREAM_DRAINED);
        taken();
    }

    @Override
    public void taken() {
        if (tunnel != null) {
            carrier.pause(false);
        } else {
            sender.drained();
        }
    }

    @Override
    public void finished() {
        // Only the client's side is ever finished.
    }

    @Override
    public void broken(Throwable cause) {
        ended(true);
    }

    @Override
    public void received(ByteBuf bytes) {
        attempt.received(bytes.readableBytes());
        connection.chronicle().upstreamActive();
        if (tunnel != null) {
            tunnel.down(bytes);
        } else if (relay != null) {
            relay.received(bytes);
        } else {
            doing = "reading response header from upstream";
            parse(bytes);
        }
    }

    private void parse(ByteBuf bytes) {
        var parser = side.parser((int) proxying.bufferSize());
        switch (parser.parse(bytes)) {
            case MORE:
                bytes.release();
                break;
            case HEAD:
                headRead(parser.head(), bytes);
                break;
            default:
                bytes.release();
                failed("invalid_header", 502, parser.refusal().reason());
        }
    }

    @Override
    public void hinted(ResponseHead hints) {
        exchange.response().earlyHints(hints, proxying);
    }

    private void headRead(ResponseHead head, ByteBuf rest) {
        attempt.answered(head.status());
        exchange.response().rate().listen(head, proxying);
        connection.chronicle().observed(Side.UPSTREAM, Peer.SERVER, What.RESPONSE, head.status(), "");
        if (!head.warnings().isEmpty()) {
            head.warnings().forEach(warning -> log("warn", warning));
        }
        if (head.http09()) {
            log("error", "upstream sent no valid HTTP/1.0 header");
        }
        if (head.status() >= 300 && tries.retriesStatus(head.status())) {
            rest.release();
            next("http_" + head.status(), head.status());
            return;
        }
        relay = new Relay(exchange, this, head);
        var handover = new Handover(exchange, proxying, head);
        if (handover.isDue()) {
            rest.release();
            relay.stop();
            hangUp(false, false);
            carrier.soon(handover::go);
        } else if (head.status() == 101 && exchange.head().upgrade() != null) {
            upgrade(rest);
        } else {
            doing = "reading upstream";
            carrier.happened(Happened.RESPONSE_HEAD);
            relay.begin(rest);
        }
    }

    private void upgrade(ByteBuf rest) {
        doing = "proxying upgraded connection";
        tunnel = new Tunnel(exchange, this);
        relay.upgraded();
        carrier.happened(Happened.UPGRADED);
        carrier.soon(carrier::upgraded);
        tunnel.down(rest);
    }

    @Override
    public void receivedAll() {
        if (tunnel != null) {
            carrier.response().flush();
        } else if (relay != null) {
            relay.receivedAll();
        }
    }

    @Override
    public void notified() {
        connection.chronicle().observed(Side.UPSTREAM, Peer.SERVER, What.ALERT, 0, "close_notify");
        left(What.ALERT);
    }

    /** The origin ended the connection. */
    @Override
    public void ended(boolean reset) {
        var how = reset ? What.RST : What.FIN;
        connection.chronicle().observed(Side.UPSTREAM, Peer.SERVER, how, 0, "");
        left(how);
    }

    /** @param how ALERT for close_notify, FIN or RST */
    private void left(What how) {
        if (tunnel != null) {
            var done = tunnel;
            tunnel = null;
            done.ended(how);
        } else if (relay != null) {
            relay.ended(how);
        } else {
            doing = "reading response header from upstream";
            failed("error", 502, how == What.RST ? RESET : CLOSED_EARLY);
        }
    }

    /** A timer of the upstream's ran out; the rules say what comes of it. */
    void expired(Timer timer) {
        if (tunnel != null) {
            log("info", "upstream timed out (110: Connection timed out)");
        } else if (relay != null && timer == Timer.PROXY_READ) {
            log("error", "upstream timed out (110: Connection timed out)");
        }
    }

    /** The rules gave this server up after a timeout. */
    void timedOut(Timer timer) {
        if (timer == Timer.RESOLVER) {
            finder.stop();
            exchange.log("error", finder.sought() + " could not be resolved (110: Operation timed out)");
            exchange.fail(502);
            return;
        }
        if (timer == Timer.PROXY_READ) {
            doing = "reading response header from upstream";
        }
        if (endsForsaken()) {
            log("error", "upstream timed out (110: Connection timed out)");
            return;
        }
        attempt.failed(504);
        boolean again = tries.again("timeout", cached);
        hangUp(true, again);
        log("error", "upstream timed out (110: Connection timed out)");
        if (again) {
            connect();
        } else {
            exchange.fail(504, Optional.of(timer));
        }
    }

    private void failed(String kind, int status, String why) {
        log("error", why);
        if (endsForsaken()) {
            return;
        }
        attempt.failed(status);
        next(kind, status);
    }

    /** Whether the request's body is passed on as it comes. */
    boolean streamsBody() {
        return sender.streamsBody();
    }

    /**
     * Ends it where nobody waits for what another server may say (ngx_http_upstream_next).
     *
     * @return whether it did
     */
    private boolean endsForsaken() {
        boolean deaf = exchange.carrier().response().isDeaf();
        if (deaf) {
            exchange.carrier().happened(Happened.CLIENT_BROKEN);
        }
        return deaf;
    }

    private void next(String kind, int status) {
        boolean again = tries.again(kind, cached);
        hangUp(!kind.equals("http_403") && !kind.equals("http_404"), again);
        if (again) {
            connect();
        } else {
            exchange.fail(status);
        }
    }

    /** @param again whether another server is tried, so that this one hears no close_notify (ngx_http_upstream_next) */
    private void hangUp(boolean failure, boolean again) {
        if (!failure) {
            tries.leave();
        } else if (tries.leaveFailed()) {
            log("warn", "upstream server temporarily disabled");
        }
        sender.hungUp();
        if (side != null && again) {
            side.closeSilently();
        } else if (side != null) {
            side.close();
        }
        side = null;
        carrier.happened(Happened.UPSTREAM_LEFT);
    }

    /** The response is complete: the connection goes back to the pool, or is closed. */
    void complete(boolean reusable) {
        var done = side;
        side = null;
        sender.hungUp();
        attempt.ended();
        tries.leave();
        if (done != null) {
            if (reusable && sender.isWhole()) {
                target.pool().keep(done);
            } else {
                connection.chronicle().observed(Side.UPSTREAM, Peer.CLIENT, What.FIN, 0, "");
                done.close();
            }
        }
    }

    /** Null when there is none. */
    UpstreamSide side() {
        return side;
    }

    Attempt current() {
        return attempt;
    }

    /** Bytes of the client in a tunnel. */
    void tunnelUp(ByteBuf bytes) {
        if (tunnel == null) {
            bytes.release();
        } else {
            tunnel.up(bytes);
        }
    }

    /** The client took something. */
    void clientTook() {
        if (tunnel != null) {
            tunnel.clientTook();
        } else if (relay != null) {
            relay.clientTook();
        }
    }

    /** proxy_limit_rate lets the upstream be read again. */
    void readOn() {
        if (relay != null) {
            relay.readOn();
        }
    }

    /** Hangs up; what was held back for the client stays with its output. */
    void close() {
        if (finder != null) {
            finder.stop();
        }
        sender.release();
        if (relay != null) {
            relay.stop();
        }
        if (side != null) {
            attempt.ended();
            connection.chronicle().observed(Side.UPSTREAM, Peer.CLIENT, What.FIN, 0, "");
        }
        tries.leave();
        if (side != null) {
            side.close();
            side = null;
        }
    }

    /** The exchange is over. */
    void release() {
        close();
        if (relay != null) {
            relay.release();
        }
    }
}
