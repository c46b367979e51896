package io.waflab.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertsTest {

    @ParameterizedTest
    @CsvSource({
        "0100, 2, close_notify",
        "0228, 2, fatal: handshake_failure",
        "0270, 2, fatal: unrecognized_name",
        "02c8, 2, fatal: alert 200",
        "0100, 26, encrypted",
        "01, 2, encrypted",
    })
    void anAlertIsNamedWhereItCanBeRead(String fragment, int size, String words) {
        var record = new TlsRecord(TlsRecord.ALERT, size, ByteBuffer.wrap(Packets.hex(fragment)));

        assertThat(Alerts.words(record)).isEqualTo(words);
    }

    @Test
    void allButCloseNotifyAndTwoWarningsEndTheConnection() {
        assertThat(Stream.of("close_notify", "user_canceled", "no_renegotiation"))
                .allMatch(Alerts::isKnown)
                .noneMatch(Alerts::isFatal);
        assertThat(Alerts.isFatal(Alerts.name(40))).isTrue();
        assertThat(Alerts.isKnown(Alerts.name(200))).isFalse();
    }
}
