package io.waflab.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class PcapngOptionsTest {

    private final ByteSource source = new ByteSource(InputStream.nullInputStream(), 16);

    @Test
    void optionsArePaddedToFourBytesAndEndWithZero() throws CaptureException {
        var options = options("0001 0005 68656c6c6f 000000 0009 0001 09 000000 0000 0000 0001 0001 41 000000");

        assertThat(options.next(source)).isTrue();
        assertThat(options.code()).isEqualTo(1);
        assertThat(options.text()).isEqualTo("hello");
        assertThat(options.next(source)).isTrue();
        assertThat(options.code()).isEqualTo(9);
        assertThat(options.at()).isEqualTo(16);
        assertThat(options.length()).isEqualTo(1);
        assertThat(options.next(source)).isFalse();
    }

    @Test
    void theEndOfTheBlockIsAnEndToo() throws CaptureException {
        assertThat(options("").next(source)).isFalse();
        assertThat(options("0001 00").next(source)).isFalse();
    }

    @Test
    void anOptionLongerThanItsBlockIsRefusedWithItsPlace() {
        assertThatThrownBy(() -> options("0001 0005 68656c6c").next(source))
                .isInstanceOf(CaptureException.class)
                .hasMessage("length of option 1: 5 (expected: at most 4) at byte 2");
    }

    private static PcapngOptions options(String hex) {
        var bytes = Packets.hex(hex);
        return new PcapngOptions(ByteBuffer.wrap(bytes), 0, bytes.length);
    }
}
