package io.waflab.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ProbeTest {

    @Test
    void anotherProgramsDatagramIsLeftOutButProvesNothing() throws IOException {
        try (var probe = new Probe()) {
            var datagram = Packets.packet(LinkType.RAW, Packets.ipv4(IpPacket.UDP, new byte[17]));
            var segment = Packets.packet(LinkType.RAW, Packets.ipv4(IpPacket.TCP, Packets.tcp(1, 2, 3, 0)));

            assertThat(probe.recognise(datagram)).isTrue();
            assertThat(probe.recognise(segment)).isFalse();
            assertThatThrownBy(() -> probe.send(Probe.BEGIN, 100))
                    .isInstanceOf(CaptureException.class)
                    .hasMessage("it showed no packet within 0 s");
        }
    }

    @Test
    void aRecordingThatEndedAnswersAtOnce() throws IOException {
        try (var probe = new Probe()) {
            probe.over(new CaptureException("it ended by itself"));

            assertThatThrownBy(() -> probe.send(Probe.END, 60_000)).hasMessage("it ended by itself");
        }
    }
}
