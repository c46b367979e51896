package io.waflab.clients;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OutcomeTest {

    @Test
    void anAnswerHasAStatus() {
        var outcome = Outcome.of(1, 2, "answer\t504\tHTTP/1.1\t160".split("\t", -1));

        assertThat(outcome.isAnswer()).isTrue();
        assertThat(outcome.status()).isEqualTo(504);
        assertThat(outcome.told()).isEqualTo("504 HTTP/1.1, 160 bytes");
    }

    @Test
    void aFailureHasItsCauses() {
        var outcome = Outcome.of(1, 2, "failed\tOuter\tit broke\tInner\t".split("\t", -1));

        assertThat(outcome.isAnswer()).isFalse();
        assertThat(outcome.failures()).extracting(Object::toString).containsExactly("Outer: it broke", "Inner");
    }
}
