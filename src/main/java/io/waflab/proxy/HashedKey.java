package io.waflab.proxy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * {@code hash} and {@code ip_hash}: the same server for the same key, found by the weights; after too many servers that are
 * not to be had, round robin (src/http/modules/ngx_http_upstream_hash_module.c, ngx_http_upstream_ip_hash_module.c).
 */
final class HashedKey implements BalancingMethod {

    /** The next hash of a request. */
    @FunctionalInterface
    interface Rehash {

        long next(Pick pick);
    }

    private final Rehash rehash;
    private final BalancingMethod otherwise;

    private HashedKey(Rehash rehash, BalancingMethod otherwise) {
        this.rehash = rehash;
        this.otherwise = otherwise;
    }

    /** {@code hash key}, compatible with Cache::Memcached. */
    static HashedKey ofText(BalancingMethod otherwise) {
        return new HashedKey(HashedKey::text, otherwise);
    }

    /** {@code ip_hash}. The key is three bytes of an IPv4 address, or all of an IPv6 one. */
    static HashedKey ofAddress(BalancingMethod otherwise) {
        return new HashedKey(HashedKey::address, otherwise);
    }

    @Override
    public Optional<Seat> next(List<Seat> seats, Pick pick, long seconds) {
        if (pick.givesUp() || seats.size() < 2 || pick.key().length == 0) {
            return otherwise.next(seats, pick, seconds);
        }
        long weights = seats.stream().mapToLong(seat -> seat.peer().weight()).sum();
        do {
            var seat = at(seats, rehash.next(pick) % weights);
            if (pick.mayHave(seat, seconds)) {
                seat.touched(seconds);
                return Optional.of(seat);
            }
        } while (!pick.missed());
        return otherwise.next(seats, pick, seconds);
    }

    private static Seat at(List<Seat> seats, long weight) {
        long left = weight;
        for (var seat : seats) {
            if (left < seat.peer().weight()) {
                return seat;
            }
            left -= seat.peer().weight();
        }
        throw new IllegalArgumentException("weight " + weight + " (expected less than all weights together)");
    }

    /** ((crc32(REHASH KEY) >> 16) & 0x7fff), added to the last; the first time without REHASH. */
    private static long text(Pick pick) {
        int times = pick.rehash();
        var crc = new CRC32();
        if (times > 0) {
            crc.update(Integer.toString(times).getBytes(StandardCharsets.US_ASCII));
        }
        crc.update(pick.key());
        pick.hash(pick.hash() + (crc.getValue() >> 16 & 0x7fff));
        return pick.hash();
    }

    private static long address(Pick pick) {
        long hash = pick.rehash() == 0 ? 89 : pick.hash();
        for (byte octet : pick.key()) {
            hash = (hash * 113 + (octet & 0xff)) % 6271;
        }
        pick.hash(hash);
        return hash;
    }
}
