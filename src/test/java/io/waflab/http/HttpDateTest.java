package io.waflab.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.SimpleTimeZone;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;

class HttpDateTest {

    private static final long SECOND = 1_795_363_238L;

    private final HttpDate date = new HttpDate(TimeZone.getTimeZone("UTC")).at(SECOND);

    @Test
    void everyFormIsNginxs() {
        assertThat(new String(date.http(), StandardCharsets.US_ASCII)).isEqualTo("Sun, 22 Nov 2026 16:00:38 GMT");
        assertThat(date.local()).isEqualTo("22/Nov/2026:16:00:38 +0000");
        assertThat(date.iso()).isEqualTo("2026-11-22T16:00:38+00:00");
        assertThat(date.log()).isEqualTo("2026/11/22 16:00:38");
    }

    @Test
    void localFormsFollowTheZoneAndTheHeadersFormDoesNot() {
        var shanghai = new HttpDate(TimeZone.getTimeZone("Asia/Shanghai")).at(SECOND);
        assertThat(new String(shanghai.http(), StandardCharsets.US_ASCII)).isEqualTo("Sun, 22 Nov 2026 16:00:38 GMT");
        assertThat(shanghai.local()).isEqualTo("23/Nov/2026:00:00:38 +0800");
        assertThat(shanghai.iso()).isEqualTo("2026-11-23T00:00:38+08:00");
    }

    @Test
    void everyDayAndMonthHasItsName() {
        var java = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);
        for (int day = 0; day < 2000; day++) {
            long second = day * 100_003L * 37;
            assertThat(HttpDate.format(second))
                    .isEqualTo(java.format(Instant.ofEpochSecond(second).atZone(ZoneOffset.UTC)));
        }
    }

    @Test
    void anOffsetBehindUtcHasItsMinutesToo() {
        var newfoundland = new HttpDate(TimeZone.getTimeZone("GMT-3:30")).at(SECOND);
        assertThat(newfoundland.local()).isEqualTo("22/Nov/2026:12:30:38 -0330");
        assertThat(newfoundland.iso()).isEqualTo("2026-11-22T12:30:38-03:30");
        assertThat(new HttpDate(new SimpleTimeZone(-20_000, "behind"))
                        .at(SECOND)
                        .local())
                .isEqualTo("22/Nov/2026:16:00:18 +0000");
    }

    @Test
    void withinASecondNothingIsMadeAnew() {
        var http = date.http();
        var local = date.local();
        assertThat(date.at(SECOND).http()).isSameAs(http);
        assertThat(date.local()).isSameAs(local);
        assertThat(date.at(SECOND + 1).local()).isEqualTo("22/Nov/2026:16:00:39 +0000");
        assertThat(date.http()).isNotEqualTo(http);
    }
}
