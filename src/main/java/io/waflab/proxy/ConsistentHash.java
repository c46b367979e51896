package io.waflab.proxy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * {@code hash key consistent}: ketama, compatible with Cache::Memcached::Fast (ngx_http_upstream_init_chash in
 * src/http/modules/ngx_http_upstream_hash_module.c). Each server has 160 points for each unit of its weight; a request goes
 * to the first point from its hash on.
 */
final class ConsistentHash implements BalancingMethod {

    private static final int POINTS = 160;

    /** A place on the circle. Servers are told apart by what the configuration calls them. */
    private record Point(long hash, String server) {}

    private final BalancingMethod otherwise;
    private List<Seat> known = List.of();
    private List<Point> points = List.of();

    ConsistentHash(BalancingMethod otherwise) {
        this.otherwise = otherwise;
    }

    @Override
    public Optional<Seat> next(List<Seat> seats, Pick pick, long seconds) {
        if (pick.givesUp() || seats.size() < 2 || pick.key().length == 0) {
            return otherwise.next(seats, pick, seconds);
        }
        if (!known.equals(seats)) {
            known = List.copyOf(seats);
            points = points(seats);
        }
        if (pick.rehash() == 0) {
            pick.hash(find(crc(pick.key())));
        }
        do {
            var server = points.get((int) (pick.hash() % points.size())).server();
            var best = best(seats, server, pick, seconds);
            if (best.isPresent()) {
                return best;
            }
            pick.hash(pick.hash() + 1);
        } while (!pick.missed());
        return otherwise.next(seats, pick, seconds);
    }

    /** Of the addresses that one server has, those take turns. */
    private static Optional<Seat> best(List<Seat> seats, String server, Pick pick, long seconds) {
        Seat best = null;
        int total = 0;
        for (var seat : seats) {
            if (seat.peer().server().equals(server) && pick.mayHave(seat, seconds)) {
                total += seat.advance();
                best = best == null || seat.current() > best.current() ? seat : best;
            }
        }
        if (best != null) {
            best.chosen(total, seconds);
        }
        return Optional.ofNullable(best);
    }

    private long find(long hash) {
        int low = 0;
        int high = points.size();
        while (low < high) {
            int middle = (low + high) / 2;
            if (hash > points.get(middle).hash()) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static List<Point> points(List<Seat> seats) {
        var all = new ArrayList<Point>();
        for (var seat : seats) {
            var base = base(seat.peer().server());
            long hash = 0;
            for (int i = 0; i < seat.peer().weight() * POINTS; i++) {
                var crc = new CRC32();
                crc.update(base);
                for (int shift = 0; shift < 32; shift += 8) {
                    crc.update((int) (hash >> shift & 0xff));
                }
                hash = crc.getValue();
                all.add(new Point(hash, seat.peer().server()));
            }
        }
        all.sort((a, b) -> Long.compare(a.hash(), b.hash()));
        for (int i = all.size() - 1; i > 0; i--) {
            if (all.get(i).hash() == all.get(i - 1).hash()) {
                all.remove(i);
            }
        }
        return all;
    }

    /** HOST, a zero byte, PORT. */
    private static byte[] base(String server) {
        if (server.regionMatches(true, 0, "unix:", 0, 5)) {
            return (server.substring(5) + "\0").getBytes(StandardCharsets.ISO_8859_1);
        }
        var text = server.matches(".*:[0-9]*") ? server : server + ":";
        int colon = text.lastIndexOf(':');
        var bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        var base = Arrays.copyOf(bytes, bytes.length);
        base[colon] = 0;
        return base;
    }

    private static long crc(byte[] key) {
        var crc = new CRC32();
        crc.update(key);
        return crc.getValue();
    }
}
