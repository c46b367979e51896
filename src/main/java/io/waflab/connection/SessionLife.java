package io.waflab.connection;

import java.util.Optional;

/**
 * What the rules remember of a connection of stream.
 *
 * @param phase what it is doing: CONNECT until its PROXY protocol header is read, HANDSHAKE, REQUEST while the first bytes
 *     are looked at, AWAITING_RESPONSE while the upstream is connected, RESPONSE for a text of the proxy's own, TUNNEL,
 *     LINGERING while the client's close_notify is awaited, CLOSED
 * @param tls whether the handshake with the client is done
 * @param clientEnded whether the client will send no more
 * @param upstreamEnded whether the upstream will send no more
 * @param clientWaits whether something waits for the client
 * @param upstreamWaits whether something waits for the upstream
 * @param uploadSlowed whether the client is not read, as proxy_upload_rate asks
 * @param downloadSlowed whether the upstream is not read, as proxy_download_rate asks
 * @param plan how it will end once nothing waits; empty while both sides are open
 * @param ending how it ended, or is about to; empty while it lives
 * @param status of the access log; 0 before the end
 */
public record SessionLife(
        Phase phase,
        boolean tls,
        boolean clientEnded,
        boolean upstreamEnded,
        boolean clientWaits,
        boolean upstreamWaits,
        boolean uploadSlowed,
        boolean downloadSlowed,
        Optional<Ending> plan,
        Optional<Ending> ending,
        int status) {

    /** A connection of which nothing is known yet. */
    public static final SessionLife NEW = new SessionLife(
            Phase.CONNECT, false, false, false, false, false, false, false, Optional.empty(), Optional.empty(), 0);

    /** Over and done with, however it ended: what a closed connection is remembered as, one for all of them. */
    public static final SessionLife OVER = NEW.in(Phase.CLOSED);

    SessionLife in(Phase next) {
        return new SessionLife(
                next,
                tls,
                clientEnded,
                upstreamEnded,
                clientWaits,
                upstreamWaits,
                uploadSlowed,
                downloadSlowed,
                plan,
                ending,
                status);
    }

    SessionLife withTls() {
        return new SessionLife(
                phase,
                true,
                clientEnded,
                upstreamEnded,
                clientWaits,
                upstreamWaits,
                uploadSlowed,
                downloadSlowed,
                plan,
                ending,
                status);
    }

    /** A side will send no more; the plan of the first is kept. */
    SessionLife withEnded(Side side, Ending why) {
        return new SessionLife(
                phase,
                tls,
                clientEnded || side == Side.DOWNSTREAM,
                upstreamEnded || side == Side.UPSTREAM,
                clientWaits,
                upstreamWaits,
                uploadSlowed,
                downloadSlowed,
                plan.or(() -> Optional.of(why)),
                ending,
                status);
    }

    SessionLife withWaiting(Side side, boolean waits) {
        return new SessionLife(
                phase,
                tls,
                clientEnded,
                upstreamEnded,
                side == Side.DOWNSTREAM ? waits : clientWaits,
                side == Side.UPSTREAM ? waits : upstreamWaits,
                uploadSlowed,
                downloadSlowed,
                plan,
                ending,
                status);
    }

    /** @param side that is read, or not */
    SessionLife withSlowed(Side side, boolean slowed) {
        return new SessionLife(
                phase,
                tls,
                clientEnded,
                upstreamEnded,
                clientWaits,
                upstreamWaits,
                side == Side.DOWNSTREAM ? slowed : uploadSlowed,
                side == Side.UPSTREAM ? slowed : downloadSlowed,
                plan,
                ending,
                status);
    }

    /** The first ending is kept. */
    SessionLife ended(Ending why, int as) {
        return ending.isPresent()
                ? this
                : new SessionLife(
                        phase,
                        tls,
                        clientEnded,
                        upstreamEnded,
                        clientWaits,
                        upstreamWaits,
                        uploadSlowed,
                        downloadSlowed,
                        plan,
                        Optional.of(why),
                        as);
    }

    boolean isSlowed() {
        return uploadSlowed || downloadSlowed;
    }
}
