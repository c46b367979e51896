package io.waflab.capture;

import io.waflab.journal.ConnectionStory;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;

/**
 * Tells finished connections on a thread of its own, so that the reading goes on meanwhile: one after the other, in the
 * order in which they were handed over. At most {@value #MOST_WAITING} wait; then the reading waits.
 */
final class StoryTeller implements AutoCloseable {

    private static final int MOST_WAITING = 256;

    private static final Runnable END = () -> {};

    private final BlockingQueue<Runnable> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Consumer<ConnectionStory> listener;
    private final Thread thread;
    private volatile Throwable failure;
    /** Whether the reading has been told of it; of the reading's thread. */
    private boolean reported;

    StoryTeller(Consumer<ConnectionStory> listener) {
        this.listener = listener;
        thread = new Thread(this::run, "connections");
        thread.setDaemon(true);
        thread.start();
    }

    /** @throws RuntimeException what the listener threw at an earlier one, or why an Error ended the telling; once */
    void tell(OpenConnection connection) {
        check();
        var story = connection.story();
        put(() -> listener.accept(story));
    }

    /** Returns when everything has been told. */
    @Override
    public void close() {
        put(END);
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        check();
    }

    private void check() {
        if (failure == null || reported) {
            return;
        }
        reported = true;
        if (failure instanceof RuntimeException thrown) {
            throw thrown;
        }
        throw new IllegalStateException("telling a connection failed: " + failure, failure);
    }

    private void put(Runnable work) {
        try {
            waiting.put(work);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            for (var next = waiting.take(); next != END; next = waiting.take()) {
                work(next);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** After a failure nothing more is told, but what waits is taken, so that the reading does not hang. */
    private void work(Runnable next) {
        try {
            if (failure == null) {
                next.run();
            }
        } catch (RuntimeException | Error failed) {
            failure = failed;
        }
    }
}
