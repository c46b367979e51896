package io.waflab.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PcapWriterTest {

    @Test
    void aCopyOfACaptureIsTheSameBytes() throws IOException, CaptureException {
        var original = Files.readAllBytes(Path.of("src/test/resources/captures/waf-120s-idle-unread-rst.pcap"));
        var reader = new PcapReader(new ByteSource(new ByteArrayInputStream(original)));
        var copy = new ByteArrayOutputStream();

        var writer = new PcapWriter(copy, reader.header());
        for (var packet = reader.next(); packet.isPresent(); packet = reader.next()) {
            writer.write(packet.get());
        }

        assertThat(copy.toByteArray()).isEqualTo(original);
    }
}
