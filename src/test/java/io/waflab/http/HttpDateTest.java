package io.waflab.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class HttpDateTest {

    private static final long SECOND = 1_795_363_238L;

    private final HttpDate date = new HttpDate(ZoneOffset.UTC).at(SECOND);

    @Test
    void everyFormIsNginxs() {
        assertThat(new String(date.http(), StandardCharsets.US_ASCII)).isEqualTo("Sun, 22 Nov 2026 16:00:38 GMT");
        assertThat(date.local()).isEqualTo("22/Nov/2026:16:00:38 +0000");
        assertThat(date.iso()).isEqualTo("2026-11-22T16:00:38+00:00");
        assertThat(date.log()).isEqualTo("2026/11/22 16:00:38");
    }

    @Test
    void localFormsFollowTheZoneAndTheHeadersFormDoesNot() {
        var shanghai = new HttpDate(ZoneId.of("Asia/Shanghai")).at(SECOND);
        assertThat(new String(shanghai.http(), StandardCharsets.US_ASCII)).isEqualTo("Sun, 22 Nov 2026 16:00:38 GMT");
        assertThat(shanghai.local()).isEqualTo("23/Nov/2026:00:00:38 +0800");
        assertThat(shanghai.iso()).isEqualTo("2026-11-23T00:00:38+08:00");
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
