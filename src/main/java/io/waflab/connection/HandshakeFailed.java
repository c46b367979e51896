package io.waflab.connection;

/**
 * The TLS handshake with the client ended without success, by an alert.
 *
 * @param by whose alert it was
 * @param alert its name (RFC 8446 section 6)
 */
public record HandshakeFailed(Peer by, String alert) implements Event, SessionEvent {}
