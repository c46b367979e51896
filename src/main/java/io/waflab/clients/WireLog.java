package io.waflab.clients;

import io.waflab.connection.Peer;
import io.waflab.connection.Side;
import io.waflab.journal.Observation;
import io.waflab.journal.What;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What crossed a relay, in order. Thread-safe; the first {@value #MOST} events are kept. */
final class WireLog {

    static final int MOST = 4096;

    private final long start;
    private final List<WireEvent> events = new ArrayList<>();

    /** @param start the {@link System#nanoTime} that its times count from */
    WireLog(long start) {
        this.start = start;
    }

    synchronized void add(int connection, Peer by, What what, long size, String detail) {
        if (events.size() < MOST) {
            var at = System.nanoTime() - start;
            events.add(new WireEvent(connection, new Observation(at, Side.DOWNSTREAM, by, what, size, detail)));
            notifyAll();
        }
    }

    synchronized List<WireEvent> events() {
        return List.copyOf(events);
    }

    /** Waits until something is so. @return whether it came to be within the limit */
    synchronized boolean await(Predicate<WireEvent> wanted, Duration limit) throws InterruptedException {
        var deadline = System.nanoTime() + limit.toNanos();
        while (events.stream().noneMatch(wanted)) {
            var left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }
}
