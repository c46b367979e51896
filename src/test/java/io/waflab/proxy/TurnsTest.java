package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private final List<String> done = new ArrayList<>();
    private final Turns<Runnable> turns = new Turns<>(Runnable::run, bug -> done.add(bug.getMessage()));

    @Test
    void whatIsRaisedMeanwhileWaitsAndKeepsItsOrder() {
        turns.add(() -> {
            turns.add(() -> {
                done.add("b");
                turns.add(() -> done.add("d"));
            });
            turns.add(() -> done.add("c"));
            done.add("a");
        });
        assertThat(done).containsExactly("a", "b", "c", "d");
    }

    @Test
    void aFailureIsToldAndWhatWaitedIsForgotten() {
        turns.add(() -> {
            turns.add(() -> done.add("never"));
            throw new IllegalStateException("bug");
        });
        assertThat(done).containsExactly("bug");
        turns.add(() -> done.add("later"));
        assertThat(done).containsExactly("bug", "later");
    }

    @Test
    void memoryOrStackThatRanOutIsToldLikeAnyFailure() {
        for (var out : List.of(new OutOfMemoryError("memory"), new StackOverflowError("stack"))) {
            turns.add(() -> {
                turns.add(() -> done.add("never"));
                throw out;
            });
        }
        turns.add(() -> done.add("later"));
        assertThat(done).containsExactly("memory", "stack", "later");
    }

    @Test
    void whatTheFailureRaisesIsTakenAtOnce() {
        var again = new ArrayList<Turns<Runnable>>();
        var own = new Turns<Runnable>(Runnable::run, bug -> again.get(0).add(() -> done.add("stopped")));
        again.add(own);
        own.add(() -> {
            throw new IllegalStateException();
        });
        assertThat(done).containsExactly("stopped");
    }
}
