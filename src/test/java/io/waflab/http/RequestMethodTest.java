package io.waflab.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RequestMethodTest {

    @Test
    void knownMethodsAreNotMadeAnew() {
        assertThat(RequestMethod.text(Bytes.of("GET /"), 0, 3)).isSameAs("GET");
        assertThat(RequestMethod.text(Bytes.of("GETX"), 0, 4)).isEqualTo("GETX");
    }

    @Test
    void whatChangesTheServerTwiceIsNotRepeated() {
        assertThat(RequestMethod.idempotent("GET")).isTrue();
        assertThat(RequestMethod.idempotent("PUT")).isTrue();
        assertThat(RequestMethod.idempotent("POST")).isFalse();
        assertThat(RequestMethod.idempotent("LOCK")).isFalse();
        assertThat(RequestMethod.idempotent("PATCH")).isFalse();
    }
}
