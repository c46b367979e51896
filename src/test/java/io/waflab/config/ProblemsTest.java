package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ProblemsTest {

    private final Problems problems = new Problems();

    @Test
    void allAreThrownAtOnceInTheOrderOfTheirLines() {
        problems.add(new Origin("b.conf", 1), "three");
        problems.add(new Origin("a.conf", 10), "two");
        problems.add(new Origin("a.conf", 9), "one");
        problems.add(new Origin("a.conf", 9), "one");
        assertThatThrownBy(problems::throwIfAny).hasMessage("a.conf:9: one\na.conf:10: two\nb.conf:1: three");
    }

    @Test
    void withoutAnyNothingIsThrown() {
        problems.note(new Origin("a.conf", 1), "only a note");
        assertThatCode(problems::throwIfAny).doesNotThrowAnyException();
        assertThat(problems.isEmpty()).isTrue();
    }

    @Test
    void aNoteIsKeptOnceFromItsFirstPlace() {
        problems.note(new Origin("a.conf", 3), "sendfile");
        problems.note(new Origin("a.conf", 4), "sendfile");
        assertThat(problems.notes()).containsExactly(new Problem(new Origin("a.conf", 3), "sendfile"));
    }

    @Test
    void aFileOfNothingButMistakesFillsNoMemory() {
        for (int i = 0; i < 5000; i++) {
            problems.add(new Origin("a.conf", i), "wrong");
        }
        assertThatThrownBy(problems::throwIfAny)
                .isInstanceOfSatisfying(
                        ConfigException.class, e -> assertThat(e.problems()).hasSize(1000));
    }
}
