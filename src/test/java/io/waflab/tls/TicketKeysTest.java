package io.waflab.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TicketKeysTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final TicketKeys keys = new TicketKeys(new SecureRandom());
    private final Instant start = Instant.EPOCH;

    @Test
    void aKeyIsForNewTicketsForOneTimeoutAndForOldOnesForAnother() {
        var first = keys.at(start, TIMEOUT);
        assertThat(first).hasSize(1);
        assertThat(keys.at(start.plusMillis(1_999), TIMEOUT)).isSameAs(first);
        var second = keys.at(start.plusSeconds(2), TIMEOUT);
        assertThat(second).hasSize(2);
        assertThat(second.get(1)).isEqualTo(first.get(0)).isNotEqualTo(second.get(0));
        assertThat(keys.at(start.plusSeconds(4), TIMEOUT).get(1)).isEqualTo(second.get(0));
    }

    @Test
    void aKeyThatNobodyUsedInTimeIsForgotten() {
        keys.at(start, TIMEOUT);
        assertThat(keys.at(start.plusSeconds(10), TIMEOUT)).hasSize(1);
    }
}
