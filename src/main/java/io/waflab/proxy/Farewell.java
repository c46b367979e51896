package io.waflab.proxy;

import io.waflab.connection.CloseAct;
import io.waflab.connection.Ending;
import io.waflab.connection.Peer;
import io.waflab.journal.What;
import java.util.Optional;

/** Hangs up on a client as the rules said, and says so in the log and in the connection's story. */
final class Farewell {

    private final ProxyConnection connection;
    private final WireTap tap;
    private String silence = "";
    private Optional<CloseAct> halfClosed = Optional.empty();

    Farewell(ProxyConnection connection, WireTap tap) {
        this.connection = connection;
        this.tap = tap;
    }

    /**
     * The ending is known: what it says of the silence before is taken now, before the closing itself breaks it. The first
     * counts.
     *
     * @param now of the connection's timers
     */
    void begins(Ending ending, long now) {
        if (silence.isEmpty()) {
            silence = EndingLine.silence(connection, ending, now);
        }
    }

    /**
     * The own side ends; what still comes is dropped.
     *
     * @param notifies whether close_notify comes before the FIN
     */
    void half(boolean notifies) {
        tap.dropInput();
        connection.client().drain();
        halfClosed = Optional.of(Closer.halfClose(connection.channel(), notifies && !tap.farewellIsRead()));
        connection.chronicle().observed(Peer.SERVER, What.FIN, 0, "");
        tap.caughtUp();
    }

    /** @param unread whether nginx's socket would hold unread bytes */
    void whole(Ending ending, CloseAct asked, boolean unread) {
        boolean open = connection.channel().isOpen();
        var closed = Closer.close(connection.channel(), tap.farewellIsRead() ? silent(asked) : asked, unread);
        if (open) {
            hungUp(closed);
        }
        var words = EndingLine.of(connection, ending, halfClosed.orElse(closed), silence);
        connection.chronicle().observed(Peer.SERVER, What.ENDED, 0, words);
        silence = "";
        connection.tell("info", connection.facts().story().concat(" ").concat(words));
    }

    /** nginx never answers a close_notify that it has read ({@code no_send_shutdown} in src/event/ngx_event_openssl.c). */
    private static CloseAct silent(CloseAct asked) {
        return switch (asked) {
            case NOTIFY_FIN -> CloseAct.SILENT_FIN;
            case NOTIFY_RESET -> CloseAct.SILENT_RESET;
            case SILENT_FIN, SILENT_RESET, ALERT_FIN -> asked;
        };
    }

    private void hungUp(CloseAct done) {
        switch (done) {
            case NOTIFY_RESET, SILENT_RESET -> connection.chronicle().observed(Peer.SERVER, What.RST, 0, "");
            case NOTIFY_FIN, SILENT_FIN, ALERT_FIN -> {
                if (halfClosed.isEmpty()) {
                    connection.chronicle().observed(Peer.SERVER, What.FIN, 0, "");
                }
            }
        }
    }
}
