package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AttemptTest {

    private final EmbeddedChannel time = new EmbeddedChannel();
    private final EventClock clock = new EventClock(time.eventLoop());
    private final Attempt attempt = new Attempt("127.0.0.1:8080", clock);

    AttemptTest() {
        time.freezeTime();
    }

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
        var earlier = new Attempt("127.0.0.1:8080", clock);
        time.advanceTimeBy(61_005, TimeUnit.MILLISECONDS);
        earlier.connected();
        time.advanceTimeBy(1_999_999, TimeUnit.NANOSECONDS);
        earlier.answered(200);
        time.advanceTimeBy(1, TimeUnit.SECONDS);
        earlier.ended();
        assertThat(earlier.connectTime()).isEqualTo("61.005");
        assertThat(earlier.headerTime()).isEqualTo("61.006");
        assertThat(earlier.responseTime()).isEqualTo("62.006");
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
        time.advanceTimeBy(5, TimeUnit.MILLISECONDS);
        attempt.ended();
        time.advanceTimeBy(1, TimeUnit.SECONDS);
        attempt.ended();
        assertThat(attempt.responseTime()).isEqualTo("0.005");
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

    @Test
    void whatHadNoSocketHasNoPeerAndIsNoTryBehindAnother() {
        var attempts = new Attempts(clock);
        attempts.add("127.0.0.1:1").noSocket();
        assertThat(attempts.list(Attempt::peer)).isEmpty();
        assertThat(attempts.list(Attempt::status)).isEqualTo("-");
        var later = new Attempts(clock);
        later.add("127.0.0.1:1").failed(502);
        later.add("127.0.0.1:2").noSocket();
        assertThat(later.list(Attempt::peer)).isEqualTo("127.0.0.1:1 : ");
        assertThat(later.list(Attempt::status)).isEqualTo("502 : ");
    }
}
