package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import io.waflab.config.Directive;
import io.waflab.config.Upstream;
import io.waflab.connection.Happened;
import io.waflab.connection.Peer;
import io.waflab.connection.Side;
import io.waflab.connection.Timer;
import io.waflab.http.ResponseHead;
import io.waflab.http.ResponseParser;
import io.waflab.journal.What;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * One request's way to an upstream: picks a server, sends the request, reads the response head, tries the next server
 * where proxy_next_upstream lets it (ngx_http_upstream.c). From the response head on a {@link Relay} goes on.
 */
final class UpstreamCall implements UpstreamSide.User {

    /** Bytes that may wait in a tunnel before the side they come from is no longer read. */
    private static final int MOST_WAITING = 64 << 10;

    private final Exchange exchange;
    private final Carrier carrier;
    private final ProxyConnection connection;
    private final Route route;
    private final UpstreamPool pool;
    private final Upstream upstream;
    private final Set<Balancer.Seat> tried = Balancer.none();
    private final List<Attempt> attempts = new ArrayList<>(1);
    private final long startedAt = System.nanoTime();
    private final RequestSender sender;
    private int triesLeft;
    private UpstreamSide side;
    private boolean cached;
    private ResponseParser parser;
    private Relay relay;
    private boolean tunnel;

    /** @param streams whether the body is passed on as it comes */
    UpstreamCall(Exchange exchange, Upstream upstream, boolean streams) {
        this.exchange = exchange;
        carrier = exchange.carrier();
        connection = carrier.connection();
        this.route = exchange.route();
        this.upstream = upstream;
        sender = new RequestSender(exchange, streams);
        pool = connection.worker().pool(upstream);
        triesLeft = pool.balancer().tries();
        long most = route.settings().count(Directive.PROXY_NEXT_UPSTREAM_TRIES);
        if (most > 0 && triesLeft > most) {
            triesLeft = (int) most;
        }
    }

    /** The tries so far, for the log. */
    List<Attempt> attempts() {
        return attempts;
    }

    /** What the request last went to, as nginx's error log writes it; empty before the first try. */
    Optional<String> url() {
        if (attempts.isEmpty()) {
            return Optional.empty();
        }
        var target = Objects.requireNonNullElseGet(sender.target(), exchange.head()::target);
        return Optional.of(
                (route.proxyPass().tls() ? "https://" : "http://") + attempt().address() + target);
    }

    Optional<ResponseHead> head() {
        return relay == null ? Optional.empty() : Optional.of(relay.head());
    }

    /** Begins; for a streamed body the pieces follow. */
    void begin(RequestStore whole) {
        sender.begin(whole);
        connect();
    }

    private void connect() {
        var seat = pool.balancer().next(tried, connection.seconds());
        if (seat.isEmpty()) {
            attempts.add(new Attempt(upstream.name(), System.nanoTime()));
            attempts.get(attempts.size() - 1).failed(502);
            exchange.log("error", "no live upstreams while connecting to upstream");
            exchange.fail(502, Optional.empty());
            return;
        }
        tried.add(seat.get());
        parser = null;
        sender.again();
        attempts.add(new Attempt(Attempt.text(seat.get().peer().address()), System.nanoTime()));
        var pooled = pool.take(seat.get());
        cached = pooled.isPresent();
        if (cached) {
            side = pooled.get();
            side.serve(this);
            send();
        } else {
            connection
                    .chronicle()
                    .observed(
                            Side.UPSTREAM, Peer.CLIENT, What.OPEN, 0, attempt().address());
            carrier.happened(Happened.CONNECTING);
            side = UpstreamSide.connect(
                    connection.worker(), seat.get(), route.proxyPass().tls(), this);
        }
    }

    private Attempt attempt() {
        return attempts.get(attempts.size() - 1);
    }

    @Override
    public void connected() {
        attempt().connected();
        carrier.happened(Happened.CONNECTED);
        carrier.soon(this::send);
    }

    @Override
    public void connectFailed(Throwable cause) {
        failed("error", 502, "connect() failed (" + SocketError.of(cause) + ") while connecting to upstream");
    }

    private void send() {
        if (side == null) {
            return;
        }
        side.countRequest();
        connection
                .chronicle()
                .observed(
                        Side.UPSTREAM,
                        Peer.CLIENT,
                        What.REQUEST,
                        0,
                        cached ? "on a kept-alive connection to " + attempt().address() : "");
        try {
            attempt().sent(sender.send(side, route.http10() || pool.keepsNone()));
        } catch (IllegalArgumentException unfit) {
            // A variable of the client's in proxy_set_header: it must not begin a field of its own at the upstream.
            exchange.log("error", "invalid value for the upstream: " + unfit.getMessage());
            hangUp(false);
            exchange.fail(400, Optional.empty());
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
        if (tunnel) {
            carrier.pause(false);
            return;
        }
        sender.drained();
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
        attempt().received(bytes.readableBytes());
        connection.chronicle().upstreamActive();
        if (tunnel) {
            tunnelDown(bytes);
        } else if (relay != null) {
            relay.received(bytes);
        } else {
            parse(bytes);
        }
    }

    private void parse(ByteBuf bytes) {
        if (parser == null) {
            parser = new ResponseParser((int) route.settings().size(Directive.PROXY_BUFFER_SIZE));
        }
        switch (parser.parse(bytes)) {
            case MORE:
                bytes.release();
                break;
            case HEAD:
                headRead(bytes);
                break;
            default:
                bytes.release();
                failed(
                        "invalid_header",
                        502,
                        parser.refusal().reason() + " while reading response header from upstream");
        }
    }

    private void headRead(ByteBuf rest) {
        var head = parser.head();
        attempt().answered(head.status());
        connection.chronicle().observed(Side.UPSTREAM, Peer.SERVER, What.RESPONSE, head.status(), "");
        if (retriesStatus(head.status())) {
            rest.release();
            next("http_" + head.status(), head.status());
            return;
        }
        pool.balancer().succeeded(side.seat());
        tunnel = head.status() == 101 && exchange.head().upgrade() != null;
        relay = new Relay(exchange, this, head);
        if (tunnel) {
            relay.upgraded();
            carrier.happened(Happened.UPGRADED);
            carrier.soon(carrier::upgraded);
            tunnelDown(rest);
        } else {
            carrier.happened(Happened.RESPONSE_HEAD);
            relay.begin(rest);
        }
    }

    private boolean retriesStatus(int status) {
        return status >= 403 && route.triesNext("http_" + status) && mayRetry(triesLeft - 1);
    }

    @Override
    public void receivedAll() {
        if (tunnel) {
            carrier.response().flush();
        } else if (relay != null) {
            relay.receivedAll();
        }
    }

    /** The origin ended the connection. */
    @Override
    public void ended(boolean reset) {
        connection.chronicle().observed(Side.UPSTREAM, Peer.SERVER, reset ? What.RST : What.FIN, 0, "");
        if (tunnel) {
            tunnel = false;
            carrier.happened(Happened.TUNNEL_END);
        } else if (relay != null) {
            relay.ended(reset);
        } else {
            failed(
                    "error",
                    502,
                    (reset ? "recv() failed (104: Connection reset by peer)" : "upstream prematurely closed connection")
                            + " while reading response header from upstream");
        }
    }

    /** The rules gave this server up after a timeout. */
    void timedOut(Timer timer) {
        var doing = switch (timer) {
            case PROXY_CONNECT -> "connecting to upstream";
            case PROXY_SEND -> "sending request to upstream";
            default -> "reading response header from upstream";
        };
        exchange.log("error", "upstream timed out (110: Connection timed out) while " + doing);
        attempt().failed(504);
        hangUp(true);
        if (!retry("timeout")) {
            exchange.fail(504, Optional.of(timer));
        }
    }

    private void failed(String kind, int status, String why) {
        exchange.log("error", why);
        attempt().failed(status);
        next(kind, status);
    }

    private void next(String kind, int status) {
        hangUp(!kind.equals("http_403") && !kind.equals("http_404"));
        if (!retry(kind)) {
            exchange.fail(status, Optional.empty());
        }
    }

    private void hangUp(boolean failure) {
        if (side != null) {
            if (failure) {
                pool.balancer().failed(side.seat(), connection.seconds());
            } else {
                pool.balancer().succeeded(side.seat());
            }
            side.close();
            side = null;
            sender.hungUp();
        }
    }

    private boolean retry(String kind) {
        triesLeft--;
        if (cached && kind.equals("error")) {
            // A kept-alive connection that the origin had closed costs no try (ngx_http_upstream_next).
            triesLeft++;
        }
        if (!route.triesNext(kind) || !mayRetry(triesLeft)) {
            return false;
        }
        connect();
        return true;
    }

    private boolean mayRetry(int left) {
        var limit = route.settings().time(Directive.PROXY_NEXT_UPSTREAM_TIMEOUT);
        return left > 0
                && !(sender.begun() && sender.streamsBody())
                && (!sender.begun() || exchange.head().idempotent() || route.triesNext("non_idempotent"))
                && (limit.isZero()
                        || Duration.ofNanos(System.nanoTime() - startedAt).compareTo(limit) < 0);
    }

    /** The response is complete: the connection goes back to the pool, or is closed. */
    void complete(boolean reusable) {
        var done = side;
        side = null;
        sender.hungUp();
        attempt().ended();
        if (done != null) {
            if (reusable && sender.isWhole()) {
                pool.keep(done);
            } else {
                connection.chronicle().observed(Side.UPSTREAM, Peer.CLIENT, What.FIN, 0, "");
                done.close();
            }
        }
    }

    UpstreamSide side() {
        return side;
    }

    Attempt current() {
        return attempt();
    }

    /** Bytes of the client in a tunnel. */
    void tunnelUp(ByteBuf bytes) {
        if (side == null) {
            bytes.release();
            return;
        }
        side.output().write(bytes);
        side.output().flush();
        carrier.happened(Happened.TUNNEL_SENT);
        if (side != null && side.output().waiting() > MOST_WAITING) {
            carrier.pause(true);
        }
    }

    private void tunnelDown(ByteBuf bytes) {
        exchange.countBody(bytes.readableBytes());
        carrier.response().body(bytes);
        carrier.response().flush();
        carrier.happened(Happened.TUNNEL_READ);
        if (side != null && carrier.response().waiting() > MOST_WAITING) {
            side.read(false);
        }
    }

    /** The client took something. */
    void clientTook() {
        if (tunnel) {
            if (side != null && carrier.response().waiting() <= MOST_WAITING / 2) {
                side.read(true);
            }
        } else if (relay != null) {
            relay.clientTook();
        }
    }

    /** Hangs up; what was held back for the client stays with its output. */
    void close() {
        sender.release();
        if (relay != null) {
            relay.release();
        }
        if (side != null) {
            attempt().ended();
            connection.chronicle().observed(Side.UPSTREAM, Peer.CLIENT, What.FIN, 0, "");
            side.close();
            side = null;
        }
    }
}
