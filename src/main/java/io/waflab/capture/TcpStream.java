package io.waflab.capture;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One direction of a TCP connection: puts segments in the order of their sequence numbers (RFC 9293 section 3.4; they
 * wrap around at 32 bits) and drops what was there before. Of bytes that cross twice with different values the first
 * count.
 *
 * <p>Bytes that were acknowledged and are not in the capture are told where they were acknowledged, once it is sure that they do
 * not come: a capture may show a packet behind its acknowledgement. One sequence number that was acknowledged by itself, and
 * that nothing came behind, was a FIN. What only its sender counts as sent, in a packet without bytes, is told where it is no more
 * than an alert and a FIN, and nothing else ever shows it: more than that was lost before the place of the capture.
 *
 * <p>A segment that arrives early is copied and held until the gap before it is filled, or the receiver acknowledges
 * bytes beyond the gap (then they did cross the wire, and the capture missed them), or there is no more room to hold it:
 * 256 segments here, and {@link HeldBytes} over all conversations. In order nothing is copied.
 */
final class TcpStream {

    private static final int MOST_HELD = 256;
    /** What a held segment takes beside its bytes, so that many empty ones are counted too. */
    private static final int OVERHEAD = 96;
    /** An acknowledgement further ahead is not believed. */
    private static final int FARTHEST_ACKNOWLEDGED = 1 << 26;
    /** Windows are hardly ever larger. */
    private static final int NEAR = 1 << 24;
    /** Copies that a capture of several interfaces has of one packet are closer together than a retransmission can be. */
    private static final long TWIN_NANOS = 50_000;
    /** A packet that a capture shows behind its acknowledgement comes sooner. */
    private static final long SETTLED_NANOS = 100_000_000;

    private static final int MOST_ACKS = 8;
    /** An alert with CBC and SHA-256, and FIN. */
    private static final int MOST_OF_AN_END = 70;

    /** An acknowledgement, with where it was seen. */
    private record Ack(int sequence, long nanos, int frame) {}

    /** A segment that is too early, with where it was seen. */
    private record Early(int start, int length, boolean fin, ByteBuffer captured, long nanos, int frame) {}

    private final HeldBytes room;
    private final StreamReader reader;
    private final ToldStory told;
    private final List<Early> held = new ArrayList<>(0);
    private boolean begun;
    private int next;
    private boolean finished;
    private int freshFrom;
    private long freshNanos = Long.MIN_VALUE;
    /** The receiver has acknowledged bytes that were not seen. */
    private boolean ahead;
    /** In these packets: the first {@value #MOST_ACKS} without a pause between, and the last. */
    private final List<Ack> acks = new ArrayList<>(0);

    private Ack lastAhead;
    /** The last of these was of one sequence number and no more. */
    private boolean lastIsOfOne;
    /** The furthest that its sender's packets without bytes stood; null where all before them had been seen. */
    private Ack stood;
    /** The one before that. */
    private Ack stoodBefore;

    /** @param told is taken to the packet whose bytes are read late */
    TcpStream(HeldBytes room, StreamReader reader, ToldStory told) {
        this.room = room;
        this.reader = reader;
        this.told = told;
    }

    boolean isBegun() {
        return begun;
    }

    /** True once its FIN was read in order. */
    boolean isFinished() {
        return finished;
    }

    /** The sequence number that comes next; meaningless before it is {@link #isBegun begun}. */
    int next() {
        return next;
    }

    /** Where its first byte is expected, known from the other side's acknowledgement of a SYN that was not captured. */
    void begin(int sequence) {
        begun = true;
        next = sequence;
    }

    /** True if everything in this segment crossed before, be it only behind a gap. */
    boolean isRepeated(TcpSegment segment) {
        var space = space(segment);
        return begun && space > 0 && (segment.sequence() + space - next <= 0 || isHeld(segment));
    }

    private boolean isHeld(TcpSegment segment) {
        for (var early : held) {
            if (early.start() == start(segment)
                    && early.length() == segment.length()
                    && early.fin() == segment.has(TcpSegment.FIN)) {
                return true;
            }
        }
        return false;
    }

    /** True for a repetition so soon that it is the same packet, captured on another interface. */
    boolean isTwin(TcpSegment segment) {
        return segment.sequence() - freshFrom >= 0 && segment.nanos() - freshNanos < TWIN_NANOS;
    }

    /** True for a probe of TCP's own keep-alive: one byte back, at most one byte long (RFC 9293 section 3.8.4). */
    boolean isKeepAliveProbe(TcpSegment segment) {
        return begun && segment.length() <= 1 && segment.sequence() == next - 1 && space(segment) == segment.length();
    }

    /** True for a sequence number that its receiver may expect next, as far as packets that were not captured let that be known. */
    boolean isNear(int sequence) {
        var off = sequence - (ahead ? lastAhead.sequence() : next);
        return begun && off > -NEAR && off < NEAR;
    }

    /** Reads what this segment puts in order; nothing for a repetition, or one that is too early. */
    void accept(TcpSegment segment) {
        if (!begun || segment.has(TcpSegment.SYN)) {
            begun = true;
            next = segment.sequence() + (segment.has(TcpSegment.SYN) ? 1 : 0);
        }
        if (space(segment) == 0) {
            return;
        }
        if (start(segment) - next > 0) {
            hold(segment);
        } else {
            freshFrom = segment.sequence();
            freshNanos = segment.nanos();
            deliver(start(segment), segment.length(), segment.payload(), segment.has(TcpSegment.FIN));
            drain();
        }
    }

    /**
     * The receiver says that it has everything before {@code acknowledgement}.
     *
     * @return true if that is the first word of bytes, or of more bytes, that were not seen
     */
    boolean acknowledged(int acknowledgement) {
        if (!begun || acknowledgement - next <= 0 || acknowledgement - next > FARTHEST_ACKNOWLEDGED) {
            return false;
        }
        while (!held.isEmpty() && acknowledgement - held.get(0).start() > 0) {
            leaveGap();
        }
        if (acknowledgement - next <= 0 || ahead && acknowledgement - lastAhead.sequence() <= 0) {
            return false;
        }
        if (ahead && told.nanos() - lastAhead.nanos() > SETTLED_NANOS) {
            skipTo(lastAhead.sequence());
        }
        lastIsOfOne = acknowledgement - (ahead ? lastAhead.sequence() : next) == 1;
        lastAhead = new Ack(acknowledgement, told.nanos(), told.frame());
        if (!ahead) {
            acks.clear();
        }
        if (acks.size() < MOST_ACKS) {
            acks.add(lastAhead);
        }
        ahead = true;
        return true;
    }

    /** Its sender has sent all before this, and shows so by a packet that has no bytes itself. */
    void stands(int sequence) {
        var beyond = begun && sequence - next > 0 && sequence - next < NEAR;
        if (beyond && (stood == null || sequence - stood.sequence() > 0)) {
            stoodBefore = stood;
            stood = new Ack(sequence, told.nanos(), told.frame());
        }
    }

    /** What is still held when nothing more will come, gaps and all, and what was acknowledged, or counted as sent, and never seen. */
    void finish() {
        var nanos = told.nanos();
        var frame = told.frame();
        while (!held.isEmpty()) {
            leaveGap();
        }
        if (!finished) {
            believeSender();
        }
        if (ahead && !finished) {
            leaveAhead();
            told.at(nanos, frame);
        }
        ahead = false;
    }

    /**
     * What nobody acknowledged may be no more than the sender's end: there is nobody to acknowledge that. More than that got
     * lost before the capture's place.
     */
    private void believeSender() {
        var known = ahead ? lastAhead.sequence() : next;
        if (stood == null || stood.sequence() - known <= 0 || stood.sequence() - known > MOST_OF_AN_END) {
            return;
        }
        if (!ahead) {
            acks.clear();
        }
        if (stoodBefore != null && stoodBefore.sequence() - known > 0) {
            acks.add(stoodBefore);
            known = stoodBefore.sequence();
        }
        lastIsOfOne = stood.sequence() - known == 1;
        lastAhead = stood;
        ahead = true;
    }

    private void leaveAhead() {
        var fin = lastIsOfOne || lastAhead.sequence() - next == 1;
        skipTo(lastAhead.sequence() - (fin ? 1 : 0));
        if (fin) {
            told.before(lastAhead.nanos(), lastAhead.frame());
            reader.missFin();
        }
    }

    private void hold(TcpSegment segment) {
        if (ahead && lastAhead.sequence() - start(segment) >= 0) {
            while (!held.isEmpty() && start(segment) - held.get(0).start() >= 0) {
                leaveGap();
            }
            skipTo(start(segment));
            deliver(start(segment), segment.length(), segment.payload(), segment.has(TcpSegment.FIN));
            drain();
            return;
        }
        var bytes = segment.captured() + OVERHEAD;
        while (held.size() == MOST_HELD || !room.take(bytes)) {
            if (held.isEmpty()) {
                skipTo(start(segment));
            } else {
                leaveGap();
            }
            if (start(segment) - next <= 0) {
                deliver(start(segment), segment.length(), segment.payload(), segment.has(TcpSegment.FIN));
                drain();
                return;
            }
        }
        var copy =
                ByteBuffer.allocate(segment.captured()).put(segment.payload()).flip();
        held.add(new Early(
                start(segment), segment.length(), segment.has(TcpSegment.FIN), copy, told.nanos(), told.frame()));
        held.sort(Comparator.comparingInt(early -> early.start() - next));
    }

    /**
     * Gives the gap before the first held segment up, and reads on behind it: what the capture missed had crossed before what
     * was held, and that when it was seen.
     */
    private void leaveGap() {
        var nanos = told.nanos();
        var frame = told.frame();
        var first = held.get(0);
        told.before(first.nanos(), first.frame());
        skipTo(first.start());
        while (!held.isEmpty() && held.get(0).start() - next <= 0) {
            told.at(held.get(0).nanos(), held.get(0).frame());
            deliverFirst();
        }
        told.at(nanos, frame);
    }

    private void skipTo(int sequence) {
        if (ahead) {
            var nanos = told.nanos();
            var frame = told.frame();
            for (var ack : acks) {
                missUntil(earlier(ack), sequence);
            }
            missUntil(earlier(lastAhead), sequence);
            told.at(nanos, frame);
        }
        miss(sequence);
    }

    /** Its sender may have shown before that it had sent these. */
    private Ack earlier(Ack ack) {
        var before = shows(stoodBefore, ack) ? stoodBefore : shows(stood, ack) ? stood : ack;
        return new Ack(ack.sequence(), before.nanos(), before.frame());
    }

    private static boolean shows(Ack stood, Ack ack) {
        return stood != null && stood.sequence() - ack.sequence() >= 0 && stood.frame() < ack.frame();
    }

    private void missUntil(Ack ack, int end) {
        told.before(ack.nanos(), ack.frame());
        miss(ack.sequence() - end > 0 ? end : ack.sequence());
    }

    private void miss(int until) {
        var gap = until - next;
        if (gap > 0) {
            moveTo(until);
            reader.miss(gap);
        }
    }

    private void moveTo(int sequence) {
        next = sequence;
        ahead = ahead && lastAhead.sequence() - next > 0;
    }

    private void drain() {
        while (!held.isEmpty() && held.get(0).start() - next <= 0) {
            deliverFirst();
        }
    }

    private void deliverFirst() {
        var early = held.remove(0);
        room.giveBack(early.captured().remaining() + OVERHEAD);
        deliver(early.start(), early.length(), early.captured(), early.fin());
    }

    private void deliver(int start, int length, ByteBuffer payload, boolean fin) {
        var known = next - start;
        var fresh = length - known;
        if (fresh > 0) {
            var captured = payload.remaining();
            var from = Math.min(known, captured);
            moveTo(next + fresh);
            if (captured > from) {
                reader.read(payload.position(payload.position() + from));
            }
            if (fresh > captured - from) {
                reader.miss(fresh - (captured - from));
            }
        }
        if (fin && start + length == next) {
            moveTo(next + 1);
            finished = true;
        }
    }

    private static int start(TcpSegment segment) {
        return segment.sequence() + (segment.has(TcpSegment.SYN) ? 1 : 0);
    }

    /** How many sequence numbers the segment takes. */
    private static int space(TcpSegment segment) {
        return segment.length() + (segment.has(TcpSegment.SYN) ? 1 : 0) + (segment.has(TcpSegment.FIN) ? 1 : 0);
    }
}
