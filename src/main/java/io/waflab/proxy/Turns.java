package io.waflab.proxy;

import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * What happens to one connection, one after the other: what is raised while another is handled waits until that is done.
 * Used from one event loop.
 */
final class Turns<T> {

    private final ArrayDeque<T> waiting = new ArrayDeque<>(4);
    private final Consumer<T> take;
    private final Consumer<Throwable> failed;
    private boolean busy;

    /** @param failed told of what {@code take} throws; what waits by then is forgotten */
    Turns(Consumer<T> take, Consumer<Throwable> failed) {
        this.take = take;
        this.failed = failed;
    }

    /** Whether something is being handled. */
    boolean areTaken() {
        return busy;
    }

    /** Takes it now, or when its turn comes. */
    void add(T next) {
        if (busy) {
            waiting.add(next);
            return;
        }
        busy = true;
        try {
            for (var one = next; one != null; one = waiting.poll()) {
                take.accept(one);
            }
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError bug) {
            // Thrown on, it would be lost in a timer's task, and the connection would live for ever.
            waiting.clear();
            busy = false;
            failed.accept(bug);
        } finally {
            busy = false;
        }
    }
}
