package io.waflab.capture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeldBytesTest {

    @Test
    void noMoreIsHeldThanTheLimitUntilSomeIsGivenBack() {
        var room = new HeldBytes(10);

        assertThat(room.take(8)).isTrue();
        assertThat(room.take(3)).isFalse();
        room.giveBack(1);
        assertThat(room.take(3)).isTrue();
        assertThat(room.take(1)).isFalse();
    }
}
