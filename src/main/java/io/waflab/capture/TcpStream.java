package io.waflab.capture;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One direction of a TCP connection: puts segments in the order of their sequence numbers (RFC 9293 section 3.4; they
 * wrap around at 32 bits) and drops what was there before.
 *
 * <p>A segment that arrives early is held until the gap before it is filled, or the receiver acknowledges bytes beyond
 * the gap (then they did cross the wire, and the capture missed them), or there is no more room to hold it: 256 segments
 * here, and {@link HeldBytes} over all conversations.
 */
final class TcpStream {

    private static final int MOST_HELD = 256;

    private final HeldBytes room;
    private final List<TcpSegment> held = new ArrayList<>();
    private boolean begun;
    private int next;

    TcpStream(HeldBytes room) {
        this.room = room;
    }

    /** True if everything in this segment crossed before. */
    boolean isRepeated(TcpSegment segment) {
        var space = space(segment);
        return begun && space > 0 && segment.sequence() + space - next <= 0;
    }

    /** True for a probe of TCP's own keep-alive: one byte back, at most one byte long (RFC 9293 section 3.8.4). */
    boolean isKeepAliveProbe(TcpSegment segment) {
        return begun && segment.length() <= 1 && segment.sequence() == next - 1 && space(segment) == segment.length();
    }

    /** The bytes that this segment puts in order; nothing for a repetition, or one that is too early. */
    List<Piece> accept(TcpSegment segment) {
        var pieces = new ArrayList<Piece>();
        if (!begun || segment.has(TcpSegment.SYN)) {
            begun = true;
            next = segment.sequence() + (segment.has(TcpSegment.SYN) ? 1 : 0);
        }
        if (space(segment) == 0) {
            return pieces;
        }
        if (start(segment) - next > 0) {
            hold(segment, pieces);
        } else {
            deliver(segment, pieces);
            drain(pieces);
        }
        return pieces;
    }

    /** What becomes readable once the receiver says that it has everything before {@code acknowledgement}. */
    List<Piece> acknowledged(int acknowledgement) {
        var pieces = new ArrayList<Piece>();
        while (!held.isEmpty() && acknowledgement - start(held.get(0)) > 0) {
            leaveGap(pieces);
        }
        return pieces;
    }

    /** What is still held when the capture ends, gaps and all. */
    List<Piece> finish() {
        var pieces = new ArrayList<Piece>();
        while (!held.isEmpty()) {
            leaveGap(pieces);
        }
        return pieces;
    }

    private void hold(TcpSegment segment, List<Piece> pieces) {
        while (held.size() == MOST_HELD || !room.take(segment.payload().remaining())) {
            if (held.isEmpty()) {
                skipTo(start(segment), pieces);
            } else {
                leaveGap(pieces);
            }
            if (start(segment) - next <= 0) {
                deliver(segment, pieces);
                drain(pieces);
                return;
            }
        }
        held.add(segment);
        held.sort(Comparator.comparingInt(early -> start(early) - next));
    }

    /** Gives the gap before the first held segment up, and reads on behind it. */
    private void leaveGap(List<Piece> pieces) {
        skipTo(start(held.get(0)), pieces);
        drain(pieces);
    }

    private void skipTo(int sequence, List<Piece> pieces) {
        if (sequence - next > 0) {
            pieces.add(Piece.gap(sequence - next));
            next = sequence;
        }
    }

    private void drain(List<Piece> pieces) {
        while (!held.isEmpty() && start(held.get(0)) - next <= 0) {
            var segment = held.remove(0);
            room.giveBack(segment.payload().remaining());
            deliver(segment, pieces);
        }
    }

    private void deliver(TcpSegment segment, List<Piece> pieces) {
        var known = next - start(segment);
        var fresh = segment.length() - known;
        if (fresh > 0) {
            var captured = segment.payload().remaining();
            var from = Math.min(known, captured);
            pieces.add(new Piece(segment.payload().slice(from, captured - from), fresh - (captured - from)));
            next += fresh;
        }
        if (segment.has(TcpSegment.FIN) && start(segment) + segment.length() == next) {
            next++;
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
