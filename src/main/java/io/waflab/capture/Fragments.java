package io.waflab.capture;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts IP fragments together (RFC 791 section 3.2, RFC 8200 section 4.5).
 *
 * <p>Bounds: 1024 packets that are not whole yet and 16 MiB of their bytes, the oldest is given up for a new one; 30 s of
 * the capture's time, as in Linux. Fragments that overlap spoil the whole packet (RFC 5722); one that came twice does not.
 */
final class Fragments {

    private static final int MOST_PACKETS = 1_024;
    private static final int MOST_BYTES = 16 << 20;
    private static final int MOST_PIECES = 8_192;
    private static final int LARGEST = 65_535;
    private static final long PATIENCE_NANOS = 30_000_000_000L;

    private record Key(
            long sourceHigh, long sourceLow, long destinationHigh, long destinationLow, int protocol, int id) {}

    /** @param bytes as captured; {@code length} is the length on the wire */
    private record Piece(int offset, int length, byte[] bytes) {

        int end() {
            return offset + length;
        }

        /** Its bytes, and those of the objects that hold them. */
        int cost() {
            return bytes.length + 80;
        }
    }

    private static final class Parts {

        private final long sinceNanos;
        private final List<Piece> pieces = new ArrayList<>();
        private boolean spoiled;
        private int total = -1;
        private int seen;
        private int kept;

        Parts(long sinceNanos) {
            this.sinceNanos = sinceNanos;
        }

        boolean has(Piece piece) {
            for (var other : pieces) {
                if (piece.offset == other.offset && piece.length == other.length) {
                    return true;
                }
            }
            return false;
        }

        boolean fits(Piece piece) {
            var most = total < 0 ? LARGEST : total;
            for (var other : pieces) {
                if (other.end() > most || piece.offset < other.end() && other.offset < piece.end()) {
                    return false;
                }
            }
            return piece.length > 0 && piece.end() <= most && most <= LARGEST && pieces.size() < MOST_PIECES;
        }
    }

    private final Map<Key, Parts> waiting = new LinkedHashMap<>();
    private int held;

    /**
     * Takes a fragment. Once it was the last that lacked, the packet goes on with the payload of them all.
     *
     * @return whether the packet is whole now
     */
    boolean complete(IpPacket fragment, long nanos) {
        giveUpBefore(nanos - PATIENCE_NANOS);
        var key = new Key(
                fragment.sourceHigh(),
                fragment.sourceLow(),
                fragment.destinationHigh(),
                fragment.destinationLow(),
                fragment.protocol(),
                fragment.identification());
        var parts = waiting.computeIfAbsent(key, none -> new Parts(nanos));
        add(parts, fragment);
        if (parts.spoiled || parts.seen != parts.total) {
            makeRoom();
            return false;
        }
        waiting.remove(key);
        held -= parts.kept;
        fragment.become(whole(parts), parts.total);
        return true;
    }

    private void add(Parts parts, IpPacket fragment) {
        if (parts.spoiled) {
            return;
        }
        var piece = new Piece(fragment.fragmentOffset(), fragment.length(), copy(fragment));
        if (parts.has(piece)) {
            return;
        }
        if (!fragment.moreFragments()) {
            parts.spoiled = parts.total >= 0;
            parts.total = piece.end();
        }
        if (parts.spoiled || !parts.fits(piece)) {
            spoil(parts);
            return;
        }
        parts.pieces.add(piece);
        parts.seen += piece.length;
        parts.kept += piece.cost();
        held += piece.cost();
    }

    private void spoil(Parts parts) {
        parts.spoiled = true;
        parts.pieces.clear();
        held -= parts.kept;
        parts.kept = 0;
    }

    private void giveUpBefore(long nanos) {
        var oldest = waiting.values().iterator();
        while (oldest.hasNext()) {
            var parts = oldest.next();
            if (parts.sinceNanos >= nanos) {
                return;
            }
            giveUp(oldest, parts);
        }
    }

    private void makeRoom() {
        var oldest = waiting.values().iterator();
        while (waiting.size() > MOST_PACKETS || held > MOST_BYTES) {
            giveUp(oldest, oldest.next());
        }
    }

    private void giveUp(Iterator<Parts> at, Parts parts) {
        held -= parts.kept;
        at.remove();
    }

    private static byte[] copy(IpPacket fragment) {
        var bytes = new byte[fragment.end() - fragment.start()];
        fragment.bytes().get(fragment.start(), bytes);
        return bytes;
    }

    /** The payload as far as it was captured without a hole. */
    private static ByteBuffer whole(Parts parts) {
        parts.pieces.sort((one, other) -> Integer.compare(one.offset, other.offset));
        var whole = ByteBuffer.allocate(parts.total);
        for (var piece : parts.pieces) {
            whole.put(piece.bytes);
            if (piece.bytes.length < piece.length) {
                break;
            }
        }
        return whole.flip();
    }
}
