package io.waflab.capture;

import io.waflab.capture.CaptureSummary.Others;
import java.util.Optional;
import java.util.function.Consumer;

/** Hands each packet to its connection, and each connection on when it is finished. */
final class ReadingLoop {

    static final int MOST_CONNECTIONS = 32_768;
    static final long QUIET_NANOS = 60_000_000_000L;
    /** So many wait at the most: keeping more of them costs memory, and stragglers are rare. */
    private static final int MOST_CLOSED = 2048;

    /** What all connections that are not told may hold together, about. */
    static final long MOST_BYTES = 176L << 20;

    private static final long MOST_HELD = 48L << 20;

    private final Consumer<OpenConnection> finished;
    private final HeldBytes room = new HeldBytes(MOST_HELD);
    private final ConnectionTable table = new ConnectionTable();
    private long packets;
    private long noIp;
    private long noTcp;
    private long damaged;
    private long fragments;
    private int connections;
    private long givenUp;
    /** What the connections in the table hold, about. */
    private long bytes;

    private final long mostBytes;

    private long startNanos;
    private long endNanos;

    /** @param finished is given each connection once */
    ReadingLoop(Consumer<OpenConnection> finished) {
        this(finished, MOST_BYTES);
    }

    ReadingLoop(Consumer<OpenConnection> finished, long mostBytes) {
        this.finished = finished;
        this.mostBytes = mostBytes;
    }

    /** Reads to the end, or to what is wrong with the file, which is returned. */
    Optional<String> run(ArrivalSource source) {
        var problem = Optional.<String>empty();
        try {
            for (var arrival = source.next(); arrival != null; arrival = source.next()) {
                add(arrival);
            }
        } catch (CaptureException broken) {
            problem = Optional.of(broken.getMessage());
        }
        for (var left = table.quietestClosed(); left != null; left = table.quietestClosed()) {
            finish(left);
        }
        for (var left = table.quietestOpen(); left != null; left = table.quietestOpen()) {
            finish(left);
        }
        return problem;
    }

    CaptureSummary summary(String format, FileNotes notes, Optional<String> problem) {
        return new CaptureSummary(
                format,
                packets,
                new Others(noIp, noTcp, damaged, fragments),
                connections,
                givenUp,
                startNanos,
                endNanos,
                notes.interfaces(),
                notes.comments(),
                notes.keyLog(),
                problem);
    }

    private void add(Arrival arrival) {
        keepTime(arrival.nanos());
        switch (arrival.kind()) {
            case TCP -> follow(arrival);
            case NO_IP -> noIp++;
            case NO_TCP -> noTcp++;
            case DAMAGED -> damaged++;
            case FRAGMENT -> fragments++;
        }
    }

    private void keepTime(long nanos) {
        packets++;
        if (packets == 1) {
            startNanos = nanos;
            endNanos = nanos;
        }
        endNanos = Math.max(endNanos, nanos);
        var quietest = table.quietestClosed();
        if (quietest != null && (nanos - quietest.lastNanos() > QUIET_NANOS || table.closedOnes() > MOST_CLOSED)) {
            finish(quietest);
        }
    }

    private void follow(Arrival arrival) {
        var connection = table.find(arrival.place());
        var segment = connection == null ? null : connection.segment(arrival);
        if (connection != null && connection.isEndedBy(segment)) {
            finish(connection);
            connection = null;
        }
        if (connection == null) {
            makeRoom(MOST_CONNECTIONS - 1);
            connections++;
            connection = new OpenConnection(arrival.place(), connections);
            segment = connection.segment(arrival);
            table.add(connection);
        }
        var wasClosed = connection.isClosed();
        bytes += connection.add(segment, room);
        table.touch(connection, wasClosed);
        makeRoom(MOST_CONNECTIONS);
    }

    private void makeRoom(int most) {
        while (table.size() > most || bytes > mostBytes && table.size() > 1) {
            var quietest = table.quietestClosed();
            if (quietest == null) {
                givenUp++;
                quietest = table.quietestOpen();
                quietest.letGo();
            }
            finish(quietest);
        }
    }

    private void finish(OpenConnection connection) {
        table.remove(connection);
        bytes -= connection.weight();
        connection.conversation().finish();
        finished.accept(connection);
    }
}
