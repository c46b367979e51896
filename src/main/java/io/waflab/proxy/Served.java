package io.waflab.proxy;

/** A client's connection, whatever is spoken on it, as its event loop keeps it. */
interface Served {

    /** Builds the pipeline and begins. Once it is one of its worker's. */
    void begin();

    /** Finish what runs and end (SIGQUIT in nginx). */
    void stop();

    /** End at once (SIGTERM in nginx). */
    void stopNow();
}
