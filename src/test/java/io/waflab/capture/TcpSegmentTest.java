package io.waflab.capture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TcpSegmentTest {

    @Test
    void flagsAreToldOneByOne() {
        var segment = Packets.segment(true, 1, 1, TcpSegment.FIN | TcpSegment.ACK);

        assertThat(segment.has(TcpSegment.FIN)).isTrue();
        assertThat(segment.has(TcpSegment.RST)).isFalse();
    }

    @Test
    void aPureAckCarriesNothingElse() {
        assertThat(Packets.segment(true, 1, 1, TcpSegment.ACK).isPureAck()).isTrue();
        assertThat(Packets.segment(true, 1, 1, TcpSegment.ACK | TcpSegment.FIN).isPureAck())
                .isFalse();
        assertThat(Packets.cut(true, 1, 1, TcpSegment.ACK, 900).isPureAck()).isFalse();
    }
}
