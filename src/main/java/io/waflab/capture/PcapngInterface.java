package io.waflab.capture;

/**
 * One interface of a pcapng section (draft-ietf-opsawg-pcapng, section 4.2).
 *
 * @param resolution its {@code if_tsresol}: with the highest bit the negative power of 2, else of 10
 * @param offsetSeconds to be added to each time
 */
record PcapngInterface(LinkType linkType, int snapLength, int resolution, long offsetSeconds) {

    static final int MICROSECONDS = 6;
    private static final int POWER_OF_TWO = 0x80;
    private static final int MOST_BITS = 63;
    private static final int MOST_DIGITS = 19;
    private static final long SECOND = 1_000_000_000;

    /** Up to 2 to the power of -63, and 10 to the power of -19: beyond, 64 bits hold no second. */
    static boolean isResolution(int resolution) {
        return (resolution & POWER_OF_TWO) != 0 ? (resolution & ~POWER_OF_TWO) <= MOST_BITS : resolution <= MOST_DIGITS;
    }

    /** @param time in units of the resolution, unsigned; what is beyond 2262 wraps around */
    long nanos(long time) {
        return offsetSeconds * SECOND + ((resolution & POWER_OF_TWO) != 0 ? binary(time) : decimal(time));
    }

    private long decimal(long time) {
        var digits = resolution - 9;
        return digits <= 0 ? time * powerOfTen(-digits) : Long.divideUnsigned(time, powerOfTen(digits));
    }

    private long binary(long time) {
        var bits = resolution & ~POWER_OF_TWO;
        if (bits == 0) {
            return time * SECOND;
        }
        var fraction = time & (1L << bits) - 1;
        var low = fraction * SECOND;
        var high = Math.multiplyHigh(fraction, SECOND);
        return (time >>> bits) * SECOND + (high << 64 - bits | low >>> bits);
    }

    private static long powerOfTen(int digits) {
        var power = 1L;
        for (var i = 0; i < digits; i++) {
            power *= 10;
        }
        return power;
    }
}
