package io.waflab.capture;

/**
 * Knows a packet that the capture has twice, as captures of all of a host's interfaces do: alike in all that TCP says, in
 * IPv4 also in its identification, and microseconds apart. Remembers the last {@value #REMEMBERED}.
 */
final class Twins {

    private static final int REMEMBERED = 4;
    /** Where the identification says that it is the same packet. */
    private static final long SURE_NANOS = 1_000_000;
    /** Where it says nothing: less than a round trip on a local network. */
    private static final long UNSURE_NANOS = 100_000;

    private final long[] numbers = new long[REMEMBERED];
    private final long[] rest = new long[REMEMBERED];
    private final long[] nanos = new long[REMEMBERED];
    private int count;

    /** True for the second of two; remembers the first. */
    boolean isTwin(TcpSegment segment, boolean fromClient) {
        var number = (long) segment.sequence() << 32 | segment.acknowledgement() & 0xffff_ffffL;
        var other = (long) segment.window() << 48
                | (long) (segment.length() & 0xff_ffff) << 24
                | (long) (segment.id() & 0xffff) << 8
                | (segment.flags() & 0x7f) << 1
                | (fromClient ? 1 : 0);
        var limit = segment.id() > 0 ? SURE_NANOS : UNSURE_NANOS;
        for (var i = 0; i < Math.min(count, REMEMBERED); i++) {
            if (numbers[i] == number && rest[i] == other && Math.abs(segment.nanos() - nanos[i]) < limit) {
                return true;
            }
        }
        var slot = count++ & REMEMBERED - 1;
        numbers[slot] = number;
        rest[slot] = other;
        nanos[slot] = segment.nanos();
        count = count < 0 ? REMEMBERED : count;
        return false;
    }
}
