package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import io.waflab.connection.SessionEvent.Plain;
import io.waflab.connection.SessionEvent.Slowed;
import io.waflab.connection.Timer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;

/**
 * Bytes from one side of a session to the other, no faster than a rate asks (ngx_stream_proxy_process). Bounded: its source
 * is not read while {@code proxy_buffer_size} bytes wait here or for the other side, so that there are at most those of one
 * read more; and, once its FIN has come, those that the kernel had for it (tcp_rmem), which Netty then reads at once.
 */
final class StreamFlow {

    private final StreamSession session;
    private final Timer timer;
    private final long most;
    private Optional<Pace> pace = Optional.empty();
    private final ArrayDeque<ByteBuf> held = new ArrayDeque<>(2);
    private long heldBytes;
    private long passed;
    private Output out;
    private boolean slowed;
    private boolean over;
    /** How the source ended, while what it sent before is held here; else null. */
    private Plain end;

    /**
     * @param timer of the rate: UPLOAD_RATE or DOWNLOAD_RATE
     * @param most bytes that may wait
     */
    StreamFlow(StreamSession session, Timer timer, long most) {
        this.session = session;
        this.timer = timer;
        this.most = most;
    }

    /** No faster than that from here on. */
    void limit(Pace rate) {
        pace = Optional.of(rate);
    }

    /** Bytes from the source, which are passed on now or later. */
    void take(ByteBuf bytes) {
        if (over) {
            bytes.release();
            return;
        }
        held.add(bytes);
        heldBytes += bytes.readableBytes();
        pump();
    }

    /** Where they go is known from here on. */
    void to(Output output) {
        out = output;
        pump();
        out.flush();
    }

    /** The rate's pause is over. */
    void goOn() {
        slowed = false;
        pump();
    }

    private void pump() {
        while (out != null && !slowed && !held.isEmpty()) {
            long allowed = pace.map(Pace::allowed).orElse(Long.MAX_VALUE);
            if (allowed <= 0) {
                slow(pace.orElseThrow().untilAllowed());
                return;
            }
            int now = passOn(allowed);
            if (pace.isPresent() || held.isEmpty()) {
                out.flush();
            }
            var pause = pace.map(limit -> limit.sent(now)).orElse(Duration.ZERO);
            if (!pause.isZero()) {
                slow(pause);
            }
        }
    }

    /** As much as may go at once, whatever the pieces in which it came; the bytes. */
    private int passOn(long allowed) {
        int now = 0;
        while (!held.isEmpty() && now < allowed) {
            int size = (int) Math.min(allowed - now, held.peek().readableBytes());
            out.write(
                    size == held.peek().readableBytes()
                            ? held.poll()
                            : held.peek().readRetainedSlice(size));
            now += size;
        }
        heldBytes -= now;
        passed += now;
        session.passed(timer, now);
        return now;
    }

    private void slow(Duration pause) {
        slowed = true;
        session.happened(new Slowed(timer, pause));
    }

    /** Whether the source is to be read. */
    boolean wantsMore() {
        return !slowed && heldBytes + (out == null ? 0 : out.waiting()) < most;
    }

    /** The source has ended, which the session is told now, or once what it sent before was passed on; the first end counts. */
    void end(Plain how) {
        if (held.isEmpty()) {
            session.happened(how);
        } else if (end == null) {
            end = how;
        }
    }

    /** Tells the session of an end that waited, if nothing is held any more. */
    void tellEnd() {
        if (end != null && held.isEmpty()) {
            var how = end;
            end = null;
            session.happened(how);
        }
    }

    /** Bytes passed on so far. */
    long passed() {
        return passed;
    }

    /** Nothing more is passed on. */
    void release() {
        over = true;
        held.forEach(ByteBuf::release);
        held.clear();
        heldBytes = 0;
    }
}
