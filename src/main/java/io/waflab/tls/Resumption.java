package io.waflab.tls;

import java.time.Duration;
import java.util.List;

/**
 * How clients may resume sessions.
 *
 * @param cached sessions kept in memory, at most 1,000,000; 0 for none
 * @param shared the name of the cache that servers share; empty for none
 * @param timeout how long a session can be resumed, at least 1 s
 * @param tickets whether the client may keep the session for the server (RFC 5077, RFC 8446 section 4.6.1)
 * @param ticketKeys of {@link TicketKeys#SIZE} bytes, the one for new tickets first; none where nobody chose them
 */
record Resumption(int cached, String shared, Duration timeout, boolean tickets, List<byte[]> ticketKeys) {

    Resumption {
        ticketKeys = List.copyOf(ticketKeys);
    }
}
