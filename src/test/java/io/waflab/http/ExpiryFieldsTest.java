package io.waflab.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.config.Expires;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

/** In frozen time: Sun, 22 Nov 2026 16:00:00 GMT, an hour later in Berlin. */
class ExpiryFieldsTest {

    private static final long NOW = 1_795_363_200L;

    private static ExpiryFields fields(boolean modified, String word, long changed) {
        return ExpiryFields.of(Expires.of(modified, word), NOW, changed, ZoneId.of("Europe/Berlin"));
    }

    private static ExpiryFields fields(String word) {
        return fields(false, word, HttpDateReader.NONE);
    }

    @Test
    void epochAndMaxAreFixed() {
        assertThat(fields("epoch")).isEqualTo(new ExpiryFields("Thu, 01 Jan 1970 00:00:01 GMT", "no-cache"));
        assertThat(fields("max")).isEqualTo(new ExpiryFields("Thu, 31 Dec 2037 23:55:55 GMT", "max-age=315360000"));
    }

    @Test
    void aTimeCountsFromNow() {
        assertThat(fields("1h")).isEqualTo(new ExpiryFields("Sun, 22 Nov 2026 17:00:00 GMT", "max-age=3600"));
        assertThat(fields("0")).isEqualTo(new ExpiryFields("Sun, 22 Nov 2026 16:00:00 GMT", "max-age=0"));
        assertThat(fields("-1h")).isEqualTo(new ExpiryFields("Sun, 22 Nov 2026 15:00:00 GMT", "no-cache"));
    }

    @Test
    void modifiedCountsFromTheLastChangeWhereItIsKnown() {
        assertThat(fields(true, "2h", NOW - 3600))
                .isEqualTo(new ExpiryFields("Sun, 22 Nov 2026 17:00:00 GMT", "max-age=3600"));
        assertThat(fields(true, "1h", NOW - 7200))
                .isEqualTo(new ExpiryFields("Sun, 22 Nov 2026 15:00:00 GMT", "no-cache"));
        assertThat(fields(true, "1h", HttpDateReader.NONE).cacheControl()).isEqualTo("max-age=3600");
    }

    @Test
    void aTimeOfDayIsTheNextThatComesHere() {
        assertThat(fields("@18h")).isEqualTo(new ExpiryFields("Sun, 22 Nov 2026 17:00:00 GMT", "max-age=3600"));
        assertThat(fields("@17h")).isEqualTo(new ExpiryFields("Mon, 23 Nov 2026 16:00:00 GMT", "max-age=86400"));
        assertThat(fields("@0").expires()).isEqualTo("Sun, 22 Nov 2026 23:00:00 GMT");
    }
}
