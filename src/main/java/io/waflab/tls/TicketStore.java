package io.waflab.tls;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;

/** The ticket keys of shared session caches, by the caches' names. Outlives a configuration, as nginx's shared memory. */
public final class TicketStore {

    private final ConcurrentHashMap<String, TicketKeys> caches = new ConcurrentHashMap<>();

    /** Servers that say other timeouts have keys of their own: BoringSSL knows no timeout for tickets of TLS 1.3. */
    TicketKeys of(String cache, Duration timeout) {
        return caches.computeIfAbsent(cache + " " + timeout, name -> new TicketKeys(new SecureRandom()));
    }
}
