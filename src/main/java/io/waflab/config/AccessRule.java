package io.waflab.config;

import java.net.InetAddress;
import java.util.Optional;

/**
 * One {@code allow} or {@code deny} (ngx_http_access_module).
 *
 * @param allows which of the two
 * @param unix whether clients on Unix sockets are meant
 * @param everybody whether every address is meant
 * @param range the addresses meant, if only some are
 */
public record AccessRule(boolean allows, boolean unix, boolean everybody, Optional<AddressRange> range) {

    /**
     * @param word an address, a range of them, {@code unix:} or {@code all}
     * @throws IllegalArgumentException for anything else
     */
    static AccessRule of(boolean allows, String word) {
        boolean all = word.equals("all");
        boolean unix = word.equals("unix:");
        return new AccessRule(
                allows, all || unix, all, all || unix ? Optional.empty() : Optional.of(AddressRange.of(word)));
    }

    /** @param client null for one on a Unix socket */
    boolean matches(InetAddress client) {
        return client == null
                ? unix
                : everybody || range.filter(some -> some.contains(client)).isPresent();
    }
}
