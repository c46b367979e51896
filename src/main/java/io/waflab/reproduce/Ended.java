package io.waflab.reproduce;

import io.waflab.capture.Alerts;
import io.waflab.journal.What;
import java.util.Optional;

/** How the peer was seen to end its direction of a connection. */
public enum Ended {
    /** TLS said so, then TCP. */
    CLOSE_NOTIFY_FIN("close_notify+fin"),
    CLOSE_NOTIFY_RST("close_notify+rst"),
    /** TLS said so; TCP is still open. */
    CLOSE_NOTIFY("close_notify"),
    /** A fatal alert, then FIN. */
    ALERT_FIN("alert+fin"),
    ALERT_RST("alert+rst"),
    /** A fatal alert; TCP is still open. */
    ALERT("alert"),
    FIN("fin"),
    RST("rst"),
    /** Nothing of the kind within the limit. */
    STILL_OPEN("still-open");

    private final String word;

    Ended(String word) {
        this.word = word;
    }

    /**
     * What both layers say together.
     *
     * @param tcp FIN or RST; empty while TCP is open
     * @param alert of TLS, by its name; empty for none
     */
    static Ended of(Optional<What> tcp, Optional<String> alert) {
        if (tcp.isEmpty()) {
            return alert.map(name -> Alerts.isFatal(name) ? ALERT : CLOSE_NOTIFY)
                    .orElse(STILL_OPEN);
        }
        if (tcp.get() == What.RST) {
            return alert.map(name -> Alerts.isFatal(name) ? ALERT_RST : CLOSE_NOTIFY_RST)
                    .orElse(RST);
        }
        return alert.map(name -> Alerts.isFatal(name) ? ALERT_FIN : CLOSE_NOTIFY_FIN)
                .orElse(FIN);
    }

    /** As scripts and reports write it. */
    public String word() {
        return word;
    }
}
