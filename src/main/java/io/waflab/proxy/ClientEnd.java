package io.waflab.proxy;

import io.waflab.connection.Event.ClientLeft;
import io.waflab.connection.Happened;
import io.waflab.connection.Peer;
import io.waflab.connection.Phase;
import io.waflab.journal.What;

/** How a client ends its side of a connection, and when the rules hear of it. */
final class ClientEnd {

    private final ProxyConnection connection;
    private final WireTap tap;
    private boolean notified;
    private int atDisk;
    private boolean finWaits;

    ClientEnd(ProxyConnection connection, WireTap tap) {
        this.connection = connection;
        this.tap = tap;
    }

    /** It said close_notify. */
    void notified() {
        if (tap.dropsInput()) {
            // Not the client's: BoringSSL takes its own close_notify for the end of both directions.
            return;
        }
        notified = true;
        connection.chronicle().clientLeft();
        left(Happened.CLIENT_NOTIFIED);
    }

    void fin() {
        // The own close shows as the end of input too.
        if (connection.phase() != Phase.CLOSED) {
            connection.chronicle().observed(Peer.CLIENT, What.FIN, 0, "");
        }
        finCame();
    }

    private void finCame() {
        finWaits = atDisk > 0;
        if (!finWaits) {
            left(tap.unread() > 0 ? Happened.CLIENT_FIN_UNREAD : Happened.CLIENT_FIN);
        }
    }

    /** A look at the disk begins, or is over: a FIN waits for it. */
    void atDisk(boolean busy) {
        atDisk += busy ? 1 : -1;
        if (atDisk == 0 && finWaits) {
            // Behind all that follows from the file: another request that is already here may need the disk too.
            connection.channel().eventLoop().execute(() -> Ring.afterwards(connection.channel(), this::finCame));
        }
    }

    /** A request is answered. The client may have ended its side meanwhile; what it had sent before is answered too. */
    void requestOver() {
        if (connection.phase() != Phase.IDLE || connection.client().hasMore() || !notified && !tap.ended()) {
            return;
        }
        if (connection.requests().current().isEmpty()) {
            left(Happened.CLIENT_FIN);
        } else if (tap.ended()) {
            connection.channel().eventLoop().execute(this::finCame);
        }
    }

    /** What it still says is read on: its FIN may have come already. */
    void lingering() {
        if (tap.ended()) {
            left(Happened.CLIENT_FIN);
        }
    }

    void reset() {
        connection.chronicle().observed(Peer.CLIENT, What.RST, 0, "");
        left(Happened.CLIENT_RST);
    }

    /** A write failed: the client's RST is on its way to the reading side, was the answer, or came long ago and was ignored. */
    void broken() {
        if (connection.phase() != Phase.CLOSED) {
            tap.reset();
            left(Happened.CLIENT_BROKEN);
        }
    }

    /** The channel is closed, whoever did it. */
    void gone() {
        if (connection.phase() != Phase.CLOSED) {
            left(Happened.CLIENT_RST);
        }
    }

    private void left(Happened how) {
        connection.happened(new ClientLeft(how, connection.chronicle().clientSilence()));
    }

    /** How it ended so far: {@code RST}, {@code FIN}, {@code close_notify}; empty while it did not. */
    String word() {
        return tap.wasReset() ? "RST" : tap.ended() ? "FIN" : notified ? "close_notify" : "";
    }
}
