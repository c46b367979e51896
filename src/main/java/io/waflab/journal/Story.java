package io.waflab.journal;

import io.waflab.connection.Peer;
import io.waflab.connection.Side;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What happened on one connection, in order. Used from one thread.
 *
 * <p>Bounded: the first {@value #OPENING} observations are kept, and the latest of the rest, {@value #MOST} in all; how
 * many were left out between is known. Every connection has its story for as long as it lives, so an observation is not an
 * object but some six bytes: the time since the one before, then size, detail or none, kind, leg and peer as one number;
 * both as numbers of seven bits a byte, the lowest first. A story of that length holds 0.5 KiB and its details, and 2 KiB
 * at most; a short one 200 bytes.
 */
public final class Story {

    static final int OPENING = 16;
    static final int MOST = 64;

    /** Bytes of an observation: two numbers of 64 bits. */
    private static final int LONGEST = 20;

    private final String client;
    private final long start;
    private byte[] told = new byte[64];
    private int end;
    private String[] details = new String[4];
    private int detailsEnd;
    private long count;
    private long lastAt;

    /** Where the opening ends, and where what is kept of the rest begins; the same until something is left out. */
    private int openingEnd;

    private int latest;
    private int openingDetails;
    private int latestDetails;
    /** When the observation before {@code latest} was made. */
    private long latestSince;

    /**
     * @param client the client's address and port, the story's name
     * @param start the {@link System#nanoTime} that its times count from: what puts stories of one process side by side
     */
    public Story(String client, long start) {
        this.client = client;
        this.start = start;
    }

    private Story(Story whole) {
        client = whole.client;
        start = whole.start;
        told = whole.told;
        end = whole.end;
        details = whole.details;
        detailsEnd = whole.detailsEnd;
        count = whole.count;
        lastAt = whole.lastAt;
        openingEnd = whole.openingEnd;
        latest = whole.latest;
        openingDetails = whole.openingDetails;
        latestDetails = whole.latestDetails;
        latestSince = whole.latestSince;
    }

    /**
     * The story for whoever keeps it when the connection is over; this one then holds nothing and takes nothing in. A
     * connection that lived long is old to the collector, and dead for long before the old is looked through: what it
     * names until then is copied by every collection of the young as if it lived.
     */
    Story handOver() {
        var whole = new Story(this);
        told = null;
        details = null;
        return whole;
    }

    private boolean isHandedOver() {
        return told == null;
    }

    public String client() {
        return client;
    }

    public long start() {
        return start;
    }

    /**
     * @param at nanoseconds since the story began
     * @param size up to 2^48; see {@link Observation#size()}
     * @param detail empty for none
     */
    public void add(long at, Side leg, Peer by, What what, long size, String detail) {
        if (isHandedOver()) {
            return;
        }
        if (count >= MOST) {
            leaveOut();
        }
        makeRoom();
        boolean detailed = !detail.isEmpty();
        long passed = at - lastAt;
        write(passed << 1 ^ passed >> 63);
        write(size << 9
                | (detailed ? 1 << 8 : 0)
                | (long) what.ordinal() << 2
                | (long) leg.ordinal() << 1
                | by.ordinal());
        if (detailed) {
            details[detailsEnd++] = detail;
        }
        lastAt = at;
        count++;
        if (count <= OPENING) {
            openingEnd = end;
            latest = end;
            openingDetails = detailsEnd;
            latestDetails = detailsEnd;
            latestSince = at;
        }
    }

    private void leaveOut() {
        latestSince += passed(latest);
        int fact = latest + length(latest);
        if (isDetailed(number(fact))) {
            details[latestDetails++] = null;
        }
        latest = fact + length(fact);
    }

    private void makeRoom() {
        if (told.length - end >= LONGEST && detailsEnd < details.length) {
            return;
        }
        System.arraycopy(told, latest, told, openingEnd, end - latest);
        end -= latest - openingEnd;
        latest = openingEnd;
        System.arraycopy(details, latestDetails, details, openingDetails, detailsEnd - latestDetails);
        int were = detailsEnd;
        detailsEnd -= latestDetails - openingDetails;
        latestDetails = openingDetails;
        Arrays.fill(details, detailsEnd, were, null);
        // An eighth is free at least, so that what is kept is not moved for every observation.
        if (told.length - end < LONGEST + told.length / 8) {
            told = Arrays.copyOf(told, told.length * 2);
        }
        if (details.length - detailsEnd <= details.length / 8) {
            details = Arrays.copyOf(details, details.length * 2);
        }
    }

    private void write(long number) {
        long left = number;
        while ((left & ~0x7f) != 0) {
            told[end++] = (byte) (left | 0x80);
            left >>>= 7;
        }
        told[end++] = (byte) left;
    }

    private long passed(int place) {
        long number = number(place);
        return number >>> 1 ^ -(number & 1);
    }

    private static boolean isDetailed(long fact) {
        return (fact >> 8 & 1) != 0;
    }

    private long number(int place) {
        long number = 0;
        int at = place;
        int shift = 0;
        while (told[at] < 0) {
            number |= (told[at++] & 0x7fL) << shift;
            shift += 7;
        }
        return number | (long) told[at] << shift;
    }

    private int length(int place) {
        int at = place;
        while (told[at] < 0) {
            at++;
        }
        return at + 1 - place;
    }

    /** How many observations between the opening and the latest are no longer here. */
    public long leftOut() {
        return Math.max(0, count - MOST);
    }

    /** What is kept, oldest first. */
    public List<Observation> observations() {
        if (isHandedOver()) {
            return List.of();
        }
        var all = new ArrayList<Observation>();
        read(0, openingEnd, 0, 0, all);
        read(latest, end, latestSince, latestDetails, all);
        return all;
    }

    private void read(int from, int to, long since, int firstDetail, List<Observation> into) {
        long at = since;
        int detail = firstDetail;
        int place = from;
        while (place < to) {
            at += passed(place);
            place += length(place);
            long fact = number(place);
            place += length(place);
            into.add(new Observation(
                    at,
                    Side.values()[(int) (fact >> 1 & 1)],
                    Peer.values()[(int) (fact & 1)],
                    What.values()[(int) (fact >> 2 & 63)],
                    fact >>> 9,
                    isDetailed(fact) ? details[detail++] : ""));
        }
    }
}
