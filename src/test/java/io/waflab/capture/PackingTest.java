package io.waflab.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class PackingTest {

    private static byte[] gzip(String text) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var packing = new GZIPOutputStream(out)) {
            packing.write(text.getBytes(StandardCharsets.US_ASCII));
        }
        return out.toByteArray();
    }

    @Test
    void theFirstBytesTell() {
        assertThat(Packing.of(0x1f8b_0800)).contains(Packing.GZIP);
        assertThat(Packing.of(0x28b5_2ffd)).contains(Packing.ZSTD);
        assertThat(Packing.of(0xa1b2_c3d4)).isEmpty();
        assertThat(Packing.of(0)).isEmpty();
    }

    @Test
    void membersOfGzipAreReadOnWhereAPipeSaysThatNothingIsThere() throws IOException {
        var pipe = new ByteArrayInputStream(Packets.join(gzip("one"), gzip(" two"))) {
            @Override
            public synchronized int available() {
                return 0;
            }
        };
        assertThat(Packing.GZIP.unpack(pipe)).hasContent("one two");
    }

    @Test
    void damageIsAnIoException() {
        var damaged = HexFormat.of().parseHex("28b52ffd" + "ff".repeat(40));
        assertThatThrownBy(() ->
                        Packing.ZSTD.unpack(new ByteArrayInputStream(damaged)).readAllBytes())
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("damaged zstd (");
    }
}
