package io.waflab.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.util.AsciiString;
import io.waflab.http.HpackReader.Field;
import org.junit.jupiter.api.Test;

class HpackTableTest {

    private final HpackTable table = new HpackTable();

    @Test
    void thereIsNoFieldOfNumber0() {
        assertThatExceptionOfType(Http2Failure.class)
                .isThrownBy(() -> table.get(0))
                .withMessage("client sent invalid hpack table index 0");
    }

    @Test
    void theYoungestIsBehindTheFixedOnes() throws Http2Failure {
        table.add(field("a", "1"));
        table.add(field("b", "2"));
        assertThat(table.get(61)).isEqualTo(field("www-authenticate", ""));
        assertThat(table.get(62)).isEqualTo(field("b", "2"));
        assertThat(table.get(63)).isEqualTo(field("a", "1"));
        assertThatExceptionOfType(Http2Failure.class).isThrownBy(() -> table.get(64));
    }

    @Test
    void aFieldThatIsTooLargeForTheTableEmptiesIt() {
        table.add(field("a", "1"));
        table.add(field("b", "x".repeat(4096 - 32)));
        assertThatExceptionOfType(Http2Failure.class).isThrownBy(() -> table.get(62));
    }

    @Test
    void aSmallerTableKeepsTheYoungest() throws Http2Failure {
        table.add(field("a", "1"));
        table.add(field("b", "2"));
        table.resize(34 + 33);
        assertThat(table.get(62)).isEqualTo(field("b", "2"));
        assertThatExceptionOfType(Http2Failure.class).isThrownBy(() -> table.get(63));
        assertThatExceptionOfType(Http2Failure.class).isThrownBy(() -> table.resize(4097));
    }

    private static Field field(String name, String value) {
        return new Field(AsciiString.of(name), AsciiString.of(value));
    }
}
