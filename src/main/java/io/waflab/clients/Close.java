package io.waflab.clients;

/** What becomes of a server's close while a relay holds it back. */
public enum Close {
    /** Passed on at once: nothing is held back. */
    AT_ONCE,
    /** Still on its way when the client's next bytes leave; then it arrives as it was sent. */
    LATE,
    /** As {@link #LATE}, but lost: what arrives is the RST by which the server's kernel answers those bytes. */
    LOST
}
