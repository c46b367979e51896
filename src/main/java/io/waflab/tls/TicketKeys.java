package io.waflab.tls;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The keys of the session tickets of a shared cache: a new one every ssl_session_timeout, with the one before it good for
 * as long again (ngx_ssl_rotate_ticket_keys). Shared by all servers of the cache; the time is handed in.
 */
final class TicketKeys {

    /** Name, HMAC key and AES key of 16 bytes each (RFC 5077, section 4). */
    static final int SIZE = 48;

    private final SecureRandom random;
    private List<byte[]> keys = List.of();
    private Instant expires = Instant.MIN;

    TicketKeys(SecureRandom random) {
        this.random = random;
    }

    /**
     * The keys now, the one that new tickets get first.
     *
     * @param timeout ssl_session_timeout
     * @return the same list as long as they are the same
     */
    synchronized List<byte[]> at(Instant now, Duration timeout) {
        if (!now.isBefore(expires)) {
            var next = new ArrayList<byte[]>();
            next.add(make());
            boolean previous = !keys.isEmpty() && now.isBefore(expires.plus(timeout));
            if (previous) {
                next.add(keys.get(0));
            }
            keys = List.copyOf(next);
            expires = now.plus(timeout);
        }
        return keys;
    }

    private byte[] make() {
        var key = new byte[SIZE];
        random.nextBytes(key);
        return key;
    }
}
