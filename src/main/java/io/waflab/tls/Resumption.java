package io.waflab.tls;

import java.time.Duration;

/**
 * How clients may resume sessions.
 *
 * @param cached sessions kept in memory, at most 1,000,000; 0 for none
 * @param timeout how long a session can be resumed, at least 1 s
 * @param tickets whether the client may keep the session for the server (RFC 5077, RFC 8446 section 4.6.1)
 */
record Resumption(int cached, Duration timeout, boolean tickets) {}
