package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import io.waflab.connection.Happened;
import io.waflab.journal.What;

/** An upgraded connection (RFC 9110 section 7.8): bytes both ways, as they come. */
final class Tunnel {

    /** Bytes that may wait before the side they come from is no longer read. */
    private static final int MOST_WAITING = 64 << 10;

    private final Exchange exchange;
    private final Carrier carrier;
    private final UpstreamCall call;
    /** Whether the upstream is not read because of the client: proxy_read_timeout does not run meanwhile. */
    private boolean paused;

    Tunnel(Exchange exchange, UpstreamCall call) {
        this.exchange = exchange;
        this.call = call;
        carrier = exchange.carrier();
    }

    /** Bytes of the client. */
    void up(ByteBuf bytes) {
        if (call.side() == null) {
            bytes.release();
            return;
        }
        call.current().sent(bytes.readableBytes());
        call.side().output().write(bytes);
        call.side().output().flush();
        if (!paused) {
            carrier.happened(Happened.TUNNEL_SENT);
        }
        if (call.side() != null && call.side().output().waiting() > MOST_WAITING) {
            carrier.pause(true);
        }
    }

    /** Bytes of the upstream. */
    void down(ByteBuf bytes) {
        exchange.response().countBody(bytes.readableBytes());
        carrier.response().body(bytes);
        carrier.response().flush();
        paused |= carrier.response().waiting() > MOST_WAITING;
        if (paused && call.side() != null) {
            call.side().read(false);
            carrier.happened(Happened.UPSTREAM_PAUSED);
        } else {
            carrier.happened(Happened.TUNNEL_READ);
        }
    }

    /** The origin ended the connection. @param how ALERT for close_notify, FIN or RST */
    void ended(What how) {
        if (how == What.RST) {
            call.log("error", UpstreamCall.RESET);
        }
        carrier.happened(
                switch (how) {
                    case RST -> Happened.TUNNEL_RST;
                    case ALERT -> Happened.TUNNEL_NOTIFIED;
                    default -> Happened.TUNNEL_END;
                });
    }

    /** The client took something. */
    void clientTook() {
        if (paused && call.side() != null && carrier.response().waiting() <= MOST_WAITING / 2) {
            paused = false;
            call.side().read(true);
            carrier.happened(Happened.TUNNEL_READ);
        }
    }
}
