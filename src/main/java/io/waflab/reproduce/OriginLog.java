package io.waflab.reproduce;

import io.waflab.connection.Peer;
import io.waflab.connection.Side;
import io.waflab.journal.Observation;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * What an origin saw. Bounded: the last 4,096 requests and closes, the stories of the last 1,024 connections with 256
 * observations each. Safe for several threads.
 */
final class OriginLog {

    private static final int REQUESTS = 4096;
    private static final int STORIES = 1024;
    private static final int STORY = 256;

    private final LabClock clock;
    private final Deque<OriginRequest> requests = new ArrayDeque<>();
    private final Deque<Story> stories = new ArrayDeque<>();
    private final BlockingQueue<OriginRequest> nextRequests = new LinkedBlockingQueue<>(REQUESTS);
    private final BlockingQueue<OriginClose> nextCloses = new LinkedBlockingQueue<>(REQUESTS);
    private final BlockingQueue<String> nextLines = new LinkedBlockingQueue<>(REQUESTS);
    private int accepted;

    OriginLog(LabClock clock) {
        this.clock = clock;
    }

    /** @return the story of the connection that has the number {@link #accepted()} now */
    synchronized Story opened() {
        accepted++;
        var story = new Story(Side.UPSTREAM, STORY, clock);
        keep(stories, story, STORIES);
        return story;
    }

    synchronized int accepted() {
        return accepted;
    }

    void requested(OriginRequest request) {
        synchronized (this) {
            keep(requests, request, REQUESTS);
        }
        offer(nextRequests, request);
        offer(nextLines, line(request.nanos(), request.connection(), request.requestLine()));
    }

    void closed(int connection, int count, Story story) {
        story.end()
                .map(end -> new OriginClose(connection, count, end.nanos(), end.by(), end.what()))
                .ifPresent(close -> {
                    offer(nextCloses, close);
                    var by = close.by() == Peer.CLIENT ? "the client" : "the origin";
                    offer(nextLines, line(close.nanos(), connection, close.what() + " by " + by));
                });
    }

    /** Something that no connection has yet. */
    void refused(String words) {
        offer(nextLines, String.format(Locale.ROOT, "%12.6f  %s", clock.now() / 1e9, words));
    }

    synchronized List<OriginRequest> requests() {
        return List.copyOf(requests);
    }

    List<List<Observation>> stories() {
        List<Story> kept;
        synchronized (this) {
            kept = new ArrayList<>(stories);
        }
        return kept.stream().map(Story::observations).toList();
    }

    Optional<OriginRequest> nextRequest(Duration limit) throws InterruptedException {
        return Optional.ofNullable(nextRequests.poll(limit.toNanos(), TimeUnit.NANOSECONDS));
    }

    Optional<OriginClose> nextClose(Duration limit) throws InterruptedException {
        return Optional.ofNullable(nextCloses.poll(limit.toNanos(), TimeUnit.NANOSECONDS));
    }

    Optional<String> nextLine(Duration limit) throws InterruptedException {
        return Optional.ofNullable(nextLines.poll(limit.toNanos(), TimeUnit.NANOSECONDS));
    }

    private static String line(long nanos, int connection, String words) {
        return String.format(Locale.ROOT, "%12.6f  #%d  %s", nanos / 1e9, connection, words);
    }

    private static <T> void keep(Deque<T> all, T next, int most) {
        if (all.size() == most) {
            all.removeFirst();
        }
        all.addLast(next);
    }

    private static <T> void offer(BlockingQueue<T> queue, T next) {
        while (!queue.offer(next)) {
            queue.poll();
        }
    }
}
