package io.waflab.proxy;

/** A client's connection, whatever is spoken on it, as its event loop keeps it. */
interface Served {

    /** Finish what runs and end (SIGQUIT in nginx). */
    void stop();

    /** End at once (SIGTERM in nginx). */
    void stopNow();
}
