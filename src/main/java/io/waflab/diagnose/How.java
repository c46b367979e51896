package io.waflab.diagnose;

/** How a connection was ended, as the wire shows it. */
public enum How {
    NOTIFY_FIN("close_notify+fin"),
    FIN("fin"),
    RST("rst"),
    /** A fatal TLS alert, whatever TCP did behind it. */
    ALERT("alert"),
    /** Nobody said anything: packets stopped getting through, or the capture ends before the connection did. */
    SILENCE("silence");

    private final String word;

    How(String word) {
        this.word = word;
    }

    /** As JSON writes it. */
    public String word() {
        return word;
    }
}
