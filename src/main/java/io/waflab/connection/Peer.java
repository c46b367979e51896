package io.waflab.connection;

/** The two ends of one leg, by who opened it: on the upstream leg the proxy is the client. */
public enum Peer {
    CLIENT,
    SERVER
}
