package io.waflab.tls;

import java.security.SecureRandom;
import java.util.concurrent.ConcurrentHashMap;

/** The ticket keys of shared session caches, by the caches' names. Outlives a configuration, as nginx's shared memory. */
public final class TicketStore {

    private final ConcurrentHashMap<String, TicketKeys> caches = new ConcurrentHashMap<>();

    TicketKeys of(String cache) {
        return caches.computeIfAbsent(cache, name -> new TicketKeys(new SecureRandom()));
    }
}
