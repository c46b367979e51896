package io.waflab.journal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where the stories of connections are kept: the latest {@value #FINISHED} finished ones in memory, and every
 * observation of all in a file of JSON lines when one is given. Thread-safe.
 *
 * <p>Bounded: a live connection holds its own {@link Story} (2 KiB and its details at most, most often 0.2, so 4 MiB for
 * 20,000 connections).
 */
public final class Journal implements AutoCloseable {

    static final int FINISHED = 256;

    private final Deque<Story> finished = new ArrayDeque<>();
    private final Optional<LineLog> file;
    private final AtomicLong connections = new AtomicLong();

    /** @param file where all observations go, one JSON object a line */
    public Journal(Optional<LineLog> file) {
        this.file = file;
    }

    /** The number of the next connection, from 1: nginx's {@code $connection}. */
    public long nextConnection() {
        return connections.incrementAndGet();
    }

    /** Whether observations are kept in a file, so that they must be told one by one. */
    public boolean keepsAll() {
        return file.isPresent();
    }

    /** Adds an observation to the file, if there is one. */
    public void tell(long connection, String client, Observation observation) {
        file.ifPresent(lines -> lines.line(ObservationJson.line(connection, client, observation)));
    }

    /** Takes the story of a connection that has ended out of the hands of who told it. */
    public synchronized void finish(Story story) {
        if (finished.size() == FINISHED) {
            finished.removeFirst();
        }
        finished.addLast(story.handOver());
    }

    /** The latest finished stories, oldest first. */
    public synchronized List<Story> finished() {
        return new ArrayList<>(finished);
    }

    @Override
    public void close() {
        file.ifPresent(LineLog::close);
    }
}
