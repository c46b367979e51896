package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class AttemptTest {

    private final Attempt attempt = new Attempt("127.0.0.1:8080", System.nanoTime());

    @Test
    void addressesAreWrittenAsNginxDoes() throws UnknownHostException {
        assertThat(Attempt.text(new InetSocketAddress(InetAddress.getByName("192.0.2.1"), 80)))
                .isEqualTo("192.0.2.1:80");
        assertThat(Attempt.text(new InetSocketAddress(InetAddress.getByName("2001:db8::1"), 443)))
                .isEqualTo("[2001:db8::1]:443");
    }

    @Test
    void whatWasNotReachedIsADash() {
        assertThat(attempt.status()).isEqualTo("-");
        assertThat(attempt.connectTime()).isEqualTo("-");
        assertThat(attempt.headerTime()).isEqualTo("-");
        assertThat(attempt.responseTime()).isEqualTo("-");
    }

    @Test
    void timesAreSecondsWithThreeDigitsSinceItBegan() {
        var earlier = new Attempt("127.0.0.1:8080", System.nanoTime() - 61_005_000_000L);
        earlier.connected();
        earlier.answered(200);
        earlier.ended();
        assertThat(earlier.connectTime()).matches("61\\.0\\d\\d|6[1-9]\\.\\d{3}");
        assertThat(earlier.headerTime()).matches("6\\d\\.\\d{3}");
        assertThat(earlier.responseTime()).matches("6\\d\\.\\d{3}");
        assertThat(earlier.status()).isEqualTo("200");
    }

    @Test
    void aFailedAttemptHasAnEndAndItsStatusButNoHeader() {
        attempt.failed(504);
        assertThat(attempt.status()).isEqualTo("504");
        assertThat(attempt.responseTime()).matches("\\d+\\.\\d{3}");
        assertThat(attempt.connectTime()).isEqualTo("-");
        assertThat(attempt.headerTime()).isEqualTo("-");
    }

    @Test
    void theFirstEndCounts() {
        var earlier = new Attempt("127.0.0.1:8080", System.nanoTime());
        earlier.ended();
        var first = earlier.responseTime();
        earlier.ended();
        assertThat(earlier.responseTime()).isEqualTo(first);
    }

    @Test
    void bytesAddUp() {
        attempt.sent(10);
        attempt.sent(5);
        attempt.received(100);
        attempt.received(1);
        attempt.body(7);
        attempt.body(8);
        assertThat(attempt.bytesSent()).isEqualTo(15);
        assertThat(attempt.bytesReceived()).isEqualTo(101);
        assertThat(attempt.bodyReceived()).isEqualTo(15);
    }
}
