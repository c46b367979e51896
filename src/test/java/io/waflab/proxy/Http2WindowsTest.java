package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waflab.connection.Http2Error;
import io.waflab.http.Http2Failure;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class Http2WindowsTest {

    private final Http2Windows windows = new Http2Windows();

    @Test
    void theOwnWindowIsOpenedAgainWhenThreeQuartersAreUsed() throws Http2Failure {
        int half = 1 << 30;
        assertThat(windows.received(half)).isZero();
        assertThat(windows.received(half / 2)).isZero();
        assertThat(windows.received(1)).isEqualTo(half + half / 2 + 1L);
        assertThat(windows.received(half)).isZero();
        violates(() -> windows.received(half), "received DATA frame length 1073741824, available window 1073741823");
    }

    @Test
    void theClientsWindowHoldsTwoGigabytes() throws Http2Failure {
        windows.spend(Http2Windows.FIRST);
        assertThat(windows.client()).isZero();
        windows.widen(Integer.MAX_VALUE);
        assertThat(windows.client()).isEqualTo(Http2Windows.MOST);
        violates(() -> windows.widen(1), "window increment 1 not allowed for window 2147483647");
    }

    private static void violates(ThrowingCallable what, String message) {
        assertThatThrownBy(what)
                .isInstanceOfSatisfying(
                        Http2Failure.class,
                        failure -> assertThat(failure.error()).isEqualTo(Http2Error.FLOW_CONTROL_ERROR))
                .hasMessageEndingWith(message);
    }

    @Test
    void theLastSizeThatOneSettingsFrameNamesCountsFromItsEnd() {
        windows.asks(10);
        windows.asks(100_000);
        assertThat(windows.ofStream()).isEqualTo(Http2Windows.FIRST);
        assertThat(windows.settle()).isEqualTo(100_000 - Http2Windows.FIRST);
        assertThat(windows.ofStream()).isEqualTo(100_000);
        assertThat(windows.settle()).isZero();
    }
}
