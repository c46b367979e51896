package io.waflab.reproduce;

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

    /** As scripts and reports write it. */
    public String word() {
        return word;
    }
}
